import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { addDays, addMonths, dayNumber } from '../../../../src-shared/domain/dates/calendar.ts';
import {
  firstDayAfter,
  intervalInWords,
  type IntervalQuestion,
  isTooShort,
  minimumInterval,
} from '../../../../src-shared/domain/doses/intervals.ts';
import { standardLimits } from '../../../../src-shared/domain/doses/limits.ts';
import { anyDay, day as dateOf } from '../dates/days.ts';

const day = (text: string): number => dayNumber(dateOf(text));

const question = (changes: Partial<IntervalQuestion>): IntervalQuestion => ({
  doseNumber: 2,
  day: day('2021-07-01'),
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
    [{ doseNumber: 3, day: day('2022-05-24') }, '6か月以上'],
    [{ doseNumber: 3, day: day('2022-05-25') }, '5か月以上'],
    [{ doseNumber: 4, day: day('2022-10-20') }, '5か月以上'],
    [{ doseNumber: 4, day: day('2022-10-21') }, '3か月以上'],
    [{ doseNumber: 3, day: day('2023-03-07'), child: true }, '5か月以上'],
    [{ doseNumber: 3, day: day('2023-03-08'), child: true }, '3か月以上'],
    [{ doseNumber: 4, day: day('2023-10-01'), maker: 'novavax' }, '6か月以上'],
  ] as const)('for %j is %s', (changes, words) => {
    const least = minimumInterval(question(changes), standardLimits);
    expect(least && intervalInWords(least)).toBe(words);
  });

  it('is not known for a second dose of a one-dose vaccine', () => {
    expect(
      minimumInterval(question({ maker: 'janssen', previousMaker: 'janssen' }), standardLimits),
    ).toBeUndefined();
  });

  it('of 18 days is met by the 19th day after', () => {
    const least = { unit: 'days', count: 18 } as const;
    fc.assert(
      fc.property(anyDay, (first) => {
        const number = dayNumber(first);
        expect(isTooShort(number, dayNumber(addDays(first, 18)), least)).toBe(true);
        expect(isTooShort(number, dayNumber(addDays(first, 19)), least)).toBe(false);
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

  it('of months begins on the day that the calendar counts to, and not a day earlier', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 8 }), (first, count) => {
        const least = { unit: 'months', count } as const;
        const [before, met] = [dayNumber(first), dayNumber(addMonths(first, count))];
        expect(firstDayAfter(before, least)).toBe(met);
        expect([isTooShort(before, met - 1, least), isTooShort(before, met, least)]).toEqual([true, false]);
      }),
    );
  });

  it('is the shortest that may have been right where the age is not known', () => {
    const unknown = { infantSeries: undefined, child: undefined } as const;
    const inWords = (changes: Partial<IntervalQuestion>): string | undefined => {
      const least = minimumInterval(question({ ...unknown, ...changes }), standardLimits);
      return least && intervalInWords(least);
    };
    expect(inWords({ doseNumber: 3 })).toBe('55日以上');
    expect(inWords({ doseNumber: 3, infantSeries: false, day: day('2022-01-10') })).toBe('5か月以上');
    expect(inWords({ doseNumber: 4, infantSeries: false, day: day('2022-11-10') })).toBe('3か月以上');
  });

  it('has no upper limit', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 19, max: 10_000 }), (first, later) => {
        const after = dayNumber(addDays(first, later));
        expect(isTooShort(dayNumber(first), after, { unit: 'days', count: 18 })).toBe(false);
      }),
    );
  });
});
