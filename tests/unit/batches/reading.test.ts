import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { type Head, readHead } from '../../../src-main/batches/reading/head.ts';
import { type FileLimits, surveyFile } from '../../../src-main/batches/reading/survey.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';
import { MunicipalityCode } from '../../../src-shared/domain/identifiers.ts';
import { layouts } from '../../../src-shared/domain/rules/layouts.ts';
import { inCp932 } from './in-cp932.ts';

const survey = new URL('../../../src-main/batches/reading/survey.ts', import.meta.url);
const recordsHeader = '市町村コード,券番号,接種回数,接種日,ワクチンメーカー,ワクチンロット番号';
const recordsRow = '131237,0000000001,1,20210601,ファイザー,FJ7489';
const records = `${recordsHeader}\r\n${recordsRow}\r\n`;
const subjectsHeader = '市町村コード,宛名番号,個人番号,氏名,カナ氏名,生年月日,性別,券番号';
const subjects = `${subjectsHeader}\n131237,10000001,123456789018,試験 一郎,シケン イチロウ,19800401,1,0000000001\n`;

/** 「ｶﾅ」 and 「髙」, in the bytes that only CP932 has for them. */
const kanaInCp932 = Buffer.from([0xb6, 0xc5, 0x2c, 0xfb, 0xfc]);

/** The code of the problem and its sentence; fails where there is none. */
function problemOf(outcome: Outcome<unknown>): readonly [string, string] {
  if (outcome.ok) throw new Error('there was no problem');
  return [outcome.problem.code, outcome.problem.sentence];
}

const question = {
  kind: null,
  layouts,
  mapping: null,
  municipalityCode: MunicipalityCode.parse('131237'),
} as const;

/** What the worker makes of a file that was chosen. */
function read(bytes: string | Uint8Array, limits?: FileLimits): Outcome<Head> {
  const folder = mkdtempSync(path.join(tmpdir(), 'reading-'));
  try {
    const file = path.join(folder, 'read.csv');
    writeFileSync(file, bytes);
    const found = surveyFile(file, limits);
    return found.ok ? readHead({ ...question, path: file, encoding: found.value.encoding }) : found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function headOf(bytes: string | Uint8Array): Head {
  const head = read(bytes);
  if (!head.ok) throw new Error(head.problem.code);
  return head.value;
}

describe('the beginning of a file', () => {
  test('CP932 with half-width kana is read as such', () => {
    const head = headOf(inCp932(`${subjectsHeader}\r\n131237,1,,髙橋,ﾀｶﾊｼ,S55.4.1,1,0000000001\r\n`));
    expect(head).toMatchObject({ encoding: 'cp932', kind: 'subjects' });
    expect(head.preview[0]?.slice(3, 5)).toEqual(['髙橋', 'ﾀｶﾊｼ']);
  });

  test('個人番号 are masked in the preview, in their own column and in a wrong one', () => {
    const { preview } = headOf(subjects.replace('試験 一郎', '１２３４５６７８９０１８ 試験'));
    expect(preview[0]?.slice(1, 4)).toEqual(['10000001', '［個人番号］', '［個人番号］ 試験']);
  });

  test('only the first five rows with something in them are shown, long cells cut, and a wrong quote is the check’s business', () => {
    const rows = [
      '"wrong"x',
      '',
      ',,,,,',
      `${'𠮷'.repeat(90)},,,,,`,
      ...Array.from({ length: 8 }, () => recordsRow),
    ];
    const { preview } = headOf([recordsHeader, ...rows].join('\n'));
    expect(preview).toHaveLength(5);
    expect(preview[0]?.[0]).toHaveLength(99);
    expect(preview[0]?.[0]?.endsWith('𠮷…')).toBe(true);
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
    [
      'UTF-16 that ends in the middle of a unit',
      Buffer.concat([Buffer.from(`\uFEFF${records}`, 'utf16le'), Buffer.from([0x41])]),
      'file-not-text',
      ['UTF-16'],
    ],
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
    [
      'the file of another city',
      `${recordsHeader}\n${`${recordsRow.replace('131237', '131032')}\n`.repeat(1_200)}`,
      'file-other-municipality',
      ['131032', '131237'],
    ],
    ['an unknown header', '名前,住所\nあ,い\n', 'layout-unknown', ['2列']],
  ];

  test.each(wrong)('%s', (_, bytes, code, words) => {
    const [found, sentence] = problemOf(read(bytes));
    expect(found).toBe(code);
    for (const word of words) expect(sentence).toContain(word);
  });

  const toBeMapped: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['a missing column', records.replace('接種日', '接種曰'), 'column-missing', ['「接種日」', '「接種曰」']],
    ['a column twice', records.replace('接種回数', '券番号'), 'column-twice', ['券番号']],
    [
      'headers of another system',
      'CITY,TICKET,N,DATE,MAKER,LOT\n131237,0000000001,1,20210601,ファイザー,FJ7489\n',
      'layout-unknown',
      ['6列'],
    ],
  ];

  test.each(toBeMapped)('%s is left to the person, who sees the rows', (_, bytes, code, words) => {
    const { readingProblem, preview } = headOf(bytes);
    expect(readingProblem?.code).toBe(code);
    for (const word of words) expect(readingProblem?.sentence).toContain(word);
    expect(preview).toHaveLength(1);
  });

  test('a missing one, a folder, a device', () => {
    const places: readonly (readonly [string, string])[] = [
      [path.join(tmpdir(), 'not there.csv'), 'file-missing'],
      [tmpdir(), 'file-is-directory'],
      ['/dev/null', 'file-unreadable'],
    ];
    for (const [place, code] of places) expect(problemOf(surveyFile(place))[0]).toBe(code);
  });

  test.skipIf(process.getuid?.() !== 0)('one that may not be read (needs root, to be somebody else)', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'unreadable-'));
    const file = path.join(folder, 'unreadable.csv');
    writeFileSync(file, records);
    chmodSync(file, 0o000);
    const program = `import { surveyFile } from ${JSON.stringify(survey.href)}; console.log(surveyFile(${JSON.stringify(file)}).problem.code)`;
    chmodSync(folder, 0o755);
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      uid: 65_534,
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(told.trim()).toBe('file-unreadable');
  });

  test('too many bytes and too many lines name the limit', () => {
    const small = { bytes: 1024 * 1024, lines: 3 };
    const lines = problemOf(read(`${records}${recordsRow}\n${recordsRow}\n`, small));
    expect(lines).toEqual(['file-too-large', expect.stringContaining('1 MB、見出しを含めて 3 行')]);
    expect(problemOf(read(records, { ...small, bytes: 20 }))[0]).toBe('file-too-large');
  });

  test('a first line of data instead of a header is not repeated', () => {
    const [code, sentence] = problemOf(read(`131237,10000001,${subjects.split('\n')[1]}\n`));
    expect(code).toBe('header-missing');
    expect(sentence).not.toMatch(/試験|123456789018|10000001/);
  });
});
