import type { EditedCells, Edits } from '../checking/staged-rows.ts';
import type { CellChange } from './edit-log.ts';

/** Changes that are not stored yet, over the edits that are: rows are checked with them before anything is written. */
export class PendingEdits implements Edits {
  readonly #stored: Edits;
  readonly #changed = new Map<number, ReadonlyMap<number, string>>();

  constructor(stored: Edits, changes: readonly CellChange[]) {
    this.#stored = stored;
    for (const { row, cell, original, after } of changes) {
      const cells = new Map(this.cellsOf(row));
      if (after === undefined || after === original) cells.delete(cell);
      else cells.set(cell, after);
      this.#changed.set(row, cells);
    }
  }

  cellsOf(row: number): EditedCells | undefined {
    const cells = this.#changed.get(row);
    if (!cells) return this.#stored.cellsOf(row);
    return cells.size > 0 ? cells : undefined;
  }
}
