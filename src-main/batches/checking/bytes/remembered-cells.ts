import { type CheckedCell, checkedCell } from '../../../../src-shared/domain/rules/check-row.ts';
import type { CellType, Column } from '../../../../src-shared/domain/rules/layout.ts';
import { CellNumbers, NO_NUMBER } from './cell-numbers.ts';

/** Of one column. */
const MOST_CELLS = 8_192;
/** A century has 36,525 days. */
const MOST_DAYS = 40_000;

/** SECURITY: P4 — 個人番号 are never kept; the other numbers are different in every row. */
const neverAgain: ReadonlySet<CellType> = new Set(['individual-number', 'ticket-number', 'addressee-number']);

/**
 * Cells of one column as the string rules see them. Those that come again are known by their bytes: what is said of a cell follows from
 * its column and its text alone.
 */
export class RememberedCells {
  readonly #column: Column;
  readonly #textOf: (bytes: Buffer, start: number, end: number) => string | undefined;
  readonly #numbers: CellNumbers | undefined;
  /** By number; undefined where some of the bytes have no character. */
  readonly #checked: (CheckedCell | undefined)[] = [];

  constructor(column: Column, textOf: (bytes: Buffer, start: number, end: number) => string | undefined) {
    this.#column = column;
    this.#textOf = textOf;
    const most = column.type === 'date' ? MOST_DAYS : MOST_CELLS;
    this.#numbers = neverAgain.has(column.type) ? undefined : new CellNumbers(most);
  }

  /** Undefined where some of the bytes have no character. */
  check(bytes: Buffer, start: number, end: number): CheckedCell | undefined {
    const number = this.#numbers?.of(bytes, start, end) ?? NO_NUMBER;
    if (number === NO_NUMBER) return this.#read(bytes, start, end);
    if (number === this.#checked.length) this.#checked.push(this.#read(bytes, start, end));
    return this.#checked[number];
  }

  #read(bytes: Buffer, start: number, end: number): CheckedCell | undefined {
    const text = this.#textOf(bytes, start, end);
    return text === undefined ? undefined : checkedCell(this.#column, text);
  }
}
