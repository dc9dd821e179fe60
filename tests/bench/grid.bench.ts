import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { FileWorker } from '../../src-main/batches/file-worker.ts';
import type { RowFilter } from '../../src-shared/contract/batch-rows.ts';
import { ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { IsoTimestamp, UserId } from '../../src-shared/domain/identifiers.ts';
import { DAY_CELL, type GridInput, gridInput, placesIn, worker } from './grid-inputs.ts';
import { defineBench, type Figures, percentiles, type Stopwatch } from './harness.ts';
import { PlainDatabase } from './plain-database.ts';

const JUMPS = 200;
const EDITS = 20;
const WINDOW = 50;
const CODE = 'date-invalid';
const VENUE = '北町内科';
/** In the middle of a change of 76,923 rows, in milliseconds. */
const CANCEL_AFTER = 2_000;
const everyRow: RowFilter = { code: null, severity: null, text: '', edited: false };
const editing = { at: IsoTimestamp.parse('2026-11-20T00:00:00Z'), by: UserId.parse('clerk01') };
const change = {
  kind: 'fix',
  filter: everyRow,
  fix: { kind: 'accept-proposals', code: CODE },
} as const;

/** The same places for every contender. */
const places = (rows: number): readonly number[] =>
  Array.from({ length: JUMPS }, (_, index) => (index * 7_919_317) % Math.max(1, rows - WINDOW));

async function timed(times: number[], work: () => unknown): Promise<void> {
  const from = performance.now();
  await work();
  times.push(performance.now() - from);
}

function done<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.problem.code);
  return outcome.value;
}

/** The product: asked over the line to its worker, as the main thread asks for the screen. */
async function grid({ rows, staged }: GridInput, watch: Stopwatch): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-grid-'));
  cpSync(staged, folder, { recursive: true });
  const told: number[] = [];
  const reader = new FileWorker({
    worker,
    residents: async (people) => ok(people.map(() => null)),
    onProgress: () => void told.push(performance.now()),
  });
  const look = (filter: Partial<RowFilter>, offset = 0) =>
    reader.call('shownRows', {
      staging: placesIn(folder).rows,
      filter: { ...everyRow, ...filter },
      offset,
      limit: WINDOW,
    });
  const [first, jumps, byRule, byText, edits]: number[][] = [[], [], [], [], []];
  watch.start();
  await timed(first ?? [], () => look({}));
  for (const offset of places(rows)) await timed(jumps ?? [], async () => done(await look({}, offset)));
  await timed(byRule ?? [], async () => done(await look({ code: CODE })));
  await timed(byText ?? [], async () => {
    for (let searched = 0; searched < 1;) ({ searched } = done(await look({ text: VENUE })));
  });
  for (const place of places(rows).slice(0, EDITS)) {
    const cell = { line: place + 2, cell: DAY_CELL, text: '20210801' };
    await timed(edits ?? [], async () =>
      done(await reader.call('editCells', { staging: placesIn(folder), edits: [cell], editing })),
    );
  }
  await reader.close();
  const cancelling = await cancelled(folder);
  const fixer = new FileWorker({ worker, onProgress: () => void told.push(performance.now()) });
  const from = performance.now();
  told.length = 0;
  done(await fixer.call('changeRows', { staging: placesIn(folder), change, editing }));
  const accepting = performance.now() - from;
  watch.stop();
  await fixer.close();
  rmSync(folder, { recursive: true });
  return {
    'first window ms': first?.[0] ?? 0,
    ...percentiles('jump', jumps ?? []),
    'filter by rule ms': byRule?.[0] ?? 0,
    'text filter to the end ms': byText?.[0] ?? 0,
    'first edit ms': edits?.[0] ?? 0,
    ...percentiles('later edits', (edits ?? []).slice(1)),
    'accept proposals ms': accepting,
    'first progress of that ms': (told[0] ?? 0) - from,
    ...cancelling,
  };
}

