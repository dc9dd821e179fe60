import { digestOf } from '../../../../src-shared/domain/rows/row-keys.ts';
import { checkedCell } from '../../../../src-shared/domain/rules/check-row.ts';
import type { Column } from '../../../../src-shared/domain/rules/layout.ts';
import { CellNumbers, NO_NUMBER } from './cell-numbers.ts';

/** More different cells than this are a column that does not repeat itself. */
const MOST_CELLS = 65_536;
const NOT_CLEAN = -1;

/** Cells of a column that repeats itself (makers, lots): each different one is read by the string rules once and known by its bytes. */
export class KnownCells {
  readonly #column: Column;
  readonly #textOf: (bytes: Buffer, start: number, end: number) => string | undefined;
  readonly #numbers = new CellNumbers(MOST_CELLS);
  /** By number: its place among the clean values, or NOT_CLEAN. */
  readonly #places: number[] = [];
  /** Clean values; the empty one is the first. */
  readonly values: string[] = [''];
  readonly digests: number[] = [0];
  readonly #placeOfValue = new Map<string, number>();

  constructor(column: Column, textOf: (bytes: Buffer, start: number, end: number) => string | undefined) {
    this.#column = column;
    this.#textOf = textOf;
  }

  /** Different cells, clean or not. */
  get count(): number {
    return this.#numbers.count;
  }

  /** Place of the cell's value in `values`; -1 where the string rules have something to say about it, or it is not known. */
  placeOf(bytes: Buffer, start: number, end: number): number {
    const number = this.#numbers.of(bytes, start, end);
    if (number === NO_NUMBER) return NOT_CLEAN;
    if (number === this.#places.length) this.#places.push(this.#placeOfNew(bytes, start, end));
    return this.#places[number] ?? NOT_CLEAN;
  }

  #placeOfNew(bytes: Buffer, start: number, end: number): number {
    const text = this.#textOf(bytes, start, end);
    const { value, findings } =
      text === undefined ? { value: undefined, findings: [] } : checkedCell(this.#column, text);
    if (value === undefined || findings.length > 0) return NOT_CLEAN;
    if (value === '') return 0;
    const known = this.#placeOfValue.get(value);
    if (known !== undefined) return known;
    const place = this.values.push(value) - 1;
    this.digests.push(digestOf(value));
    this.#placeOfValue.set(value, place);
    return place;
  }
}
