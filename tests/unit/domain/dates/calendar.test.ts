import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  addDays,
  addMonths,
  clearDaysBetween,
  dayNumber,
  dayOfNumber,
  daysBetween,
  isoDateOf,
  partsOf,
} from '../../../../src-shared/domain/dates/calendar.ts';
import { IsoDate } from '../../../../src-shared/domain/identifiers.ts';
import { anyDay, day } from './days.ts';

const days = fc.integer({ min: -5000, max: 5000 });

describe('days of the calendar', () => {
  it('are the same by their numbers and as text', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        const { year, month, day: dayOfMonth } = partsOf(date);
        expect(isoDateOf(year, month, dayOfMonth)).toBe(date);
        expect(dayOfNumber(dayNumber(date))).toBe(date);
        expect(IsoDate.safeParse(date).success).toBe(true);
      }),
    );
  });

  it('end where the calendar ends', () => {
    expect(isoDateOf(1872, 12, 31)).toBeUndefined();
    expect(isoDateOf(10_000, 1, 1)).toBeUndefined();
    expect(isoDateOf(2021, 13, 1)).toBeUndefined();
    expect(isoDateOf(2021, 2.5, 1)).toBeUndefined();
    expect(() => dayOfNumber(-1_000_000)).toThrow(RangeError);
  });
});

describe('counting days', () => {
  it('is forwards what it is backwards', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (one, other) => {
        expect(daysBetween(one, other) + daysBetween(other, one)).toBe(0);
        expect(clearDaysBetween(one, other)).toBe(clearDaysBetween(other, one));
      }),
    );
  });

  it('finds the days that were added', () => {
    fc.assert(
      fc.property(anyDay, days, (date, added) => {
        fc.pre(dayNumber(date) + added >= dayNumber(day('1873-01-01')));
        expect(daysBetween(date, addDays(date, added))).toBe(added);
      }),
    );
  });

  it('counts only the days that lie between: three weeks are 20, neighbours 0', () => {
    expect(clearDaysBetween(day('2021-06-01'), day('2021-06-22'))).toBe(20);
    expect(clearDaysBetween(day('2021-06-01'), day('2021-06-02'))).toBe(0);
    expect(clearDaysBetween(day('2021-06-01'), day('2021-06-01'))).toBe(0);
  });

  it('meets 18日以上 on the 19th day after and not before', () => {
    expect(clearDaysBetween(day('2021-06-01'), day('2021-06-20'))).toBe(18);
    expect(clearDaysBetween(day('2021-06-01'), day('2021-06-19'))).toBe(17);
  });
});

describe('adding months', () => {
  it.each([
    ['2021-12-01', 6, '2022-06-01'],
    ['2021-08-31', 6, '2022-02-28'],
    ['2023-08-31', 6, '2024-02-29'],
    ['2021-01-31', 1, '2021-02-28'],
    ['2021-11-30', 3, '2022-02-28'],
    ['2021-03-31', -1, '2021-02-28'],
    ['2021-01-15', -1, '2020-12-15'],
    ['2021-05-31', 0, '2021-05-31'],
  ])('to %s: %i gives %s', (date, months, added) => {
    expect(addMonths(day(date), months)).toBe(added);
  });

  it('keeps the order of days', () => {
    fc.assert(
      fc.property(anyDay, anyDay, fc.nat(60), (one, other, months) => {
        const [earlier, later] = one <= other ? [one, other] : [other, one];
        expect(addMonths(earlier, months) <= addMonths(later, months)).toBe(true);
      }),
    );
  });
});
