/** A key takes 40 bits and a row 24: together one number of 64 that sorts by key and then by row. */
const KEY_BITS = 40;
export const MAX_KEYED_ROWS = 1 << 24;
const FIRST_ROOM = 1 << 10;
const LOW_KEYS = 1 << 8;
const ROW_BITS = 24;
const ROW_MASK = MAX_KEYED_ROWS - 1;

/** Rows by a key, to be sorted: eight bytes a row. */
export class RowKeys {
  #entries: BigUint64Array<ArrayBuffer>;
  #words: Uint32Array<ArrayBuffer>;
  #count = 0;

  /** `room`: for so many rows that are expected; more make it grow. */
  constructor(room = FIRST_ROOM) {
    this.#entries = new BigUint64Array(Math.max(room, FIRST_ROOM));
    this.#words = new Uint32Array(this.#entries.buffer);
  }

  get count(): number {
    return this.#count;
  }

  /** `key`: a whole number below 2^40. */
  add(key: number, row: number): void {
    if (row >= MAX_KEYED_ROWS) throw new RangeError('more rows than keys have room for');
    if (this.#count === this.#entries.length) this.#makeRoom();
    const place = this.#count * 2;
    this.#count += 1;
    this.#words[place] = (key << ROW_BITS) | row;
    this.#words[place + 1] = Math.floor(key / LOW_KEYS);
  }

  /** By key and then by row. What was added is handed over: the keys are empty behind it. */
  sorted(): SortedKeys {
    const sorted = this.#entries.subarray(0, this.#count);
    // Without a comparator the engine compares the numbers themselves: a million in a tenth of a second.
    sorted.sort();
    this.#entries = new BigUint64Array(0);
    this.#words = new Uint32Array(0);
    this.#count = 0;
    return new SortedKeys(sorted);
  }

  #makeRoom(): void {
    const entries = new BigUint64Array(Math.max(FIRST_ROOM, Math.ceil(this.#entries.length * 1.5)));
    entries.set(this.#entries);
    this.#entries = entries;
    this.#words = new Uint32Array(entries.buffer);
  }
}

/** Rows sorted by a key. */
export class SortedKeys {
  readonly #entries: BigUint64Array;
  readonly #words: Uint32Array;

  constructor(entries: BigUint64Array) {
    this.#entries = entries;
    this.#words = new Uint32Array(entries.buffer, entries.byteOffset, entries.length * 2);
  }

  get count(): number {
    return this.#entries.length;
  }

  keyAt(place: number): number {
    const low = this.#words[place * 2] ?? 0;
    return (this.#words[place * 2 + 1] ?? 0) * LOW_KEYS + (low >>> ROW_BITS);
  }

  rowAt(place: number): number {
    return (this.#words[place * 2] ?? 0) & ROW_MASK;
  }

  /** The place behind the last row of the key that begins here. */
  endOf(place: number): number {
    const key = this.keyAt(place);
    let end = place + 1;
    while (end < this.count && this.keyAt(end) === key) end += 1;
    return end;
  }

  /** All rows with the key, in order. */
  rowsOf(key: number): number[] {
    const first = this.#entriesBefore(BigInt(key) << BigInt(64 - KEY_BITS));
    const rows: number[] = [];
    for (let place = first; place < this.count && this.keyAt(place) === key; place += 1)
      rows.push(this.rowAt(place));
    return rows;
  }

  /** The same keys with other numbers for the rows, which grow as theirs do, and the rows of more keys. These are used up. */
  renumbered(rowOf: (row: number) => number, more: SortedKeys): SortedKeys {
    const words = this.#words;
    for (let place = 0; place < this.count; place += 1) {
      const low = words[place * 2] ?? 0;
      words[place * 2] = (low & ~ROW_MASK) | rowOf(low & ROW_MASK);
    }
    if (more.count === 0) return this;
    const all = new BigUint64Array(this.count + more.count);
    all.set(this.#entries);
    all.set(more.#entries, this.count);
    all.sort();
    return new SortedKeys(all);
  }

  slice(from: number, until: number): BigUint64Array {
    return this.#entries.subarray(from, until);
  }

  #entriesBefore(entry: bigint): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle] ?? 0n) < entry) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
