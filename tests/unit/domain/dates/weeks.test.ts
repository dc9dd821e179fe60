import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { addDays, daysBetween } from '../../../../src-shared/domain/dates/calendar.ts';
import {
  isFinished,
  isMonday,
  mondayOf,
  startOfDayInJapan,
  sundayOf,
  weeksOfMonth,
} from '../../../../src-shared/domain/dates/weeks.ts';
import { IsoDate } from '../../../../src-shared/domain/identifiers.ts';

const day = (text: string): IsoDate => IsoDate.parse(text);
const anyDay = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays(day('1950-01-01'), days));

describe('weeks from Monday to Sunday', () => {
  it('knows the Monday of a Sunday and of a Monday', () => {
    expect(mondayOf(day('2026-11-22'))).toBe('2026-11-16');
    expect(mondayOf(day('2026-11-16'))).toBe('2026-11-16');
    expect(sundayOf(day('2026-11-16'))).toBe('2026-11-22');
  });

  it('puts every day into a week that begins at most six days before it', () => {
    fc.assert(
      fc.property(anyDay, (each) => {
        const monday = mondayOf(each);
        expect(isMonday(monday)).toBe(true);
        expect(new Date(`${monday}T00:00:00Z`).getUTCDay()).toBe(1);
        expect(daysBetween(monday, each)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(monday, each)).toBeLessThan(7);
      }),
    );
  });

  it('is finished when its Sunday is over', () => {
    expect(isFinished(day('2026-11-16'), day('2026-11-22'))).toBe(false);
    expect(isFinished(day('2026-11-16'), day('2026-11-23'))).toBe(true);
  });

  it('puts every week into one month and no other', () => {
    expect(weeksOfMonth('2026-11')).toEqual([
      '2026-11-02',
      '2026-11-09',
      '2026-11-16',
      '2026-11-23',
      '2026-11-30',
    ]);
    expect(weeksOfMonth('2027-02')).toEqual(['2027-02-01', '2027-02-08', '2027-02-15', '2027-02-22']);
    fc.assert(
      fc.property(anyDay, (each) => {
        const monday = mondayOf(each);
        expect(weeksOfMonth(monday.slice(0, 7))).toContain(monday);
      }),
    );
  });

  it('begins a day in Japan nine hours before it begins in UTC', () => {
    expect(startOfDayInJapan(day('2026-11-16')).toISOString()).toBe('2026-11-15T15:00:00.000Z');
  });
});
