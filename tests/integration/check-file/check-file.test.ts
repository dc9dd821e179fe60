import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import { encodeCp932 } from '../../../src-training/batch-files/cp932.ts';
import { CheckFile, csv, row } from './run-check-file.ts';

const rows = (count: number, make: (number: number) => string): string[] =>
  Array.from({ length: count }, (_, number) => make(number));
const TODAY = ['--today', '2021-10-01', '--municipality', '131237'] as const;

describe('npm run check-file ends with', () => {
  test('0 where a file can be taken as it is', async () => {
    const program = new CheckFile();
    const content = csv(row(1), row(2), row(3));
    const { code, report, stderr } = await program.json(program.file(content), ...TODAY);
    expect([code, stderr]).toEqual([0, '']);
    expect(report).toEqual({
      rows: 3,
      accepted: 3,
      rejected: 0,
      findingsByCode: {},
      encoding: 'utf-8',
      layout: 'records-1',
      kind: 'records',
      sha256: createHash('sha256').update(content).digest('hex'),
      findings: [],
    });
    expect(program.left).toEqual([]);
  });

  test('0 where there are only notes', async () => {
    const program = new CheckFile();
    const file = program.file(csv(row(1), row(1), row(2, { lot: 'fj7489' })));
    const { code, report } = await program.json(file, ...TODAY);
    expect(code).toBe(0);
    expect(report.findingsByCode).toEqual({ 'row-duplicate': 1, 'value-normalised': 1 });
  });

  test('1 where something was found, with the row as a spreadsheet shows it', async () => {
    const program = new CheckFile();
    const file = program.file(
      encodeCp932(
        csv(row(1, { venue: '"髙﨑ビル\n2階"' }), row(2, { dose: '9' }), row(3, { on: '20210931' })),
      ),
    );
    const { code, report } = await program.json(file, ...TODAY);
    expect(code).toBe(1);
    expect(report).toMatchObject({ rows: 3, accepted: 0, rejected: 3, encoding: 'cp932' });
    expect(report.findings).toEqual([
      { row: 2, column: '接種会場名', code: 'value-characters', severity: 'reject' },
      { row: 3, column: '接種回数', code: 'dose-number-range', severity: 'reject' },
      { row: 4, column: '接種日', code: 'date-invalid', severity: 'reject' },
    ]);
  });

  test.each([
    ['nothing at all', [], /検査するファイルを一つ/],
    ['two files', ['one.csv', 'two.csv'], /検査するファイルを一つ/],
    ['an unknown option', ['one.csv', '--jason'], /--jason/],
    ['an unknown kind', ['one.csv', '--kind', 'people'], /--kind.*subjects、records、flags、ledger/],
    ['an unknown layout', ['one.csv', '--layout', 'records-9'], /--layout.*records-1/],
    ['an unknown encoding', ['one.csv', '--encoding', 'latin1'], /--encoding.*cp932/],
    ['no number as the limit', ['one.csv', '--limit', 'all'], /--limit/],
    ['no day as today', ['one.csv', '--today', '2021-02-30'], /--today/],
    ['a municipality with a wrong check digit', ['one.csv', '--municipality', '131230'], /--municipality/],
    ['a folder that is not there', ['one.csv', '--against', '/no/such/folder'], /フォルダーがありません/],
  ])('2 where the command line has %s', async (_, words, message) => {
    const { code, stdout, stderr } = await new CheckFile().run(...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('a file that can’t be checked', () => {
  const unusable: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['of 0 bytes', '', 'file-empty'],
    ['that is a workbook', Buffer.from('PK\u0003\u0004\u0014\u0000xl/workbook.xml'), 'file-not-text'],
    ['with NUL bytes', `${csv(row(1))}\u0000\u0000`, 'file-not-text'],
    [
      'in no one encoding',
      Buffer.concat([Buffer.from(csv(row(1))), Buffer.from([0xe3, 0x81, 0x0a])]),
      'file-encoding-undecided',
    ],
    ['with other headers', '名前,住所\n青葉,一丁目\n', 'layout-unknown'],
    ['without a needed column', csv(row(1)).replace('接種日', '備考'), 'column-missing'],
    ['with a column twice', csv(row(1)).replace('宛名番号', '券番号'), 'column-twice'],
    ['without rows', csv(), 'no-rows'],
  ];
  test.each(unusable)('%s ends with 2 and says why', async (_, content, problem) => {
    const program = new CheckFile();
    const { code, report, stderr } = await program.json(program.file(content), ...TODAY);
    expect([code, report.rows, report.findingsByCode]).toEqual([2, 0, { [problem]: 1 }]);
    expect(stderr).toContain(problem);
    expect(stderr).toMatch(/^検査できません： .+。/);
    expect(program.left).toEqual([]);
  });

  test('is one that is not there, or a folder', async () => {
    const program = new CheckFile();
    mkdirSync(`${program.folder}/folder.csv`);
    const missing = await program.json(`${program.folder}/missing.csv`);
    const folder = await program.json(`${program.folder}/folder.csv`);
    expect([missing.code, missing.report.findingsByCode]).toEqual([2, { 'file-missing': 1 }]);
    expect([folder.code, folder.report.findingsByCode]).toEqual([2, { 'file-is-directory': 1 }]);
  });

  // Windows has no such rights.
  test.skipIf(process.platform === 'win32')('is one that this account may not read', async () => {
    const program = new CheckFile();
    const file = program.file(csv(row(1)));
    chmodSync(file, 0o000);
    chmodSync(program.folder, 0o755);
    chmodSync(program.scratch, 0o777);
    // Root reads everything: then the program runs as nobody.
    const as = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const { code, stderr } = await program.start([file], as).ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining('file-unreadable')]);
  });

  test('in no one encoding is checked in the one that is named, and every wrong byte is found', async () => {
    const program = new CheckFile();
    const bad = Buffer.concat([
      encodeCp932(csv(row(1), row(2))),
      Buffer.from('131237,1000000009,1,20210601,'),
      Buffer.from([0x81, 0xad]),
      encodeCp932(',ファイザー,FJ7489,10000009\r\n'),
    ]);
    const { code, report } = await program.json(program.file(bad), '--encoding', 'cp932', ...TODAY);
    expect([code, report.rows]).toEqual([1, 3]);
    expect(report.findings).toEqual([
      { row: 4, column: '接種会場名', code: 'file-undecodable-bytes', severity: 'reject' },
    ]);
  });
});

describe('a pathological file is checked to its end:', () => {
  test('every row bad in three columns', async () => {
    const program = new CheckFile();
    const file = program.file(csv(...rows(5000, (n) => row(n, { dose: '9', on: '20210931', ticket: '12' }))));
    const { code, report } = await program.json(file, '--limit', '6', ...TODAY);
    expect([code, report.rows, report.rejected]).toEqual([1, 5000, 5000]);
    expect(report.findingsByCode).toEqual({
      'dose-number-range': 5000,
      'date-invalid': 5000,
      'ticket-number-format': 5000,
    });
    expect(report.findings.map((each) => each.row)).toEqual([2, 2, 2, 3, 3, 3]);
  });

  test('one cell of 10 MB', async () => {
    const program = new CheckFile();
    const long = row(2, { venue: '長'.repeat(3_500_000) });
    const { code, report } = await program.json(program.file(csv(row(1), long, row(3))), ...TODAY);
    expect([code, report.rows, report.rejected]).toEqual([1, 3, 1]);
    expect(report.findings.map((each) => each.row)).toEqual([3]);
  });

  test('all rows of one key', async () => {
    const program = new CheckFile();
    const file = program.file(csv(...rows(20_000, (n) => row(n, { ticket: '1234567890' }))));
    const { code, report } = await program.json(file, '--limit', '1', ...TODAY);
    expect([code, report.rows]).toEqual([1, 20_000]);
    expect(report.findingsByCode['row-key-conflict']).toBe(20_000);
  });

  test('a quote that opens in row 3 and never closes', async () => {
    const program = new CheckFile();
    const open = row(2, { venue: '"青葉市立病院' });
    const file = program.file(csv(row(1), open, ...rows(3000, (n) => row(n + 10))));
    const { code, report } = await program.json(file, ...TODAY);
    expect([code, report.rows, report.findingsByCode]).toEqual([1, 3002, { 'row-quote': 1 }]);
    expect(report.findings).toEqual([{ row: 3, column: null, code: 'row-quote', severity: 'reject' }]);
  });
});

describe('what is printed', () => {
  const personal = ['髙﨑　花子', '1000000002', '10000002', '20210931'];
  const content = csv(row(1), row(2, { on: '20210931', venue: '髙﨑　花子' }), row(3));

  test('has no personal data', async () => {
    const program = new CheckFile();
    const file = program.file(content);
    const said = await Promise.all([program.run(file, ...TODAY), program.run(file, '--json', ...TODAY)]);
    for (const { code, stdout, stderr } of said) {
      expect(code).toBe(1);
      expect(personal.filter((text) => `${stdout}${stderr}`.includes(text))).toEqual([]);
    }
  });

  test('has values and sentences where they are asked for', async () => {
    const program = new CheckFile();
    const file = program.file(content);
    const { report } = await program.json(file, '--show-values', ...TODAY);
    expect(report.findings).toEqual([
      {
        row: 3,
        column: '接種日',
        code: 'date-invalid',
        severity: 'reject',
        value: '20210931',
        sentence: expect.stringContaining('20210931'),
      },
    ]);
    const { stdout } = await program.run(file, '--show-values', ...TODAY);
    expect(stdout).toContain('3行目 接種日（date-invalid）');
  });

  test('is for people a table of rules with counts and rows', async () => {
    const program = new CheckFile();
    const bad = rows(40, (n) => row(n, { dose: '9' }));
    const { stdout } = await program.run(program.file(csv(row(99), ...bad, row(98))), ...TODAY);
    expect(stdout).toContain('取込不可  40件  接種回数の範囲（dose-number-range）  行 3–42');
    expect(stdout).toMatch(/行 +42\n/);
    expect(stdout).toContain('突き合わせ    なし');
  });

  test('keeps to the limit, and counts everything all the same', async () => {
    const program = new CheckFile();
    const file = program.file(csv(...rows(50, (n) => row(n, { dose: '9' }))));
    const none = await program.json(file, '--limit', '0', ...TODAY);
    const some = await program.json(file, '--limit', '7', ...TODAY);
    expect([none.report.findings.length, some.report.findings.length]).toEqual([0, 7]);
    expect(some.report.findingsByCode).toEqual({ 'dose-number-range': 50 });
  });

  test('is help where that is asked for', async () => {
    const { code, stdout } = await new CheckFile().run('--help');
    expect([code, stdout]).toEqual([0, expect.stringContaining('終了コード')]);
  });
});

describe('the file is read', () => {
  test('as the kind, the layout and of the municipality that are named', async () => {
    const program = new CheckFile();
    const file = program.file(csv(row(1)));
    const other = await program.json(file, '--kind', 'subjects');
    expect([other.code, other.report.findingsByCode]).toEqual([2, { 'layout-other-kind': 1 }]);
    const named = await program.json(file, '--layout', 'records-1', '--today', '2021-10-01');
    expect([named.code, named.report.layout]).toEqual([0, 'records-1']);
    const foreign = await program.json(file, '--municipality', '131032', '--today', '2021-10-01');
    expect(foreign.report.findingsByCode).toEqual({ 'other-municipality': 1 });
  });

  test('by the clock that is given', async () => {
    const program = new CheckFile();
    const file = program.file(csv(row(1)));
    const early = await program.json(file, '--today', '2021-05-31', '--municipality', '131237');
    expect(early.report.findingsByCode).toEqual({ 'date-in-future': 1 });
  });
});

// Signals as a terminal sends them are not to be had on Windows.
test.skipIf(process.platform === 'win32')('Ctrl-C ends the check and leaves nothing behind', async () => {
  const program = new CheckFile();
  const file = program.file(csv(rows(400_000, (n) => row(n)).join('\r\n')));
  const { child, ended } = program.start([file, ...TODAY]);
  while (program.left.length === 0) await sleep(5);
  await sleep(300);
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  expect([code, stdout]).toEqual([130, '']);
  expect(stderr).toContain('検査をやめました');
  expect(program.left).toEqual([]);
});
