import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import type { Entry } from '../../../src-main/batches/draft-record.ts';
import { draftOf } from '../../../src-main/batches/draft-record.ts';
import { Draft } from '../../../src-shared/contract/batches.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';
import { individualNumberCheckDigit } from '../../../src-shared/domain/individual-number.ts';
import { inCp932 } from './in-cp932.ts';
import { clerk, type MadeBatches, madeBatches, otherClerk } from './made-batches.ts';

const office = { kind: 'office' } as const;
const recordsHeader = '市町村コード,券番号,接種回数,接種日,ワクチンメーカー,ワクチンロット番号';
const recordsRow = '131237,0000000001,1,20210601,ファイザー,FJ7489';
const records = `${recordsHeader}\r\n${recordsRow}\r\n`;
const subjectsHeader = '市町村コード,宛名番号,個人番号,氏名,カナ氏名,生年月日,性別,券番号';
const subjects = `${subjectsHeader}\n131237,10000001,123456789018,試験 一郎,シケン イチロウ,19800401,1,0000000001\n`;

const choose = async (made: MadeBatches, bytes: string | Uint8Array): Promise<Outcome<Entry>> => {
  made.choose(bytes);
  return made.batches.chooseFile(clerk, office);
};

/** The code of the problem and its sentence; fails where there is none. */
function problemOf(outcome: Outcome<unknown>): readonly [string, string] {
  if (outcome.ok) throw new Error('there was no problem');
  return [outcome.problem.code, outcome.problem.sentence];
}

function entryOf(outcome: Outcome<Entry>): Entry {
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.value;
}

/** 「ｶﾅ」 and 「髙」, in the bytes that only CP932 has for them. */
const kanaInCp932 = Buffer.from([0xb6, 0xc5, 0x2c, 0xfb, 0xfc]);

describe('a file is chosen', () => {
  test('its kind, encoding, columns and first rows are recognised, and the draft passes the contract', async () => {
    const made = madeBatches();
    const entry = entryOf(await choose(made, `\uFEFF${records}`));
    const draft = Draft.parse(draftOf(entry));
    expect(draft).toMatchObject({
      stage: 'chosen',
      fileName: 'chosen.csv',
      kind: 'records',
      layoutId: 'records-1',
      encoding: 'utf-8-bom',
      preview: [['131237', '0000000001', '1', '20210601', 'ファイザー', 'FJ7489']],
      check: null,
      batch: null,
    });
    expect(draft.columns.map(({ column }) => column)).toEqual(recordsHeader.split(','));
    expect(JSON.stringify(draft)).not.toContain(made.folder);
  });

  test('CP932 with half-width kana is read as such', async () => {
    const bytes = inCp932(`${subjectsHeader}\r\n131237,1,,髙橋,ﾀｶﾊｼ,S55.4.1,1,0000000001\r\n`);
    const entry = entryOf(await choose(madeBatches(), bytes));
    expect(entry.record).toMatchObject({ encoding: 'cp932', kind: 'subjects' });
    expect(entry.record.preview[0]?.slice(3, 5)).toEqual(['髙橋', 'ﾀｶﾊｼ']);
  });

  test('個人番号 are masked in the preview, in their own column and in a wrong one', async () => {
    const made = madeBatches();
    const entry = entryOf(await choose(made, subjects.replace('試験 一郎', '123456789018 試験')));
    expect(individualNumberCheckDigit('12345678901')).toBe(8);
    expect(entry.record.preview[0]?.slice(1, 4)).toEqual(['10000001', '［個人番号］', '［個人番号］ 試験']);
    expect(JSON.stringify([...made.cache.kept.values()])).not.toContain('123456789018');
  });

  test('the people of the preview are known to the operation log', async () => {
    expect(entryOf(await choose(madeBatches(), subjects)).record.previewPeople).toEqual(['10000001']);
  });

  test('a draft is its owner’s alone', async () => {
    const { batches, ...made } = madeBatches();
    const { draftId } = entryOf(await choose({ batches, ...made }, records));
    expect(problemOf(await batches.read(otherClerk, draftId))[0]).toBe('draft-missing');
    expect(problemOf(await batches.readAs(otherClerk, draftId, 'records', 'utf-8'))[0]).toBe('draft-missing');
    expect(problemOf(await batches.submitting.withdraw(otherClerk, draftId))[0]).toBe('draft-missing');
    expect(await batches.list(otherClerk)).toEqual({ ok: true, value: [] });
    expect(await batches.list(clerk)).toMatchObject({ ok: true, value: [{ draftId }] });
  });

  test('a draft that was never sent disappears when it is given up', async () => {
    const made = madeBatches();
    const { draftId } = entryOf(await choose(made, records));
    expect(await made.batches.submitting.withdraw(clerk, draftId)).toMatchObject({
      ok: true,
      value: { record: { stage: 'ended', path: null, preview: [] } },
    });
    expect(made.cache.kept.size).toBe(0);
  });
});

