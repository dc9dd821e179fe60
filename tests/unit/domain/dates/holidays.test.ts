import { describe, expect, test } from 'vitest';

import { addDays } from '../../../../src-shared/domain/dates/calendar.ts';
import { isNationalHoliday, isTurnOfTheYear } from '../../../../src-shared/domain/dates/holidays.ts';
import { IsoDate } from '../../../../src-shared/domain/identifiers.ts';
import { isOutsideHours, ReviewHours } from '../../../../src-shared/domain/review-hours.ts';

/** As the Cabinet Office lists them (内閣府「国民の祝日について」), with 休日. */
const listed: Readonly<Record<number, string>> = {
  2024: '01-01 01-08 02-11 02-12 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-22 09-23 10-14 11-03 11-04 11-23',
  2025: '01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-21 08-11 09-15 09-23 10-13 11-03 11-23 11-24',
  2026: '01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23',
  2027: '01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23',
};

function daysOf(year: number): readonly IsoDate[] {
  const days: IsoDate[] = [];
  for (let day = IsoDate.parse(`${year}-01-01`); day.startsWith(`${year}`); day = addDays(day, 1))
    days.push(day);
  return days;
}

const noon = (day: string): number => Date.parse(`${day}T12:00:00+09:00`);

describe('national holidays', () => {
  test.each(Object.entries(listed))('of %s are those that were announced', (year, days) => {
    const found = daysOf(Number(year)).filter(isNationalHoliday);
    expect(found).toEqual(days.split(' ').map((day) => `${year}-${day}`));
  });

  test('between two of them is one more: in 2032 again a day between 敬老の日 and 秋分の日', () => {
    expect(isNationalHoliday(IsoDate.parse('2032-09-21'))).toBe(true);
  });

  test('are not known outside the years in which the law and the approximation hold', () => {
    for (const year of [2021, 2100]) expect(daysOf(year).filter(isNationalHoliday)).toEqual([]);
  });
});

describe('working hours', () => {
  const usual = ReviewHours.parse({});

  test.each([
    ['a Monday', '2026-11-16', false],
    ['a Sunday', '2026-11-22', true],
    ['勤労感謝の日, a Monday', '2026-11-23', true],
    ['the last working day of the year', '2026-12-28', false],
    ['年末年始', '2026-12-29', true],
    ['the first working day of the year', '2027-01-04', false],
  ])('at noon of %s', (_, day, isOutside) => {
    expect(isOutsideHours(noon(day), usual)).toBe(isOutside);
  });

  test('on holidays too, where the profile says so', () => {
    const always = ReviewHours.parse({ onHolidays: true });
    expect(isOutsideHours(noon('2026-11-23'), always)).toBe(false);
    expect(isOutsideHours(noon('2026-12-29'), always)).toBe(false);
    expect(isOutsideHours(noon('2026-11-22'), always)).toBe(true);
  });

  test('the turn of the year is six days', () => {
    const days = [...daysOf(2026), ...daysOf(2027)].filter(isTurnOfTheYear);
    expect(days.slice(3, 9)).toEqual([
      '2026-12-29',
      '2026-12-30',
      '2026-12-31',
      '2027-01-01',
      '2027-01-02',
      '2027-01-03',
    ]);
  });
});
