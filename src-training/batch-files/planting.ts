import type { RuleCode } from '../../src-shared/domain/rules/table.ts';
import type { ErrorMix, Piece } from './wanted.ts';

interface Pending {
  readonly code: RuleCode;
  readonly wanted: number;
  done: number;
}

/** An error that takes room of its own: a row beside the right one. */
const MOST_LINES = 4;

/**
 * Spreads the wanted errors over a file that is made row by row: at every person, the error that is most behind its share of the file
 * is tried first. What needs a rare kind of person waits for one.
 */
export class Planting<Soil> {
  readonly #plants: Readonly<Partial<Record<RuleCode, (soil: Soil) => readonly Piece[] | undefined>>>;
  readonly #pending: Pending[];
  readonly #rows: number;

  constructor(
    plants: Readonly<Partial<Record<RuleCode, (soil: Soil) => readonly Piece[] | undefined>>>,
    mix: ErrorMix,
    rows: number,
  ) {
    this.#plants = plants;
    this.#rows = rows;
    const wanted = Object.entries(mix) as [RuleCode, number][];
    this.#pending = wanted.flatMap(([code, count]) => (count > 0 ? [{ code, wanted: count, done: 0 }] : []));
  }

  /** Lines that what is still to come will need at most. */
  get reserved(): number {
    return this.#pending.reduce((sum, { wanted, done }) => sum + (wanted - done) * MOST_LINES, 0);
  }

  get left(): readonly RuleCode[] {
    return this.#pending.map(({ code }) => code);
  }

  has(code: RuleCode): boolean {
    return this.#pending.some((pending) => pending.code === code);
  }

  /** The lines of this person with an error that is due after so many lines; undefined where none is due or none grows here. */
  plant(soilOf: () => Soil, lines: number): readonly Piece[] | undefined {
    const due = this.#due(lines);
    if (due.length === 0) return undefined;
    const soil = soilOf();
    for (const { pending } of due) {
      const pieces = this.#plants[pending.code]?.(soil);
      if (!pieces) continue;
      this.#took(pending);
      return pieces.map(({ order, lines: made }) => ({
        order,
        lines: made.map((line) => ({ ...line, asItIs: true })),
      }));
    }
    return undefined;
  }

  #due(lines: number): readonly { readonly pending: Pending; readonly debt: number }[] {
    if (this.#pending.length === 0) return [];
    const share = Math.min(1, (lines + 1) / Math.max(1, this.#rows - this.reserved));
    return this.#pending
      .map((pending) => ({ pending, debt: pending.wanted * share - pending.done }))
      .filter(({ debt }) => debt >= 0.5)
      .toSorted((a, b) => b.debt - a.debt);
  }

  #took(pending: Pending): void {
    pending.done += 1;
    if (pending.done === pending.wanted) this.#pending.splice(this.#pending.indexOf(pending), 1);
  }
}
