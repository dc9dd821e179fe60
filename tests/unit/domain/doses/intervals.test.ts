import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { addDays } from '../../../../src-shared/domain/dates/calendar.ts';
import {
  intervalInWords,
  type IntervalQuestion,
  isTooShort,
  minimumInterval,
} from '../../../../src-shared/domain/doses/intervals.ts';
import { anyDay, day } from '../dates/days.ts';

const question = (changes: Partial<IntervalQuestion>): IntervalQuestion => ({
  doseNumber: 2,
  on: day('2021-07-01'),
  maker: 'pfizer',
  previousMaker: 'pfizer',
  infantSeries: false,
  child: false,
  ...changes,
});

describe('the least interval', () => {
  it.each([
    [{}, '18日以上'],
    [{ maker: 'moderna', previousMaker: 'moderna' }, '20日以上'],
    [{ maker: 'astrazeneca', previousMaker: 'astrazeneca' }, '27日以上'],
    [{ maker: 'novavax', previousMaker: 'novavax' }, '18日以上'],
    [{ previousMaker: 'moderna' }, '18日以上'],
    [{ maker: 'moderna', previousMaker: 'astrazeneca' }, '20日以上'],
    [{ maker: 'janssen' }, '18日以上'],
    [{ doseNumber: 3, infantSeries: true, child: true }, '55日以上'],
    [{ doseNumber: 3, on: day('2022-05-24') }, '6か月以上'],
    [{ doseNumber: 3, on: day('2022-05-25') }, '5か月以上'],
    [{ doseNumber: 4, on: day('2022-10-20') }, '5か月以上'],
    [{ doseNumber: 4, on: day('2022-10-21') }, '3か月以上'],
    [{ doseNumber: 3, on: day('2023-03-07'), child: true }, '5か月以上'],
    [{ doseNumber: 3, on: day('2023-03-08'), child: true }, '3か月以上'],
    [{ doseNumber: 4, on: day('2023-10-01'), maker: 'novavax' }, '6か月以上'],
  ] as const)('for %j is %s', (changes, words) => {
    const least = minimumInterval(question(changes));
    expect(least && intervalInWords(least)).toBe(words);
  });

  it('is not known for a second dose of a one-dose vaccine', () => {
    expect(minimumInterval(question({ maker: 'janssen', previousMaker: 'janssen' }))).toBeUndefined();
  });

  it('of 18 days is met by the 19th day after', () => {
    const least = { unit: 'days', count: 18 } as const;
    fc.assert(
      fc.property(anyDay, (first) => {
        expect(isTooShort(first, addDays(first, 18), least)).toBe(true);
        expect(isTooShort(first, addDays(first, 19), least)).toBe(false);
      }),
    );
  });

  it('of months is met on the same day of the month, or on its last day', () => {
    const least = { unit: 'months', count: 3 } as const;
    expect(isTooShort(day('2022-11-30'), day('2023-02-27'), least)).toBe(true);
    expect(isTooShort(day('2022-11-30'), day('2023-02-28'), least)).toBe(false);
    expect(isTooShort(day('2022-10-15'), day('2023-01-14'), least)).toBe(true);
    expect(isTooShort(day('2022-10-15'), day('2023-01-15'), least)).toBe(false);
  });

  it('has no upper limit', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 19, max: 10_000 }), (first, later) => {
        expect(isTooShort(first, addDays(first, later), { unit: 'days', count: 18 })).toBe(false);
      }),
    );
  });
});
