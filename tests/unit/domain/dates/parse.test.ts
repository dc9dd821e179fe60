import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { dayNumber, dayOfNumber, partsOf } from '../../../../src-shared/domain/dates/calendar.ts';
import {
  eraOf,
  formatJapaneseDate,
  formatShortJapaneseDate,
  formatWesternDate,
} from '../../../../src-shared/domain/dates/eras.ts';
import {
  isWrittenAsDate,
  looksLikeDate,
  parseBirthDateQuery,
  parseJapaneseDate,
} from '../../../../src-shared/domain/dates/parse.ts';
import { anyDay, day } from './days.ts';

describe('reading a date', () => {
  it.each([
    ['20210401', '2021-04-01'],
    ['2021-04-01', '2021-04-01'],
    ['2021/4/1', '2021-04-01'],
    ['2021.4.1', '2021-04-01'],
    ['2021年4月1日', '2021-04-01'],
    ['令和3年4月1日', '2021-04-01'],
    ['令和３年　４月　１日', '2021-04-01'],
    ['令和元年5月1日', '2019-05-01'],
    ['R3.4.1', '2021-04-01'],
    ['r3/4/1', '2021-04-01'],
    ['Ｒ３－４－１', '2021-04-01'],
    ['R030401', '2021-04-01'],
    ['令3.4.1', '2021-04-01'],
    ['㋿3年4月1日', '2021-04-01'],
    ['S30.1.2', '1955-01-02'],
    ['H31.4.30', '2019-04-30'],
    ['20200229', '2020-02-29'],
    ['20000229', '2000-02-29'],
  ])('reads %s as %s', (text, date) => {
    expect(parseJapaneseDate(text)).toBe(date);
  });

  it.each([
    ['M6.1.1', '1873-01-01'],
    ['M45.7.29', '1912-07-29'],
    ['T1.7.30', '1912-07-30'],
    ['大正元年7月30日', '1912-07-30'],
    ['T15.12.24', '1926-12-24'],
    ['S1.12.25', '1926-12-25'],
    ['S64.1.7', '1989-01-07'],
    ['H1.1.8', '1989-01-08'],
    ['平成元年1月8日', '1989-01-08'],
    ['R1.5.1', '2019-05-01'],
  ])('knows the edge of the era: %s is %s', (text, date) => {
    expect(parseJapaneseDate(text)).toBe(date);
  });

  it.each([
    'M45.7.30',
    'T1.7.29',
    'T15.12.25',
    'S1.12.24',
    'S64.1.8',
    'H1.1.7',
    'H31.5.1',
    'R1.4.30',
    'R0.5.1',
  ])('refuses %s, which is not in its era', (text) => {
    expect(parseJapaneseDate(text)).toBeUndefined();
  });

  it.each([
    '20210229',
    '19000229',
    '令和3年2月29日',
    '20210431',
    '20211301',
    '20210400',
    '20210001',
    '2021/0/1',
  ])('refuses %s, which the calendar does not have', (text) => {
    expect(parseJapaneseDate(text)).toBeUndefined();
  });

  it.each(['18721231', 'M5.12.2', 'M1.10.23', '00010101'])(
    'refuses %s, which is before the calendar of today',
    (text) => {
      expect(parseJapaneseDate(text)).toBeUndefined();
    },
  );

  it.each([
    '',
    '2021',
    '202104',
    'R3',
    'R3.4',
    '2021/4-1',
    '210401',
    '2021040',
    '202104011',
    '4/1/2021',
    'X3.4.1',
    '三年四月一日',
  ])('refuses 「%s」, which is not a full date in a form that it knows', (text) => {
    expect(parseJapaneseDate(text)).toBeUndefined();
  });

  it('reads back every form that it writes, for every day from 1873 to 2100', () => {
    const wrong: string[] = [];
    const last = dayNumber(day('2100-12-31'));
    for (let number = dayNumber(day('1873-01-01')); number <= last; number += 1) {
      const date = dayOfNumber(number);
      const forms = [date, date.replaceAll('-', ''), formatJapaneseDate(date), formatShortJapaneseDate(date)];
      wrong.push(...forms.filter((form) => parseJapaneseDate(form) !== date));
    }
    expect(wrong).toEqual([]);
  });

  it('reads back a western date in words', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        expect(parseJapaneseDate(formatWesternDate(date))).toBe(date);
      }),
    );
  });

  it('refuses the day in any era but its own', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom('M', 'T', 'S', 'H', 'R'), (date, letter) => {
        fc.pre(letter !== eraOf(date).letter);
        const { year, month, day: dayOfMonth } = partsOf(date);
        const firstYears: Readonly<Record<string, number>> = { M: 1868, T: 1912, S: 1926, H: 1989, R: 2019 };
        const eraYear = year - (firstYears[letter] ?? 0) + 1;
        expect(parseJapaneseDate(`${letter}${eraYear}.${month}.${dayOfMonth}`)).toBeUndefined();
      }),
    );
  });
});

describe('reading a birth date as far as it is known', () => {
  it.each([
    ['S30.1.2', '1955-01-02', '1955-01-02'],
    ['19550102', '1955-01-02', '1955-01-02'],
    ['S30', '1955-01-01', '1955-12-31'],
    ['昭和30年', '1955-01-01', '1955-12-31'],
    ['昭和３０', '1955-01-01', '1955-12-31'],
    ['1955', '1955-01-01', '1955-12-31'],
    ['1955年', '1955-01-01', '1955-12-31'],
    ['S30.2', '1955-02-01', '1955-02-28'],
    ['昭和31年2月', '1956-02-01', '1956-02-29'],
    ['195502', '1955-02-01', '1955-02-28'],
    ['1955/2', '1955-02-01', '1955-02-28'],
    ['1955-12', '1955-12-01', '1955-12-31'],
    ['S64', '1989-01-01', '1989-01-07'],
    ['平成元年', '1989-01-08', '1989-12-31'],
    ['H31', '2019-01-01', '2019-04-30'],
    ['S64.1', '1989-01-01', '1989-01-07'],
  ])('takes %s for %s to %s', (text, from, until) => {
    expect(parseBirthDateQuery(text)).toEqual({ from, until });
  });

  it.each(['', 'S64.2', 'S65', 'M5', '1872', '195513', 'S30.2.30', '19550230', 'abc', 'R0'])(
    'refuses 「%s」',
    (text) => {
      expect(parseBirthDateQuery(text)).toBeUndefined();
    },
  );

  it('holds a full date and nothing else', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        expect(parseBirthDateQuery(formatJapaneseDate(date))).toEqual({ from: date, until: date });
      }),
    );
  });
});

describe('telling dates from other texts', () => {
  it.each(['令和3年2月30日', 'S64.1.8', '2021/2/30', '20210230'])(
    'sees that %s is written like a date',
    (text) => {
      expect(looksLikeDate(text)).toBe(true);
    },
  );

  it.each(['令和3年2月30日', '2021/2/30', '昭和30'])('sees that %s can be nothing else', (text) => {
    expect(isWrittenAsDate(text)).toBe(true);
  });

  it.each(['20210230', 'S30', '12345', '佐藤', ''])('sees that 「%s」 may be something else', (text) => {
    expect(isWrittenAsDate(text)).toBe(false);
  });
});
