import { describe, expect, it } from 'vitest';

import { findingsColumns } from '../../../../src-shared/domain/layouts/findings-columns.ts';
import {
  type HeaderReading,
  headerKey,
  mapHeaders,
  readHeaders,
} from '../../../../src-shared/domain/rules/headers.ts';
import {
  flagsLayout,
  layouts,
  recordsLayout,
  subjectsLayout,
} from '../../../../src-shared/domain/rules/layouts.ts';

const needed = ['市町村コード', '券番号', '接種回数', '接種日', 'ワクチンメーカー', 'ワクチンロット番号'];
const layoutOf = (reading: HeaderReading): string | undefined =>
  'layout' in reading ? reading.layout.id : undefined;

describe('a header line', () => {
  it.each(layouts)('of $id is recognised, every column in its place', (layout) => {
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

  it('of 接種対象者 stays one, even without 氏名 and with all that 転出・死亡フラグ need', () => {
    const names = subjectsLayout.columns.map(({ name }) => name).filter((name) => name !== '氏名');
    expect(readHeaders(names)).toMatchObject({ problem: 'column-missing', missing: [{ column: '氏名' }] });
    expect(layoutOf(readHeaders(names, { kind: 'flags' }))).toBe('flags-1');
  });

  it('is of a municipality’s own layout where both that and the shipped one fit', () => {
    const own = { ...recordsLayout, id: 'own' };
    expect(layoutOf(readHeaders(needed, { layouts: [own, ...layouts] }))).toBe('own');
  });

  it('may have the columns of a list of errors behind its own', () => {
    const list = [...flagsLayout.columns.map(({ name }) => name), ...Object.values(findingsColumns)];
    expect(layoutOf(readHeaders(list))).toBe('flags-1');
  });

  it('that a person has mapped lacks what nobody said, and has twice what was said twice', () => {
    const ids: (string | null)[] = recordsLayout.columns.map(({ id }) => id);
    const headers = ids.map((_, index) => `C${index}`);
    expect(mapHeaders(recordsLayout, headers, ids).problem).toBeUndefined();
    expect(mapHeaders(recordsLayout, headers, ids.with(4, null))).toMatchObject({
      problem: 'column-missing',
      missing: [{ column: '接種日' }],
    });
    expect(mapHeaders(recordsLayout, headers, ids.with(4, 'venue')).problem).toBe('column-twice');
  });

  it('is compared without what the eye does not see', () => {
    expect(headerKey('\uFEFFＬｏｔ　Ｎｏ．\u200B')).toBe('lotno.');
  });
});

describe('the layouts', () => {
  it.each(layouts)('$id has no header for two columns', ({ columns }) => {
    const keys = columns.flatMap(({ name, aliases }) => [name, ...aliases].map(headerKey));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
