import { describe, expect, it } from 'vitest';

import { type HeaderReading, headerKey, readHeaders } from '../../../../src-shared/domain/rules/headers.ts';
import { recordsLayout, subjectsLayout } from '../../../../src-shared/domain/rules/layouts.ts';

const needed = ['市町村コード', '券番号', '接種回数', '接種日', 'ワクチンメーカー', 'ワクチンロット番号'];
const layoutOf = (reading: HeaderReading): string | undefined =>
  'layout' in reading ? reading.layout.id : undefined;

describe('a header line', () => {
  it.each([recordsLayout, subjectsLayout])('of $id is recognised, every column in its place', (layout) => {
    const reading = readHeaders(layout.columns.map(({ name }) => name));
    expect(reading.problem).toBeUndefined();
    expect(layoutOf(reading)).toBe(layout.id);
    expect('columns' in reading && reading.columns.map(({ column }) => column?.id)).toEqual(
      layout.columns.map(({ id }) => id),
    );
  });

  it('may have any order, width, case and blanks, and every alias', () => {
    const reading = readHeaders(['LOT NO.', 'ﾒｰｶｰ', '接種日 ', '回数', '接種券番号', '自治体　コード']);
    expect(reading).toMatchObject({ problem: undefined });
    expect('columns' in reading && reading.columns.map(({ column }) => column?.id)).toEqual([
      'lotNumber',
      'maker',
      'vaccinatedOn',
      'doseNumber',
      'ticketNumber',
      'municipalityCode',
    ]);
  });

  it('may have columns that nobody knows', () => {
    const reading = readHeaders([...needed, '備考', '']);
    expect(reading.problem).toBeUndefined();
    expect('columns' in reading && reading.columns.at(-2)).toEqual({ header: '備考', column: undefined });
  });

  it('that lacks a column names the header that may be a slip of it', () => {
    const reading = readHeaders([...needed.slice(0, 4), 'メーカ', '製造番号', '備考']);
    expect(reading).toMatchObject({
      problem: 'column-missing',
      missing: [
        { column: 'ワクチンメーカー', nearest: 'メーカ' },
        { column: 'ワクチンロット番号', nearest: '' },
      ],
    });
  });

  it('that has a column twice is refused, by whatever name', () => {
    expect(readHeaders([...needed, 'ロット番号'])).toMatchObject({
      problem: 'column-twice',
      twice: ['ワクチンロット番号'],
    });
  });

  it.each([[[]], [['']], [['a', 'b', 'c']], [['0123456789', '1', '20210601']], [['券番号', '備考']]])(
    'of %j is of no layout',
    (headers) => {
      expect(readHeaders(headers).problem).toBe('layout-unknown');
      expect(readHeaders(headers, { kind: 'records' }).problem).toBe('layout-unknown');
    },
  );

  it('is told to be of the other kind only where that one fits altogether', () => {
    const other = readHeaders(needed, { kind: 'subjects' });
    expect(other).toMatchObject({
      problem: 'layout-other-kind',
      chosen: { id: 'subjects-1' },
      found: { id: 'records-1' },
    });
    expect(readHeaders(needed.slice(0, 5), { kind: 'records' }).problem).toBe('column-missing');
  });

  it('of a file that has both is of the kind that was chosen', () => {
    const both = [...new Set([...recordsLayout.columns, ...subjectsLayout.columns].map(({ name }) => name))];
    expect(layoutOf(readHeaders(both, { kind: 'subjects' }))).toBe('subjects-1');
    expect(layoutOf(readHeaders(both, { kind: 'records' }))).toBe('records-1');
  });

  it('is compared without what the eye does not see', () => {
    expect(headerKey('\uFEFFＬｏｔ　Ｎｏ．\u200B')).toBe('lotno.');
  });
});

describe('the layouts', () => {
  it.each([recordsLayout, subjectsLayout])('$id has no header for two columns', ({ columns }) => {
    const keys = columns.flatMap(({ name, aliases }) => [name, ...aliases].map(headerKey));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
