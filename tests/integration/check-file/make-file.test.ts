import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { CheckFile } from './run-check-file.ts';

const PROGRAM = path.resolve('tools/make-file/make-file.ts');

function makeFile(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

const Truth = z.strictObject({
  line: z.int(),
  column: z.string().nullable(),
  code: z.string(),
  severity: z.string(),
});

const truthIn = (file: string) =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => Truth.parse(JSON.parse(line)));

describe('npm run make-file', () => {
  test.each(['records', 'subjects', 'flags', 'ledger'])(
    'of %s lists exactly what npm run check-file finds',
    async (kind) => {
      const program = new CheckFile();
      const [file, truth] = ['made.csv', 'truth.jsonl'].map((name) => path.join(program.folder, name));
      if (file === undefined || truth === undefined) throw new Error('two names');
      const words = ['--kind', kind, '--rows', '1500', '--errors', 'all:0.1', '--seed', 'cli'];
      expect(makeFile(...words, '--out', file, '--truth', truth)).toMatchObject({ status: 0, stderr: '' });
      const read = ['--encoding', 'cp932', '--municipality', '992011', '--today', '2026-04-01'];
      const { code, report } = await program.json(file, ...read, '--limit', '100000');
      expect([code, report.rows, report.kind]).toEqual([1, 1500, kind]);
      const planted = truthIn(truth).map((each) => `${each.line} ${each.code} ${each.severity}`);
      const found = report.findings.map((each) => `${each.row} ${each.code} ${each.severity}`);
      expect(found.toSorted()).toEqual(planted.toSorted());
    },
    60_000,
  );

  test('writes the same bytes for the same wishes, and the list as CSV where its name says so', () => {
    const program = new CheckFile();
    const [one, other, list] = ['one.csv', 'other.csv', 'list.csv'].map((name) =>
      path.join(program.folder, name),
    );
    if (one === undefined || other === undefined || list === undefined) throw new Error('three names');
    const words = ['--rows', '200', '--errors', 'date-invalid=2', '--encoding', 'utf-16le', '--mess', '0'];
    makeFile(...words, '--out', one, '--truth', list);
    makeFile(...words, '--out', other);
    expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
    const lines = readFileSync(list, 'utf8').trimEnd().split('\r\n');
    expect(lines[0]).toBe('line,column,code,severity');
    expect(lines.filter((line) => /^\d+,(接種日|生年月日),date-invalid,reject$/.test(line))).toHaveLength(2);
  });

  test.each([
    ['no rows', ['--out', 'x.csv'], /--rows/],
    ['no place to write to', ['--rows', '10'], /--out/],
    [
      'an error that such a file can’t show',
      ['--rows', '10', '--out', 'x.csv', '--kind', 'flags', '--errors', 'lot-recalled=1'],
      /--errors.*date-invalid/,
    ],
    ['an unknown encoding', ['--rows', '10', '--out', 'x.csv', '--encoding', 'euc-jp'], /--encoding.*cp932/],
    ['an unknown option', ['--rows', '10', '--out', 'x.csv', '--colour'], /--colour/],
    ['a folder that is not there', ['--rows', '10', '--out', '/no/such/folder/x.csv'], /no\/such\/folder/],
  ])('ends with 2 where it is given %s', (_, words, message) => {
    const { status, stdout, stderr } = makeFile(...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  test('leaves no half of a file where there are too few people for it', () => {
    const program = new CheckFile();
    const out = path.join(program.folder, 'made.csv');
    const { status, stderr } = makeFile('--rows', '5000', '--people', '100', '--out', out);
    expect([status, existsSync(out)]).toEqual([2, false]);
    expect(stderr).toMatch(/^ファイルを作れません/);
  });
});