describe('a file that can’t be used says why, and what to do', () => {
  const wrong: readonly (readonly [
    what: string,
    bytes: string | Uint8Array,
    code: string,
    words: readonly string[],
  ])[] = [
    ['0 bytes', '', 'file-empty', ['0バイト']],
    [
      'a workbook',
      Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.from('....[Content_Types].xml')]),
      'file-not-text',
      ['Excelブック（XLSX）', 'CSV UTF-8'],
    ],
    ['a ZIP file', 'PK\u0003\u0004....data.csv', 'file-not-text', ['ZIPファイル']],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'file-not-text', ['古い形式のExcel']],
    ['a PDF', '%PDF-1.7\n', 'file-not-text', ['PDF文書']],
    ['UTF-16', Buffer.from(`\uFEFF${records}`, 'utf16le'), 'file-not-text', ['UTF-16']],
    ['NUL bytes', `${records}\u0000`, 'file-not-text', ['NULバイト']],
    [
      'mixed encodings',
      Buffer.concat([Buffer.from(records), kanaInCp932]),
      'file-encoding-undecided',
      ['3行目', 'B6'],
    ],
    ['a lonely header', `${recordsHeader}\n`, 'no-rows', ['行がありません']],
    ['a header and blank rows', `${recordsHeader}\n\n,,,,,\n`, 'no-rows', ['行がありません']],
    ['only a BOM', '\uFEFF', 'no-rows', ['行がありません']],
    ['an unknown header', '名前,住所\nあ,い\n', 'layout-unknown', ['2列']],
    ['a missing column', records.replace('接種日', '接種曰'), 'column-missing', ['「接種日」', '「接種曰」']],
    ['a column twice', records.replace('接種回数', '券番号'), 'column-twice', ['券番号']],
  ];

  test.each(wrong)('%s', async (_, bytes, code, words) => {
    const made = madeBatches();
    const [found, sentence] = problemOf(await choose(made, bytes));
    expect(found).toBe(code);
    for (const word of words) expect(sentence).toContain(word);
    expect(made.cache.kept.size).toBe(0);
  });

  test('none chosen, a missing one, a folder, a device', async () => {
    const made = madeBatches();
    const ways: [string | undefined, string][] = [
      [undefined, 'file-not-chosen'],
      [path.join(made.folder, 'not there.csv'), 'file-missing'],
      [made.folder, 'file-is-directory'],
      ['/dev/null', 'file-unreadable'],
    ];
    for (const [chosen, code] of ways) {
      made.chosen = chosen;
      expect(problemOf(await made.batches.chooseFile(clerk, office))[0]).toBe(code);
    }
  });

  test('too many bytes and too many lines name the limit', async () => {
    const small = { bytes: 1024 * 1024, lines: 3 };
    const lines = problemOf(
      await choose(madeBatches({ limits: small }), `${records}${recordsRow}\n${recordsRow}\n`),
    );
    expect(lines).toEqual(['file-too-large', expect.stringContaining('1 MB、3 行')]);
    const bytes = problemOf(await choose(madeBatches({ limits: { ...small, bytes: 20 } }), records));
    expect(bytes[0]).toBe('file-too-large');
  });

  test('a first line of data instead of a header is not repeated', async () => {
    const [code, sentence] = problemOf(
      await choose(madeBatches(), `131237,10000001,${subjects.split('\n')[1]}\n`),
    );
    expect(code).toBe('layout-unknown');
    expect(sentence).not.toMatch(/試験|123456789018|10000001/);
  });
});

describe('reading a file another way', () => {
  test('another kind is refused where the header is not of it, and the draft stays as it was', async () => {
    const made = madeBatches();
    const { draftId, record } = entryOf(await choose(made, records));
    const [code, sentence] = problemOf(await made.batches.readAs(clerk, draftId, 'subjects', 'utf-8'));
    expect(code).toBe('layout-other-kind');
    expect(sentence).toContain('接種記録');
    expect(entryOf(await made.batches.read(clerk, draftId)).record).toEqual(record);
  });

  test('an encoding that can’t read the header is refused, with the bytes that it can’t read', async () => {
    const made = madeBatches();
    const both = 'Lot No.,市町村コード,券番号,接種回数,接種日,メーカー\n';
    const bytes = Buffer.concat([
      Buffer.from(both),
      Buffer.from('FJ7489,131237,0000000001,1,20210601,ファイザー\n'),
    ]);
    const { draftId } = entryOf(await choose(made, bytes));
    expect(problemOf(await made.batches.readAs(clerk, draftId, 'records', 'cp932'))[0]).toBe(
      'file-encoding-undecided',
    );
  });

  test('a BOM is there or not, whatever is said', async () => {
    const made = madeBatches();
    const { draftId } = entryOf(await choose(made, `\uFEFF${records}`));
    const read = entryOf(await made.batches.readAs(clerk, draftId, 'records', 'utf-8'));
    expect(read.record.encoding).toBe('utf-8-bom');
  });
});

test('choosing writes nothing beside the journal', async () => {
  const made = madeBatches();
  mkdirSync(path.join(made.folder, 'staging'));
  writeFileSync(path.join(made.folder, 'other.txt'), '');
  entryOf(await choose(made, subjects));
  expect(new Set(readdirSync(made.folder, { recursive: true, encoding: 'utf8' }))).toEqual(
    new Set(['chosen.csv', 'other.txt', 'staging']),
  );
});
