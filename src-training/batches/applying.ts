import { setImmediate as letOthersRun, setTimeout as sleep } from 'node:timers/promises';

import Database from 'better-sqlite3';

import { batchColumns, DifferenceCounts, type ResultRow } from '../../src-shared/vrs-api/batches.ts';
import type { MovableClock } from '../server/movable-clock.ts';
import { addCounts, type BatchRow, noCounts, openingOf } from './batch-store.ts';
import {
  type Computed,
  type DifferenceComputer,
  type DifferenceEntry,
  type DifferenceParts,
  evaluationOf,
} from './difference.ts';
import { isSame } from './evaluation.ts';

export interface ApplyingParts extends DifferenceParts {
  readonly clock: MovableClock;
  readonly differences: DifferenceComputer;
  readonly onBug: (bug: Error, call: string) => void;
  /** Called inside the transaction of every slice, before it becomes lasting, with the rows in force by then. For tests that kill. */
  readonly beforeSlice?: (appliedRows: number) => void;
}

/** Rows that become lasting together. A slice is the most that a crash can undo, and it undoes all of it. */
const SLICE = 500;
const DISK_FULL_PAUSE = 1000;

/**
 * Puts approved batches in force, one after the other in the order of approval, in slices between which the server answers others.
 * Progress is part of each slice, so that a process that ends at any moment goes on at its next start where it was: no row half, no
 * row twice.
 *
 * Atomicity `row`: a row whose target is not as it was approved waits; the others apply; then the batch waits for another look at
 * those that are left. Atomicity `batch`: first every row is compared; if one differs nothing applies and the batch goes back. Once
 * all were found as approved nothing can come between, because nothing else changes residents meanwhile, and the batch is rolled
 * forward to its end whatever happens to the process.
 */
export class Applying {
  readonly #parts: ApplyingParts;
  /** Batches on which this server failed: left as they are until the next start. */
  readonly #stuck = new Set<number>();
  #running: Promise<void> | undefined;
  #asked = false;
  #stopped = false;

  constructor(parts: ApplyingParts) {
    this.#parts = parts;
  }

