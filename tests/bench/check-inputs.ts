import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { openCache } from '../../src-main/cache/open-cache.ts';
import { writeBatchFile } from '../../src-training/batch-files/make-batch-file.ts';
import { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { recordsLayout } from '../../src-shared/domain/rules/layouts.ts';
import { pagesOfPeople } from './made-up-people.ts';

/** The seed of `made-up-people.ts`: the file is about the same people. */
const SEED = 'bench';
/** The key of a made-up copy of made-up people. */
export const benchKey = (): Uint8Array => new Uint8Array(32).fill(7);

export interface CheckInput {
  readonly rows: number;
  /** CP932, nothing wrong in it. */
  readonly clean: string;
  /** The same in UTF-8, for those who can't read CP932. */
  readonly utf8: string;
  /** The same with three columns wrong in every row. */
  readonly bad: string;
  /** The 接種対象者 of whom the records are, CP932. */
  readonly subjects: string;
  /** The local copy: as many people as rows. */
  readonly people: string;
  readonly columns: readonly string[];
}

export async function checkInput(rows: number, folder: string): Promise<CheckInput> {
  const at = (name: string): string => join(folder, `${name}-${rows}`);
  const input = {
    rows,
    clean: at('clean.cp932.csv'),
    utf8: at('clean.utf8.csv'),
    bad: at('bad.cp932.csv'),
    subjects: at('subjects.cp932.csv'),
    people: at('people.db'),
    columns: recordsLayout.columns.map(({ id }) => id),
  };
  const making = { rows, encoding: 'cp932', seed: SEED, people: rows } as const;
  make(input.clean, (file) => {
    const write = (piece: Buffer): number => writeSync(file, piece);
    writeBatchFile({ ...making, kind: 'records' }, write, () => undefined);
  });
  make(input.subjects, (file) => {
    const write = (piece: Buffer): number => writeSync(file, piece);
    writeBatchFile({ ...making, kind: 'subjects' }, write, () => undefined);
  });
  make(input.utf8, (file) => {
    execFileSync('iconv', ['-f', 'cp932', '-t', 'utf-8', input.clean], {
      stdio: ['ignore', file, 'inherit'],
    });
  });
  // 券番号 without its last digit, 接種回数 out of range, a day that the calendar does not have.
  make(input.bad, (file) => {
    const spoil = String.raw`NR > 1 { $2 = substr($2, 1, 9); $3 = 9; $5 = "20210231" } { print }`;
    const awk = ['-F,', '-v', 'OFS=,', spoil, input.clean];
    execFileSync('awk', awk, { stdio: ['ignore', file, 'inherit'], env: { ...process.env, LC_ALL: 'C' } });
  });
  if (!existsSync(input.people)) await fillPeople(input.people, rows);
  return input;
}

/** Half a file looks like a whole one: it gets its name when it is. */
export function make(file: string, write: (descriptor: number) => void): void {
  if (existsSync(file)) return;
  const descriptor = openSync(`${file}.new`, 'w');
  write(descriptor);
  closeSync(descriptor);
  renameSync(`${file}.new`, file);
}

async function fillPeople(file: string, count: number): Promise<void> {
  const worker = new URL('../../src-main/cache/cache-worker.ts', import.meta.url);
  const opening = await openCache({ file: `${file}.new`, key: benchKey(), worker });
  if (!opening.ok) throw new Error(opening.because);
  const asOf = IsoTimestamp.parse('2026-11-20T00:00:00.000Z');
  let cursor = 0;
  for (const page of pagesOfPeople(count)) {
    cursor += page.length;
    const taken = await opening.cache.sync.take(page, { cursor: String(cursor), asOf });
    if (!taken.ok) throw new Error(taken.problem.code);
  }
  await opening.cache.close();
  renameSync(`${file}.new`, file);
}
