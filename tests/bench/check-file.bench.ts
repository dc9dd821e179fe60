import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FilePieces } from '../../src-main/batches/reading/file-pieces.ts';
import { RecordSplitter } from '../../src-main/batches/reading/record-splitter.ts';
import { buildIfNeeded } from '../../tools/prepare/build.ts';
import { check } from './check-as-shipped.ts';
import { benchKey, type CheckInput, checkInput } from './check-inputs.ts';
import { duckDb } from './check-with-duckdb.ts';
import { python, sqliteImport } from './check-with-programs.ts';
import { defineBench, type Figures, type Stopwatch } from './harness.ts';
import { PlainDatabase } from './plain-database.ts';

const BLOCK_BYTES = 32_768;

/** What can't be done without: the bytes read, told into cells and written somewhere. */
function bareScan({ clean, rows }: CheckInput, watch: Stopwatch): Figures {
  const folder = mkdtempSync(join(tmpdir(), 'bench-scan-'));
  const database = new PlainDatabase(join(folder, 'plain.db'));
  watch.start();
  database.execute('CREATE TABLE block (first INTEGER PRIMARY KEY, body BLOB)');
  const insert = database.prepare<[Uint8Array]>('INSERT INTO block (body) VALUES (?)');
  let cells = 0;
  const splitter = new RecordSplitter((record) => {
    cells += record.cells;
  });
  const opened = FilePieces.open(clean);
  if (!opened.ok) throw new Error(opened.problem.code);
  database.transaction(() => {
    for (const piece of opened.value.pieces()) {
      splitter.push(piece);
      for (let at = 0; at < piece.length; at += BLOCK_BYTES) insert.run(piece.subarray(at, at + BLOCK_BYTES));
    }
    splitter.end();
  });
  watch.stop();
  opened.value.close();
  database.close();
  rmSync(folder, { recursive: true });
  return { 'rows/s': (rows / watch.milliseconds) * 1_000, cells };
}

export const bench = defineBench<CheckInput>({
  name: 'check-file',
  about:
    'A file of 接種記録 from its bytes to every row checked and staged encrypted, against the cells alone and against what somebody would take instead.',
  unit: 'rows',
  sizes: [100_000, 1_000_000],
  rounds: 5,
  prepare: (rows, folder) => {
    buildIfNeeded();
    return checkInput(rows, folder);
  },
  baseline: 'check',
  contenders: {
    check: ({ clean, rows }, watch) => check({ path: clean, rows, kind: 'records' }, watch),
    'check beside as many people': ({ clean, rows, people }, watch) =>
      check({ path: clean, rows, kind: 'records', people: { file: people, key: benchKey() } }, watch),
    'check of 接種対象者': ({ subjects, rows }, watch) =>
      check({ path: subjects, rows, kind: 'subjects' }, watch),
    'check of 接種対象者 beside as many people': ({ subjects, rows, people }, watch) =>
      check({ path: subjects, rows, kind: 'subjects', people: { file: people, key: benchKey() } }, watch),
    'check, every row wrong in three columns': ({ bad, rows }, watch) =>
      check({ path: bad, rows, kind: 'records' }, watch),
    'cells alone, written plain': (input, watch) => Promise.resolve(bareScan(input, watch)),
    'DuckDB: iconv, cell rules, plain table, rules across rows': (input, watch) =>
      duckDb(input, watch, 'short-rules'),
    'DuckDB: the same with all rules of the check': (input, watch) => duckDb(input, watch, 'all-rules'),
    'sqlite3 .import through iconv, nothing checked': sqliteImport,
    'python3: csv and cell rules': python,
  },
});
