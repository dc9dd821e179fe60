import { describe, expect, it } from 'vitest';

import {
  canonicalProfile,
  LayoutProfile,
  profileMistake,
} from '../../../../src-shared/domain/layouts/layout-profile.ts';
import { layoutOfProfile } from '../../../../src-shared/domain/layouts/layout-of-profile.ts';
import { layouts, shippedProfiles } from '../../../../src-shared/domain/rules/layouts.ts';

const shipped = shippedProfiles.map((json) => LayoutProfile.parse(json));
const [subjects, records, flags, ledger] = shipped;
if (!subjects || !records || !flags || !ledger) throw new Error('four layouts are shipped');

const mistakeOf = (json: unknown): { field: string; why: string } | undefined => {
  const parsed = LayoutProfile.safeParse(json);
  return parsed.success ? undefined : profileMistake(parsed.error);
};

const withColumn = (index: number, change: object): unknown => ({
  ...records,
  columns: records.columns.map((column, at) => (at === index ? { ...column, ...change } : column)),
});

const formatsOf = (profile: LayoutProfile) =>
  layoutOfProfile(profile).columns.find(({ id }) => id === 'vaccinatedOn')?.dateFormats;

describe('a layout as data', () => {
  it('is shipped for each of the four kinds', () => {
    expect(shipped.map(({ id, kind }) => [id, kind])).toEqual([
      ['subjects-1', 'subjects'],
      ['records-1', 'records'],
      ['flags-1', 'flags'],
      ['ledger-1', 'ledger'],
    ]);
  });

  it('of a ledger has 8 columns for each of seven doses behind 個別宛名番号, as the handout has them', () => {
    const names = layouts.find(({ kind }) => kind === 'ledger')?.columns.map(({ name }) => name) ?? [];
    expect(names).toHaveLength(1 + 8 * 7);
    expect(names.slice(0, 10)).toEqual([
      '個別宛名番号',
      '1回目接種履歴登録日時',
      '1回目接種日',
      '1回目券番号',
      '1回目接種自治体コード',
      '1回目接種会場名',
      '1回目接種医師名',
      '1回目ワクチンメーカー',
      '1回目ワクチンロット番号',
      '2回目接種履歴登録日時',
    ]);
    expect(names.at(-1)).toBe('7回目ワクチンロット番号');
  });

  it('has one digest, whatever the order of the fields in its file', () => {
    const turned = Object.fromEntries(Object.entries(records).toReversed());
    expect(canonicalProfile(LayoutProfile.parse(turned))).toBe(canonicalProfile(records));
    expect(canonicalProfile({ ...records, version: 2 })).not.toBe(canonicalProfile(records));
  });

  it('takes all days where it names every way to write one, and only those that it names otherwise', () => {
    expect(formatsOf(records)).toBeUndefined();
    expect(formatsOf({ ...records, dateFormats: ['和暦'] })).toEqual(['和暦']);
  });
});

describe('a layout that VRS could not live with is refused by its field', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['no layout at all', [], '全体', /型/],
    ['an id with capitals', { ...records, id: 'Records' }, 'id', /文字/],
    ['no version', { ...records, version: undefined }, 'version', /型/],
    ['a field that nobody knows', { ...records, colour: 'red' }, 'colour', /知らない/],
    ['a type that nobody knows', withColumn(1, { type: 'number' }), 'columns.1.type', /決められた値/],
    ['a column that VRS does not have', withColumn(1, { id: 'colour' }), 'columns.1.id', /この種類にない/],
    ['the same column twice', withColumn(1, { id: 'doseNumber' }), 'columns.2.id', /同じid/],
    ['one header for two columns', withColumn(1, { aliases: ['接種回数'] }), 'columns.2.name', /同じ見出し/],
    ['a text wider than VRS takes', withColumn(6, { width: 31 }), 'columns.6.width', /桁数/],
    [
      'a code that VRS does not know',
      withColumn(3, { codes: [{ given: '3', meaning: '他' }] }),
      'columns.3.codes.0.sent',
      /受け付けない/,
    ],
    [
      'a list for a column that is no code',
      withColumn(1, { codes: [{ given: '1', meaning: '一' }] }),
      'columns.1.codes',
      /一覧/,
    ],
    [
      'a needed column that may be missing',
      withColumn(4, { required: false }),
      'columns.4.required',
      /vaccinatedOn/,
    ],
    ['a needed column that lacks', { ...records, columns: records.columns.slice(0, 8) }, 'columns', /maker/],
    ['blocks where there are no doses', { ...records, blocks: ledger.blocks }, 'blocks', /ありません/],
    ['a ledger without doses', { ...ledger, blocks: undefined }, 'blocks', /要ります/],
    [
      'a rule that nobody knows',
      { ...records, rules: { levels: { 'rule-x': 'off' } } },
      'rules.levels.rule-x',
      /規則の表/,
    ],
    [
      'a rule that must stay',
      { ...records, rules: { levels: { 'value-missing': 'note' } } },
      'rules.levels.value-missing',
      /程度/,
    ],
  ])('%s', (_, json, field, why) => {
    const mistake = mistakeOf(json);
    expect(mistake?.field).toBe(field);
    expect(mistake?.why).toMatch(why);
  });

  it('and the shipped ones are not', () => {
    for (const profile of shipped) expect(mistakeOf(profile)).toBeUndefined();
  });
});
