import { type CheckedCell, checkedCell } from './check-row.ts';
import type { CellType, Column } from './layout.ts';

/** Of one column. */
const MOST_CELLS = 8_192;
const LONGEST = 60;

/** SECURITY: P4 — 個人番号 are never kept; the other numbers are different in every row. */
const neverAgain: ReadonlySet<CellType> = new Set(['individual-number', 'ticket-number', 'addressee-number']);

/** Checks cells, and knows those that come again: what is said of a cell follows from its column and its text alone. */
export class RememberedCells {
  readonly #known = new Map<Column, Map<string, CheckedCell>>();

  readonly check = (column: Column, text: string): CheckedCell => {
    if (neverAgain.has(column.type) || text.length > LONGEST) return checkedCell(column, text);
    const known = this.#of(column);
    const before = known.get(text);
    if (before) return before;
    const checked = checkedCell(column, text);
    if (known.size < MOST_CELLS) known.set(text, checked);
    return checked;
  };

  #of(column: Column): Map<string, CheckedCell> {
    const known = this.#known.get(column);
    if (known) return known;
    const first = new Map<string, CheckedCell>();
    this.#known.set(column, first);
    return first;
  }
}
