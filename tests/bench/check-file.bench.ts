import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { FileWorker } from '../../src-main/batches/file-worker.ts';
import { FilePieces } from '../../src-main/batches/reading/file-pieces.ts';
import { RecordSplitter } from '../../src-main/batches/reading/record-splitter.ts';
import { openCache } from '../../src-main/cache/open-cache.ts';
import { IsoDate, MunicipalityCode, Sha256 } from '../../src-shared/domain/identifiers.ts';
import { LayoutProfile } from '../../src-shared/domain/layouts/layout-profile.ts';
import { shippedProfiles } from '../../src-shared/domain/rules/layouts.ts';
import { ownMunicipality } from '../../src-training/residents/municipalities.ts';
import { buildIfNeeded } from '../../tools/prepare/build.ts';
import { benchKey, type CheckInput, checkInput } from './check-inputs.ts';
import { duckDb } from './check-with-duckdb.ts';
import { python, sqliteImport } from './check-with-programs.ts';
import { defineBench, type Figures, type Stopwatch } from './harness.ts';
import { PlainDatabase } from './plain-database.ts';

/** The workers as they are shipped: taking the types out of a hundred files costs memory that the product does not need. */
const worker = new URL('../../out/main/file-check-worker.js', import.meta.url);
const cacheWorker = new URL('../../out/main/cache-worker.js', import.meta.url);
const BLOCK_BYTES = 32_768;

function profileOf(kind: 'records' | 'subjects'): LayoutProfile {
  return LayoutProfile.parse(shippedProfiles.find((each) => LayoutProfile.parse(each).kind === kind));
}

/** The check as the product runs it: a worker of its own, staging encrypted, the main thread looked at meanwhile. */
async function check(
  file: string,
  { rows }: CheckInput,
  watch: Stopwatch,
  { people, kind = 'records' }: { readonly people?: string; readonly kind?: 'records' | 'subjects' } = {},
): Promise<Figures> {
  const profile = profileOf(kind);
  const folder = mkdtempSync(join(tmpdir(), 'bench-check-'));
  const opening = people
    ? await openCache({ file: people, key: benchKey(), worker: cacheWorker })
    : undefined;
  const cache = opening?.ok === true ? opening.cache : undefined;
  let longestSilence = 0;
  let heardAt = performance.now();
  const checker = new FileWorker({
    worker,
    ticketPort: cache?.openTicketPort?.(),
    onProgress: () => {
      longestSilence = Math.max(longestSilence, performance.now() - heardAt);
      heardAt = performance.now();
    },
  });
  // In a process of its own: what a digest needs is no memory of the check.
  const sha256 = Sha256.parse(execFileSync('sha256sum', [file], { encoding: 'utf8' }).slice(0, 64));
  const request = {
    path: file,
    sha256,
    encoding: 'cp932',
    profile,
    columns: profile.columns.map(({ id }) => id),
    municipalityCode: MunicipalityCode.parse(ownMunicipality.code),
    today: IsoDate.parse('2026-11-20'),
    rulesVersion: 'bench',
    lines: rows + 1,
    seenBefore: null,
    staging: {
      rows: { file: join(folder, 'rows.db'), key: randomBytes(32) },
      individualNumbers: { file: join(folder, 'numbers.db'), key: randomBytes(32) },
    },
  } as const;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  heardAt = performance.now();
  watch.start();
  const checked = await checker.call('check', request);
  watch.stop();
  delay.disable();
  if (!checked.ok) throw new Error(checked.problem.code);
  await checker.close();
  await cache?.close();
  const { summary } = checked.value;
  const bytes = statSync(join(folder, 'rows.db')).size;
  rmSync(folder, { recursive: true });
  return {
    'rows/s': (summary.rows / watch.milliseconds) * 1_000,
    rows: summary.rows,
    'good rows': summary.good,
    findings: summary.rules.reduce((sum, { count }) => sum + count, 0),
    'main thread p99 ms': delay.percentile(99) / 1e6,
    'main thread max ms': delay.max / 1e6,
    'longest without progress ms': longestSilence,
    'staged MiB': bytes / 1_048_576,
  };
}

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
    check: (input, watch) => check(input.clean, input, watch),
    'check beside as many people': (input, watch) =>
      check(input.clean, input, watch, { people: input.people }),
    'check of 接種対象者': (input, watch) => check(input.subjects, input, watch, { kind: 'subjects' }),
    'check of 接種対象者 beside as many people': (input, watch) =>
      check(input.subjects, input, watch, { kind: 'subjects', people: input.people }),
    'check, every row wrong in three columns': (input, watch) => check(input.bad, input, watch),
    'cells alone, written plain': (input, watch) => Promise.resolve(bareScan(input, watch)),
    'DuckDB: iconv, cell rules, plain table, rules across rows': (input, watch) =>
      duckDb(input, watch, 'short-rules'),
    'DuckDB: the same with all rules of the check': (input, watch) => duckDb(input, watch, 'all-rules'),
    'sqlite3 .import through iconv, nothing checked': sqliteImport,
    'python3: csv and cell rules': python,
  },
});
