import type { CheckSummary } from '../../../src-shared/contract/batches.ts';
import type { Severity } from '../../../src-shared/domain/rules/severity.ts';

/** What became of a line, the worst last but for `repeated`: a row that is skipped is nothing else. */
const states = { none: 0, good: 1, 'should-check': 2, 'must-correct': 3, reject: 4, repeated: 5 } as const;

type RowCounts = Pick<
  CheckSummary,
  'rows' | 'good' | 'rejected' | 'mustCorrect' | 'shouldCheck' | 'repeated'
>;

/** One byte a line of the file: the worst that was found in it. */
export class RowStates {
  #states = new Uint8Array(4096);
  #rows = 0;

  /** A line that holds a row. */
  addRow(line: number): void {
    this.#rows += 1;
    if (line >= this.#states.length) {
      const larger = new Uint8Array(Math.max(line + 1, this.#states.length * 2));
      larger.set(this.#states);
      this.#states = larger;
    }
    this.#states[line] = states.good;
  }

  get rows(): number {
    return this.#rows;
  }

  /** A finding of that severity; only a worse one changes a row, and one about a line without a row changes nothing. */
  found(line: number, severity: Severity): void {
    const before = this.#states[line] ?? states.none;
    if (severity === 'note' || before === states.none) return;
    this.#states[line] = Math.max(before, states[severity]);
  }

  /** The very same row stands further up. */
  repeats(line: number): void {
    this.#states[line] = states.repeated;
  }

  /** A bit for each line that does not go to VRS. */
  leftOut(): Uint8Array {
    const bits = new Uint8Array(Math.ceil(this.#states.length / 8));
    for (const [line, state] of this.#states.entries())
      if (state === states.reject || state === states.repeated)
        bits[line >> 3] = (bits[line >> 3] ?? 0) | (1 << (line & 7));
    return bits;
  }

  /** Every row is counted once, under the worst that was found in it. */
  counts(): RowCounts {
    const count = (wanted: number): number => {
      let found = 0;
      for (const state of this.#states) if (state === wanted) found += 1;
      return found;
    };
    return {
      rows: this.#rows,
      good: count(states.good),
      rejected: count(states.reject),
      mustCorrect: count(states['must-correct']),
      shouldCheck: count(states['should-check']),
      repeated: count(states.repeated),
    };
  }
}
