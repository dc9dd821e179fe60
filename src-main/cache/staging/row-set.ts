/** Rows of one part of a file; what is kept for each row is stored part by part, so that a change of one row writes one part. */
export const PART_ROWS = 65_536;
const PART_WORDS = PART_ROWS / 32;
const FIRST_PARTS = 1;

/** Rows one after another, both ends included. */
export interface RowRange {
  readonly from: number;
  readonly until: number;
}

/** A set of rows as bits: complete, whatever its size, at an eighth of a byte for each row of the file. */
export class RowSet {
  #words = new Uint32Array(FIRST_PARTS * PART_WORDS);
  /** Rows in each part; -1 where that is to be counted again. */
  #counts = new Int32Array(FIRST_PARTS).fill(-1);

  has(row: number): boolean {
    return (((this.#words[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1;
  }

  /** False where it was there already. */
  add(row: number): boolean {
    this.#makeRoom(row);
    const word = this.#words[row >>> 5] ?? 0;
    const bit = (1 << (row & 31)) >>> 0;
    if ((word & bit) !== 0) return false;
    this.#words[row >>> 5] = word | bit;
    this.#counts[Math.floor(row / PART_ROWS)] = -1;
    return true;
  }

  /** False where it was not there. */
  delete(row: number): boolean {
    if (!this.has(row)) return false;
    this.#words[row >>> 5] = (this.#words[row >>> 5] ?? 0) & ~(1 << (row & 31));
    this.#counts[Math.floor(row / PART_ROWS)] = -1;
    return true;
  }

  get count(): number {
    let count = 0;
    for (let part = 0; part < this.#counts.length; part += 1) count += this.#countIn(part);
    return count;
  }

  /** The how-manieth row of the set, from 0; undefined behind the last. */
  nth(index: number): number | undefined {
    let left = index;
    for (let part = 0; part < this.#counts.length; part += 1) {
      const count = this.#countIn(part);
      if (left < count) return this.#nthFrom(part * PART_WORDS, left);
      left -= count;
    }
    return undefined;
  }

  /** How many rows of the set come before this row. */
  rank(row: number): number {
    const wholeParts = Math.min(Math.floor(row / PART_ROWS), this.#counts.length);
    let count = 0;
    for (let part = 0; part < wholeParts; part += 1) count += this.#countIn(part);
    const end = Math.min(row >>> 5, this.#words.length);
    for (let word = wholeParts * PART_WORDS; word < end; word += 1) count += bitsIn(this.#words[word] ?? 0);
    const inside = (this.#words[row >>> 5] ?? 0) & ((1 << (row & 31)) - 1);
    return count + bitsIn(inside);
  }

  /** The first row of the set at or behind a row. */
  next(from: number): number | undefined {
    let index = from >>> 5;
    let word = (this.#words[index] ?? 0) & (-1 << (from & 31));
    while (word === 0) {
      index += 1;
      if (index >= this.#words.length) return undefined;
      word = this.#words[index] ?? 0;
    }
    return index * 32 + lowestBit(word);
  }

  /** In order. */
  *rows(): Generator<number> {
    for (let row = this.next(0); row !== undefined; row = this.next(row + 1)) yield row;
  }

  /** The first so many ranges of neighbours. */
  ranges(limit: number): RowRange[] {
    const ranges: RowRange[] = [];
    let from = this.next(0);
    while (from !== undefined && ranges.length < limit) {
      let until = from;
      while (this.has(until + 1)) until += 1;
      ranges.push({ from, until });
      from = this.next(until + 1);
    }
    return ranges;
  }

  /** Parts with a row in them, as they are stored. */
  *parts(): Generator<{ readonly part: number; readonly bits: Uint8Array }> {
    for (let part = 0; part < this.#counts.length; part += 1)
      if (this.#countIn(part) > 0) yield { part, bits: this.part(part) };
  }

  part(part: number): Uint8Array {
    const words = this.#words.subarray(part * PART_WORDS, (part + 1) * PART_WORDS);
    return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  }

  /** Takes a stored part back. */
  setPart(part: number, bits: Uint8Array): void {
    this.#makeRoom(part * PART_ROWS);
    this.part(part).set(bits);
    this.#counts[part] = -1;
  }

  #countIn(part: number): number {
    const known = this.#counts[part] ?? 0;
    if (known >= 0) return known;
    let count = 0;
    for (let word = part * PART_WORDS; word < (part + 1) * PART_WORDS; word += 1)
      count += bitsIn(this.#words[word] ?? 0);
    this.#counts[part] = count;
    return count;
  }

  #nthFrom(word: number, index: number): number {
    let at = word;
    let left = index;
    for (let count = bitsIn(this.#words[at] ?? 0); left >= count; count = bitsIn(this.#words[at] ?? 0)) {
      left -= count;
      at += 1;
    }
    let rest = this.#words[at] ?? 0;
    for (; left > 0; left -= 1) rest &= rest - 1;
    return at * 32 + lowestBit(rest);
  }

  #makeRoom(row: number): void {
    const needed = Math.floor(row / PART_ROWS) + 1;
    const held = this.#counts.length;
    if (needed <= held) return;
    const parts = Math.max(needed, Math.ceil(held * 1.5));
    const words = new Uint32Array(parts * PART_WORDS);
    words.set(this.#words);
    this.#words = words;
    const counts = new Int32Array(parts).fill(-1);
    counts.set(this.#counts);
    this.#counts = counts;
  }
}

function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

const lowestBit = (word: number): number => 31 - Math.clz32(word & -word);
