import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ageInMonths, ageInWords, ageOn, dayOfAgeInMonths } from '../../../../src-shared/domain/dates/age.ts';
import { addDays } from '../../../../src-shared/domain/dates/calendar.ts';
import { anyDay, day } from './days.ts';

describe('an age by 年齢計算', () => {
  it('is reached the day before the birthday', () => {
    expect(ageOn(day('2010-04-02'), day('2015-03-31'))).toBe(4);
    expect(ageOn(day('2010-04-02'), day('2015-04-01'))).toBe(5);
  });

  it('of six months is reached the day before the same day six months later', () => {
    expect(dayOfAgeInMonths(day('2022-04-01'), 6)).toBe('2022-09-30');
    expect(ageInMonths(day('2022-04-01'), day('2022-09-29'))).toBe(5);
    expect(ageInMonths(day('2022-04-01'), day('2022-09-30'))).toBe(6);
  });

  it('of a person born on 29 February grows on 28 February of every year', () => {
    expect(dayOfAgeInMonths(day('2016-02-29'), 12)).toBe('2017-02-28');
    expect(dayOfAgeInMonths(day('2016-02-29'), 48)).toBe('2020-02-28');
  });

  it('takes the last day of a month that is too short', () => {
    expect(dayOfAgeInMonths(day('2022-08-31'), 6)).toBe('2023-02-28');
  });

  it('is 0 on the day of birth and before it', () => {
    expect(ageOn(day('2022-04-01'), day('2022-04-01'))).toBe(0);
    expect(ageInMonths(day('2022-04-01'), day('2021-04-01'))).toBe(0);
  });

  it('is reached exactly on its day', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 1500 }), (birthDate, months) => {
        const reached = dayOfAgeInMonths(birthDate, months);
        expect(ageInMonths(birthDate, reached)).toBeGreaterThanOrEqual(months);
        expect(ageInMonths(birthDate, addDays(reached, -1))).toBeLessThan(months);
      }),
    );
  });

  it('is said in months before the first birthday and in years after it', () => {
    expect(ageInWords(6)).toBe('生後6か月');
    expect(ageInWords(59)).toBe('4歳');
  });
});
