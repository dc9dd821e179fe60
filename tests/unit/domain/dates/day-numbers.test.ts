import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  ageInMonths,
  ageOnDay,
  dayOfAge,
  dayOfAgeInMonths,
} from '../../../../src-shared/domain/dates/age.ts';
import {
  addMonths,
  addMonthsToDay,
  dayNumber,
  dayNumberIn,
  dayNumberOf,
  partsOf,
  partsOfDay,
} from '../../../../src-shared/domain/dates/calendar.ts';
import { IsoDate } from '../../../../src-shared/domain/identifiers.ts';
import { anyDay } from './days.ts';

describe('the number of a day', () => {
  it('is the one that the calendar of the machine counts', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(dayNumber(day)).toBe(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
      }),
    );
  });

  it('gives year, month and day back', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const parts = partsOfDay(dayNumber(day));
        expect(parts).toEqual(partsOf(day));
        expect(dayNumberOf(parts.year, parts.month, parts.day)).toBe(dayNumber(day));
      }),
    );
  });

  it('is read from a text just where that is a day of the calendar', () => {
    const text = fc.oneof(
      anyDay,
      fc.stringMatching(/^(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]$/),
      fc.string({ maxLength: 10 }),
    );
    fc.assert(
      fc.property(text, (written) => {
        const isDay = IsoDate.safeParse(written).success;
        expect(dayNumberIn(written) !== undefined).toBe(isDay);
      }),
    );
  });

  it('counts months and ages as the dates do', () => {
    fc.assert(
      fc.property(anyDay, anyDay, fc.integer({ min: 0, max: 240 }), (one, other, months) => {
        fc.pre(one < '9900-01-01');
        expect(addMonthsToDay(dayNumber(one), months)).toBe(dayNumber(addMonths(one, months)));
        expect(dayOfAge(dayNumber(one), months)).toBe(dayNumber(dayOfAgeInMonths(one, months)));
        expect(ageOnDay(dayNumber(one), dayNumber(other))).toBe(ageInMonths(one, other));
      }),
    );
  });
});
