import type { CheckSummary } from '../../../src-shared/contract/batches.ts';
import type { Severity } from '../../../src-shared/domain/rules/severity.ts';
import { rowStates } from '../../cache/staging/row-states.ts';

type RowCounts = Pick<
  CheckSummary,
  'rows' | 'good' | 'rejected' | 'mustCorrect' | 'shouldCheck' | 'repeated'
>;

const FIRST_ROOM = 65_536;

/** One byte a row of the file: the worst that was found in it. */
export class RowStates {
  #states: Uint8Array;
  #rows = 0;

  constructor(expectedRows = FIRST_ROOM) {
    this.#states = new Uint8Array(Math.max(expectedRows, FIRST_ROOM));
  }

  /** The next row. */
  addRow(): void {
    if (this.#rows === this.#states.length) {
      const larger = new Uint8Array(this.#states.length * 2);
      larger.set(this.#states);
      this.#states = larger;
    }
    this.#states[this.#rows] = rowStates.good;
    this.#rows += 1;
  }

  get rows(): number {
    return this.#rows;
  }

  /** A finding of that severity: only a worse one changes a row, and what is not about a row changes nothing. */
  found(row: number, severity: Severity): void {
    const before = this.#states[row];
    if (severity === 'note' || before === undefined) return;
    this.#states[row] = Math.max(before, rowStates[severity]);
  }

  /** The very same row stands further up. */
  repeats(row: number): void {
    this.#states[row] = rowStates.repeated;
  }

  all(): Uint8Array {
    return this.#states.subarray(0, this.#rows);
  }

  /** Every row is counted once, under the worst that was found in it. */
  counts(): RowCounts {
    const counts = new Int32Array(8);
    for (const state of this.all()) counts[state] = (counts[state] ?? 0) + 1;
    const count = (state: number): number => counts[state] ?? 0;
    return {
      rows: this.#rows,
      good: count(rowStates.good),
      rejected: count(rowStates.reject),
      mustCorrect: count(rowStates['must-correct']),
      shouldCheck: count(rowStates['should-check']),
      repeated: count(rowStates.repeated),
    };
  }
}