/** The same change, given up in the middle: when the person has the answer, and when the rows are there again as they were. */
async function cancelled(folder: string): Promise<Figures> {
  const stopping = new AbortController();
  const fixer = new FileWorker({ worker, signal: stopping.signal });
  const staging = placesIn(folder);
  const call = fixer.call('changeRows', { staging, change, editing });
  await sleep(CANCEL_AFTER);
  const from = performance.now();
  stopping.abort();
  const answer = await call;
  const answered = performance.now() - from;
  if (answer.ok) throw new Error('it was over before it was cancelled');
  await fixer.close();
  const reader = new FileWorker({ worker });
  const window = { staging: placesIn(folder).rows, filter: everyRow, offset: 0, limit: WINDOW };
  done(await reader.call('shownRows', window));
  const back = performance.now() - from;
  await reader.close();
  return { 'cancel of that answered ms': answered, 'rows there again after it ms': back };
}

/** What one would write first: a plain table, OFFSET, LIKE and UPDATE. Nothing is encrypted, checked again or kept for undoing. */
async function plainTable({ rows, plain }: GridInput, watch: Stopwatch): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-plain-'));
  const file = join(folder, 'plain.db');
  copyFileSync(plain, file);
  const database = new PlainDatabase(file);
  const window = database.prepare<[number, number]>('SELECT * FROM row ORDER BY line LIMIT ? OFFSET ?');
  const [first, jumps, byRule, byText, edits]: number[][] = [[], [], [], [], []];
  watch.start();
  await timed(first ?? [], () => window.all(WINDOW, 0));
  for (const offset of places(rows)) await timed(jumps ?? [], () => window.all(WINDOW, offset));
  await timed(byRule ?? [], () => {
    database.prepare<[string]>('SELECT count(*) FROM row WHERE code = ?').get(CODE);
    database
      .prepare<[string, number]>('SELECT * FROM row WHERE code = ? ORDER BY line LIMIT ?')
      .all(CODE, WINDOW);
  });
  await timed(byText ?? [], () => {
    const columns = Array.from({ length: 12 }, (_, index) => `c${index} LIKE ?`).join(' OR ');
    const wanted = Array.from({ length: 12 }, () => `%${VENUE}%`);
    database.prepare<string[]>(`SELECT count(*) FROM row WHERE ${columns}`).get(...wanted);
  });
  const edit = database.prepare<[string, number]>(`UPDATE row SET c${DAY_CELL} = ? WHERE line = ?`);
  for (const place of places(rows).slice(0, EDITS))
    await timed(edits ?? [], () => database.durableTransaction(() => edit.run('20210801', place + 2)));
  const from = performance.now();
  database.durableTransaction(() =>
    database.execute(
      `UPDATE row SET c${DAY_CELL} = replace(c${DAY_CELL}, '.0', ''), code = NULL WHERE code = '${CODE}'`,
    ),
  );
  const accepting = performance.now() - from;
  watch.stop();
  database.close();
  rmSync(folder, { recursive: true });
  return {
    'first window ms': first?.[0] ?? 0,
    ...percentiles('jump', jumps ?? []),
    'filter by rule ms': byRule?.[0] ?? 0,
    'text filter to the end ms': byText?.[0] ?? 0,
    'first edit ms': edits?.[0] ?? 0,
    ...percentiles('later edits', (edits ?? []).slice(1)),
    'accept proposals ms': accepting,
  };
}

export const bench = defineBench<GridInput>({
  name: 'grid',
  about:
    'What a clerk waits for at the rows of a checked file: jump, filter, edit, take the proposals of a rule. Encrypted and checked again, ' +
    'against a plain SQLite table that only stores texts. 3,700,000 rows on request.',
  unit: 'rows',
  sizes: [1_000_000],
  rounds: 3,
  prepare: gridInput,
  baseline: 'plain table',
  contenders: { grid, 'plain table': plainTable },
});
