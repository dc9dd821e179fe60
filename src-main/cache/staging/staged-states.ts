import type { SqlDatabase } from '../encrypted-database.ts';
import { type RowState, rowStates } from './row-states.ts';
import { PART_ROWS } from './row-set.ts';

/** One byte a row: what became of it. Read when it is first asked for; what changes is written part by part. */
export class StagedStates {
  readonly #database: Pick<SqlDatabase, 'prepare'>;
  readonly #rowCount: number;
  #states: Uint8Array | undefined;
  /** How many rows are in each state: counted once, and kept up from then on. */
  #counts: Int32Array | undefined;
  #changed = new Set<number>();

  constructor(database: Pick<SqlDatabase, 'prepare'>, rowCount: number) {
    this.#database = database;
    this.#rowCount = rowCount;
  }

  of(row: number): number {
    return this.#all()[row] ?? rowStates.good;
  }

  set(row: number, state: RowState): void {
    const counts = this.#allCounts();
    const before = this.of(row);
    counts[before] = (counts[before] ?? 0) - 1;
    counts[state] = (counts[state] ?? 0) + 1;
    this.#all()[row] = state;
    this.#changed.add(Math.floor(row / PART_ROWS));
  }

  counts(): ReadonlyMap<RowState, number> {
    const counts = this.#allCounts();
    return new Map(Object.values(rowStates).map((state) => [state, counts[state] ?? 0]));
  }

  /** Inside a transaction of the caller. */
  writeChanged(): void {
    const put = this.#database.prepare<[number, Uint8Array]>('INSERT OR REPLACE INTO state VALUES (?, ?)');
    for (const part of this.#changed)
      put.run(part, this.#all().subarray(part * PART_ROWS, (part + 1) * PART_ROWS));
    this.#changed.clear();
  }

  forget(): void {
    this.#states = undefined;
    this.#counts = undefined;
    this.#changed.clear();
  }

  #allCounts(): Int32Array {
    if (this.#counts) return this.#counts;
    const counts = new Int32Array(256);
    const states = this.#all();
    for (let row = 0; row < states.length; row += 1) {
      const state = states[row] ?? 0;
      counts[state] = (counts[state] ?? 0) + 1;
    }
    this.#counts = counts;
    return counts;
  }

  #all(): Uint8Array {
    if (this.#states) return this.#states;
    const states = new Uint8Array(this.#rowCount);
    const parts = this.#database.prepare<[], { readonly part: number; readonly states: Uint8Array }>(
      'SELECT part, states FROM state',
    );
    for (const { part, states: some } of parts.all()) states.set(some, part * PART_ROWS);
    this.#states = states;
    return states;
  }
}
