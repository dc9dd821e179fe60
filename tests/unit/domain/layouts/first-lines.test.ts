import { describe, expect, it } from 'vitest';

import { dateFormatOf } from '../../../../src-shared/domain/layouts/date-formats.ts';
import { findingsColumns, isFindingsColumn } from '../../../../src-shared/domain/layouts/findings-columns.ts';
import {
  looksLikeOurs,
  looksLikeValue,
  otherMunicipalityOf,
} from '../../../../src-shared/domain/layouts/first-lines.ts';
import { layouts } from '../../../../src-shared/domain/rules/layouts.ts';

const OWN = '131237';
const times = (count: number, code: string): string[] => Array.from({ length: count }, () => code);

describe('the first lines of a file', () => {
  it('no header of any layout looks like a value', () => {
    const headers = layouts.flatMap(({ columns }) =>
      columns.flatMap(({ name, aliases }) => [name, ...aliases]),
    );
    expect(headers.filter(looksLikeValue)).toEqual([]);
  });

  it.each(['131237', '１３１２３７', '0123456789', '20210601', 'R3.6.1'])('%s is a value', (text) => {
    expect(looksLikeValue(text)).toBe(true);
  });

  it('are ours where a column holds codes, tickets or days most of the time', () => {
    expect(
      looksLikeOurs([
        ['a', '131237'],
        ['b', '131032'],
        ['c', ''],
      ]),
    ).toBe(true);
    expect(
      looksLikeOurs([
        ['りんご', '3', '120'],
        ['みかん', '4', '80'],
      ]),
    ).toBe(false);
    expect(looksLikeOurs([])).toBe(false);
  });

  it.each([
    ['of the own city', times(1_000, OWN), undefined],
    ['of another one', times(1_000, '131032'), '131032'],
    ['of another one with a few of the own', [...times(95, '131032'), ...times(5, OWN)], '131032'],
    ['of several others', [...times(30, '131032'), ...times(70, '112241')], '112241'],
    ['of both', [...times(80, '131032'), ...times(20, OWN)], undefined],
    ['of nine rows, which say nothing', times(9, '131032'), undefined],
    ['with codes that nobody can read', times(100, '131238'), undefined],
  ])('%s', (_, codes, other) => {
    expect(otherMunicipalityOf(codes, OWN)).toBe(other);
  });
});

it.each([
  ['20210601', 'YYYYMMDD'],
  ['２０２１０６０１', 'YYYYMMDD'],
  ['2021/6/1', 'YYYY-MM-DD'],
  ['2021-06-01', 'YYYY-MM-DD'],
  ['2021.6.1', 'YYYY-MM-DD'],
  ['2021年6月1日', 'YYYY年M月D日'],
  ['令和3年6月1日', '和暦'],
  ['R3.6.1', '和暦'],
  ['R030601', '和暦'],
])('%s is written as %s', (text, format) => {
  expect(dateFormatOf(text)).toBe(format);
});

it('the columns of our own list of errors are known, and no other', () => {
  for (const header of Object.values(findingsColumns)) expect(isFindingsColumn(header)).toBe(true);
  expect(isFindingsColumn('検査_日')).toBe(false);
});