  /** There is an approved batch. It may be called inside the write that approves it. */
  wake(): void {
    this.#asked = true;
    if (this.#stopped || this.#running) return;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when nothing is left to apply. */
  async idle(): Promise<void> {
    await letOthersRun();
    while (this.#running) await this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  /** Until nothing is left, also of what was approved while it was clearing up. */
  async #run(): Promise<void> {
    while (this.#asked && !this.#stopped) {
      this.#asked = false;
      // The write that approved is over by then.
      await letOthersRun();
      await this.#applyAll();
      await this.#forgetNumbers();
    }
  }

  async #applyAll(): Promise<void> {
    for (;;) {
      const batch = this.#stopped ? undefined : this.#parts.batches.nextToApply(this.#stuck);
      if (!batch) return;
      try {
        await this.#apply(batch);
      } catch (thrown) {
        if (thrown instanceof Database.SqliteError && thrown.code.startsWith('SQLITE_FULL')) {
          await sleep(DISK_FULL_PAUSE);
        } else {
          this.#stuck.add(batch.number);
          this.#parts.onBug(thrown instanceof Error ? thrown : new Error('no error'), 'applying');
        }
      }
    }
  }

  /** A batch that has ended needs the 個人番号 of its rows no more: what became of them stands with the person. */
  async #forgetNumbers(): Promise<void> {
    const { storage, batches, chunks } = this.#parts;
    for (const batch of batches.endedWithNumbers()) {
      for (let chunk = 0; chunk < chunks.totals(batch).chunks && !this.#stopped; chunk += 1) {
        const lines = chunks.lines(batch, chunk).map(withoutNumber);
        storage.write(() => chunks.replace(batch, chunk, lines));
        await letOthersRun();
      }
      if (!this.#stopped) storage.write(() => batches.set(batch, { numbers_forgotten: 1 }, 'same-version'));
    }
  }

  async #apply(batch: BatchRow): Promise<void> {
    const isWhole = wholeBatch(batch);
    if (isWhole && batch.verified === 0 && !(await this.#verify(batch))) return;
    while (!this.#stopped && this.#slice(batch.number, isWhole)) await letOthersRun();
    if (this.#stopped) return;
    await this.#finish(this.#parts.batches.byNumber(batch.number));
  }

  /** True: every row is as it was approved. False: the batch is back at the approver with a new difference. */
  async #verify(batch: BatchRow): Promise<boolean> {
    const { storage, batches, differences } = this.#parts;
    const computed = await differences.compute(batch, { rows: 'all', stale: 'approved' });
    if (this.#stopped) return false;
    if (computed.differing === 0) {
      storage.write(() => batches.set(batch, { verified: 1 }, 'same-version'));
      await differences.dropOthers(batch.number);
      return true;
    }
    const back = { state: 'submitted', checker: null, approved_at: null } as const;
    storage.write(() => batches.set(batch, { ...back, ...installed(computed) }));
    await differences.dropOlder(batch.number);
    return false;
  }

  /** The next rows, all or none of them. False when there were no more. */
  #slice(number: number, isWhole: boolean): boolean {
    const { storage, batches, chunks, works, clock } = this.#parts;
    return storage.write(() => {
      const batch = batches.byNumber(number);
      const entries = storage
        .sql<[number, number, number, number], DifferenceEntry>(
          'SELECT * FROM batch_row WHERE batch_number = ? AND generation = ? AND position > ? ORDER BY position LIMIT ?',
        )
        .all(number, batch.generation, batch.apply_position, SLICE);
      const last = entries.at(-1);
      if (!last) return false;
      const at = clock.now().toISOString();
      const doing = { at, by: batch.maker_user_id, batchId: batch.batch_id, reason: '' };
      const work = works[batch.kind];
      let applied = batch.applied_count;
      for (const entry of entries) {
        const text = chunks.line(batch, entry.position);
        const approved = evaluationOf(entry);
        const decided = isWhole || entry.repeated === 1 || isSame(work.evaluate(batch, text), approved);
        const result = decided ? results[entry.effect] : 'waiting';
        const target = result === 'applied' ? work.apply(batch, text, approved, doing) : entry.target;
        if (result === 'applied') applied += 1;
        storage
          .sql('INSERT OR REPLACE INTO batch_result VALUES (?, ?, ?, ?, ?)')
          .run(number, entry.position, entry.line, result, target);
      }
      batches.set(batch, { apply_position: last.position, applied_count: applied }, 'same-version');
      this.#parts.beforeSlice?.(applied);
      return true;
    });
  }

  async #finish(batch: BatchRow): Promise<void> {
    const { storage, batches, differences, clock } = this.#parts;
    const waiting = this.#waiting(batch.number);
    if (waiting.rows === 0) {
      const applied_at = clock.now().toISOString();
      storage.write(() => batches.set(batch, { state: 'applied', applied_at }));
      await differences.dropOlder(batch.number);
      return;
    }
    const computed = await differences.compute(batch, { rows: 'waiting', stale: 'approved' });
    if (this.#stopped) return;
    storage.write(() =>
      batches.set(batch, {
        state: 're-review',
        applied_at: clock.now().toISOString(),
        checker: null,
        approved_at: null,
        apply_position: -1,
        verified: 0,
        settled_counts: JSON.stringify(settledCounts(batch, waiting.counts)),
        ...installed(computed),
      }),
    );
    await differences.dropOlder(batch.number);
  }

  /** The rows that this round left, by the outcome under which they were approved. */
  #waiting(number: number): { readonly rows: number; readonly counts: DifferenceCounts } {
    const { storage, batches } = this.#parts;
    const found = storage
      .sql<[number, number], { outcome: keyof DifferenceCounts; rows: number }>(
        `SELECT outcome, count(*) AS rows FROM batch_result JOIN batch_row USING (batch_number, position)
           WHERE batch_number = ? AND generation = ? AND result = 'waiting' GROUP BY outcome`,
      )
      .all(number, batches.byNumber(number).generation);
    const counts = { ...noCounts };
    for (const { outcome, rows } of found) counts[outcome] = rows;
    return { rows: found.reduce((sum, { rows }) => sum + rows, 0), counts };
  }
}

const results = {
  new: 'applied',
  changed: 'applied',
  unchanged: 'unchanged',
  conflicting: 'skipped-conflicting',
  locked: 'skipped-locked',
} as const satisfies Readonly<Record<DifferenceEntry['effect'], ResultRow['result']>>;

/** The columns that make a computed difference the one that stands. */
export function installed(
  computed: Computed,
): Pick<BatchRow, 'generation' | 'counts' | 'fingerprint' | 'difference_fingerprint'> {
  return {
    generation: computed.generation,
    counts: JSON.stringify(computed.counts),
    fingerprint: computed.fingerprint,
    difference_fingerprint: computed.differenceFingerprint,
  };
}

function wholeBatch(batch: BatchRow): boolean {
  return openingOf(batch).atomicity === 'batch';
}

function withoutNumber(line: string): string {
  const cells: unknown = JSON.parse(line);
  const place = batchColumns.subjects.indexOf('individualNumber');
  return JSON.stringify(Array.isArray(cells) ? cells.with(place, '') : cells);
}

/** What is settled after this round: what was before, and this round's rows without those that wait. */
function settledCounts(batch: BatchRow, waiting: DifferenceCounts): DifferenceCounts {
  const before =
    batch.settled_counts === null ? noCounts : DifferenceCounts.parse(JSON.parse(batch.settled_counts));
  const round = DifferenceCounts.parse(JSON.parse(batch.counts ?? '{}'));
  const left = {
    new: -waiting.new,
    changed: -waiting.changed,
    unchanged: -waiting.unchanged,
    conflicting: -waiting.conflicting,
    locked: -waiting.locked,
    stale: -waiting.stale,
  };
  return addCounts(addCounts(before, round), left);
}
