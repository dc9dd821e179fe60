import type { RowFilter } from '../../../src-shared/contract/batch-rows.ts';
import { RowSet } from '../../cache/staging/row-set.ts';
import { severityOfState } from '../../cache/staging/row-states.ts';
import type { DraftRows } from './draft-rows.ts';
import { allRows, rowsIn, type Selection } from './selection.ts';
import { TextSearch } from './text-search.ts';

/** Rows between two looks at the clock. */
const ROWS_A_LOOK = 256;
/** Milliseconds between two looks at whether to stop. */
const A_TURN = 100;

/**
 * The rows that a filter leaves. What the check knows of each row (rule, severity, edited) is there at once; a text is looked for in the
 * rows themselves, in turns, and what was found stays found.
 */
export class FilteredSelection {
  readonly #rows: DraftRows;
  readonly #filter: RowFilter;
  readonly #known: Selection;
  readonly #found = new RowSet();
  readonly #search: TextSearch | undefined;
  #place = 0;

  constructor(rows: DraftRows, filter: RowFilter) {
    this.#rows = rows;
    this.#filter = filter;
    this.#known = this.#knownRows();
    const text = filter.text.trim();
    this.#search = text === '' ? undefined : new TextSearch(text, rows.staged.facts.encoding);
  }

  isFor(filter: RowFilter): boolean {
    const { code, severity, text, edited } = this.#filter;
    return (
      code === filter.code && severity === filter.severity && text === filter.text && edited === filter.edited
    );
  }

  /** What was found so far. */
  get selection(): Selection {
    return this.#search ? rowsIn(this.#found) : this.#known;
  }

  /** The share of the rows that was looked at, up to 1. */
  get searched(): number {
    return this.#search && this.#known.count > 0 ? this.#place / this.#known.count : 1;
  }

  /** Looks on, for so many milliseconds. */
  searchFor(milliseconds: number): void {
    const search = this.#search;
    if (!search) return;
    const end = performance.now() + milliseconds;
    while (this.#place < this.#known.count && performance.now() < end) {
      const until = Math.min(this.#place + ROWS_A_LOOK, this.#known.count);
      for (; this.#place < until; this.#place += 1) {
        const row = this.#known.rowAt(this.#place);
        if (row !== undefined && this.#holds(row, search)) this.#found.add(row);
      }
    }
  }

  /** Looks to the end, unless `onTurn` stops it: that is told the share that was looked at. False where it was stopped. */
  searchAll(onTurn: (searched: number) => boolean = () => true): boolean {
    while (this.searched < 1) {
      this.searchFor(A_TURN);
      if (!onTurn(this.searched)) return false;
    }
    return true;
  }

  /** An edited cell is looked at as it is now. The cell of a 個人番号 is empty here. SECURITY: P4. */
  #holds(row: number, search: TextSearch): boolean {
    const { staged, edits } = this.#rows;
    const record = staged.record(row);
    if (!record) return false;
    const edited = edits.cellsOf(row);
    const cells = record.fault === undefined ? Math.min(record.cells, record.starts.length) : 0;
    for (let cell = 0; cell < cells; cell += 1) {
      const text = edited?.get(cell);
      if (text === undefined ? search.matchesCell(record, cell) : search.matchesText(text)) return true;
    }
    return false;
  }

  #knownRows(): Selection {
    const { store, edits } = this.#rows;
    const { code, severity, edited } = this.#filter;
    const sets = [
      ...(code === null ? [] : [store.rowsWith(code)]),
      ...(edited ? [edits.editedRows()] : []),
    ].toSorted((a, b) => a.count - b.count);
    const [smallest, other] = sets;
    if (!smallest && severity === null) return allRows(store.rowCount);
    if (smallest && !other && severity === null) return rowsIn(smallest);
    const left = new RowSet();
    const isLeft = (row: number): boolean =>
      (!other || other.has(row)) && (severity === null || severityOfState(store.stateOf(row)) === severity);
    if (smallest) {
      for (const row of smallest.rows()) if (isLeft(row)) left.add(row);
    } else {
      for (let row = 0; row < store.rowCount; row += 1) if (isLeft(row)) left.add(row);
    }
    return rowsIn(left);
  }
}
