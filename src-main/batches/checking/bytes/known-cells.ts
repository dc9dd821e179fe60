import { digestOf } from '../../../../src-shared/domain/rows/row-keys.ts';
import { checkedCell } from '../../../../src-shared/domain/rules/check-row.ts';
import type { Column } from '../../../../src-shared/domain/rules/layout.ts';

/** More different cells than this are a column that does not repeat itself. */
const MOST_CELLS = 65_536;
const LONGEST = 128;
const NOT_CLEAN = -1;

/** Cells of a column that repeats itself (makers, lots): each different one is read by the string rules once and known by its bytes. */
export class KnownCells {
  readonly #column: Column;
  readonly #textOf: (bytes: Buffer, start: number, end: number) => string | undefined;
  /** Index of the entry by the hash of its bytes, one more than it; 0 for none. */
  #slots = new Int32Array(1024);
  readonly #cells: Buffer[] = [];
  /** By entry: its place among the clean values, or NOT_CLEAN. */
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
    return this.#cells.length;
  }

  /** Place of the cell's value in `values`; -1 where the string rules have something to say about it, or it is not known. */
  placeOf(bytes: Buffer, start: number, end: number): number {
    if (end - start > LONGEST) return NOT_CLEAN;
    const mask = this.#slots.length - 1;
    let slot = hashOf(bytes, start, end) & mask;
    for (let entry = this.#slots[slot] ?? 0; entry !== 0; entry = this.#slots[slot] ?? 0) {
      if (isSame(this.#cells[entry - 1], bytes, start, end)) return this.#places[entry - 1] ?? NOT_CLEAN;
      slot = (slot + 1) & mask;
    }
    return this.#cells.length < MOST_CELLS ? this.#learn(bytes, start, end) : NOT_CLEAN;
  }

  #learn(bytes: Buffer, start: number, end: number): number {
    this.#cells.push(Buffer.from(bytes.subarray(start, end)));
    const place = this.#placeOfNew(bytes, start, end);
    this.#places.push(place);
    if (this.#cells.length * 2 > this.#slots.length) this.#slots = new Int32Array(this.#slots.length * 2);
    else {
      this.#enter(this.#cells.length - 1);
      return place;
    }
    for (let entry = 0; entry < this.#cells.length; entry += 1) this.#enter(entry);
    return place;
  }

  #enter(entry: number): void {
    const cell = this.#cells[entry];
    if (!cell) return;
    const mask = this.#slots.length - 1;
    let slot = hashOf(cell, 0, cell.length) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry + 1;
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

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}

function isSame(cell: Buffer | undefined, bytes: Uint8Array, start: number, end: number): boolean {
  if (cell?.length !== end - start) return false;
  for (let index = 0; index < cell.length; index += 1) if (cell[index] !== bytes[start + index]) return false;
  return true;
}
