import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { databaseFailureOf } from '../../../src-main/cache/encrypted-database.ts';
import { RowKeys } from '../../../src-main/cache/staging/row-keys.ts';
import { RowLines } from '../../../src-shared/domain/rows/row-lines.ts';
import { rowStates } from '../../../src-main/cache/staging/row-states.ts';
import type { StagingPlaces } from '../../../src-main/cache/staging/staging-database.ts';
import { StagingStore } from '../../../src-main/cache/staging/staging-store.ts';
import { StagingThread } from '../../../src-main/cache/staging/staging-thread.ts';
import { StagingWriter } from '../../../src-main/cache/staging/staging-writer.ts';
import { stagingPlaces } from './checked-file.ts';

const entry = new URL('../../../src-main/batches/staging-worker.ts', import.meta.url);
/** Some hundred blocks: far more than may be under way at a time. */
const ROWS = 120_000;

const found = (line: number) => ({
  line,
  column: '接種日',
  code: 'date-invalid',
  severity: 'reject' as const,
  value: '20210231',
  sentence: `${line}行目`,
  example: '',
  proposal: null,
  subject: '',
});

/** Rows of different lengths, every third with a 個人番号 in it, every thousandth with a finding. */
async function writeRows(writer: StagingWriter): Promise<void> {
  for (let row = 0; row < ROWS; row += 1) {
    const [before, number] = [`${row},${'あ'.repeat(row % 40)},`, row % 3 === 0 ? '123456789018' : ''];
    const bytes = Buffer.from(`${before}${number},後`);
    const start = Buffer.byteLength(before);
    writer.addRecord({
      bytes,
      start: 0,
      end: bytes.length,
      individualNumber: { start, end: start + number.length },
      withheld: false,
      tooLong: false,
    });
    if (row % 1_000 === 0) writer.addFinding(row, found(row + 2));
    if (row % 5_000 === 0) await writer.settle();
  }
  await writer.endRows();
  writer.addFinding(ROWS - 1, found(ROWS + 1));
}

function finish(writer: StagingWriter): void {
  const lines = new RowLines();
  for (let row = 0; row < ROWS; row += 1) lines.add(row + 2);
  writer.finish({
    facts: '{}',
    header: Buffer.from('見出し'),
    lines,
    states: new Uint8Array(ROWS).fill(rowStates.good),
    rules: new Map(),
    keys: new Map([['ticket', new RowKeys().sorted()]]),
  });
  writer.close();
}

function read({ rows, individualNumbers }: StagingPlaces) {
  const store = StagingStore.open(rows, individualNumbers);
  if (!store) throw new Error('nothing was staged');
  try {
    return {
      records: Array.from({ length: ROWS }, (_, row) => [
        store.record(row).bytes.toString(),
        store.individualNumber(row)?.toString(),
      ]),
      findings: store.findings(null, 0, ROWS).findings,
    };
  } finally {
    store.close();
  }
}

describe('a staging file whose blocks another thread writes', () => {
  let folder: string;
  let thread: StagingThread;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'staging-thread-'));
    thread = new StagingThread(entry);
  });
  afterEach(async () => {
    await thread.close();
    rmSync(folder, { recursive: true });
  });

  test('holds what it would hold if this thread had written it', async () => {
    const [here, there] = [1, 2].map(() => stagingPlaces(mkdtempSync(path.join(folder, 'one-'))));
    if (!here || !there) throw new Error('two stores are compared');
    const alone = StagingWriter.create(here());
    await writeRows(alone);
    finish(alone);
    const beside = StagingWriter.create(there(), thread);
    await writeRows(beside);
    finish(beside);
    const staged = read(there());
    expect(staged.records.slice(0, 2)).toEqual([
      ['0,,,後', '123456789018'],
      ['1,あ,,後', ''],
    ]);
    expect(staged).toEqual(read(here()));
  });

  test('says what the disk refused, to whoever goes on giving rows', async () => {
    const places = stagingPlaces(folder)();
    mkdirSync(places.rows.file);
    const writer = StagingWriter.create(places, thread);
    const thrown = await writeRows(writer).catch((error: unknown) => error);
    expect(databaseFailureOf(thrown)).toBe('read-only');
    writer.close();
  });

  test('is no finished one where it was given up in the middle, and no key of it is left', async () => {
    const places = stagingPlaces(folder);
    const given = places();
    const writer = StagingWriter.create(given, thread);
    await writeRows(writer);
    writer.close();
    await thread.close();
    const { rows, individualNumbers } = places();
    expect(StagingStore.open(rows, individualNumbers)).toBeUndefined();
    expect([...given.rows.key, ...given.individualNumbers.key].every((byte) => byte === 0)).toBe(true);
  });
});
