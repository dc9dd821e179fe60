import type { VenueRows } from './carried-over.ts';
import { grown, NarrowColumn } from './number-columns.ts';

/** So many counters tell where many rows may be together; a power of two. */
const COUNTERS = 1 << 22;
const FIRST_CAPACITY = 1 << 10;

/**
 * The rows of each venue, day and vaccine that has many: how many, and which lot most of them have. Days with few rows take no room:
 * a first pass counts roughly (never too few), and only what may be many is kept exactly.
 */
export class VenueDays {
  readonly #rows: VenueRows;
  readonly #least: number;
  readonly #rough = new Uint8Array(COUNTERS);
  /** By row, once they are counted: the group and one, as 0 is no group. */
  readonly #groupOf: NarrowColumn;
  /** One place a group: its first row, or −1; found by its venue, day and vaccine. */
  #places = new Int32Array(FIRST_CAPACITY * 2).fill(-1);
  #groups = 0;
  #firstRow = new Int32Array(FIRST_CAPACITY);
  #total = new Int32Array(FIRST_CAPACITY);
  /** The lot that more than half have, if one does (majority vote of Boyer and Moore), and one row that has it. */
  #lot = new Float64Array(FIRST_CAPACITY);
  #votes = new Int32Array(FIRST_CAPACITY);
  #same = new Int32Array(FIRST_CAPACITY);
  #like = new Int32Array(FIRST_CAPACITY);

  constructor(rows: VenueRows, least: number) {
    this.#rows = rows;
    this.#least = Math.min(least, 255);
    this.#groupOf = new NarrowColumn(rows.count);
  }

  /** Three passes: roughly, exactly with a vote for the lot, and how many have the lot that was voted for. */
  count(onPass: () => void): void {
    const { count, takesPart, lot } = this.#rows;
    for (let row = 0; row < count; row += 1) {
      if (!this.#hasVenue(row) || !takesPart(row)) continue;
      const counter = this.#hash(row) & (COUNTERS - 1);
      const before = this.#rough[counter] ?? 0;
      if (before < 255) this.#rough[counter] = before + 1;
    }
    onPass();
    for (let row = 0; row < count; row += 1) {
      const group = this.#groupFor(row);
      if (group < 0) continue;
      this.#groupOf.set(row, group + 1);
      this.#vote(group, lot[row] ?? 0);
    }
    onPass();
    for (let row = 0; row < count; row += 1) {
      const group = this.groupOf(row);
      if (group < 0 || this.#lot[group] !== lot[row]) continue;
      if (this.#same[group] === 0) this.#like[group] = row;
      this.#same[group] = (this.#same[group] ?? 0) + 1;
    }
  }

  /** The group of a row; −1 where few are together with it. */
  groupOf(row: number): number {
    return this.#groupOf.at(row) - 1;
  }

  rowsIn(group: number): number {
    return this.#total[group] ?? 0;
  }

  /** How many have the lot that most have. */
  sameIn(group: number): number {
    return this.#same[group] ?? 0;
  }

  lotOf(group: number): number {
    return this.#lot[group] ?? 0;
  }

  /** A row that has it. */
  likeIn(group: number): number {
    return this.#like[group] ?? 0;
  }

  #hasVenue(row: number): boolean {
    return (this.#rows.venue[row] ?? 0) !== 0;
  }

  /** Undefined for a row without a venue, that takes no part, or with few others. */
  #hashOfMany(row: number): number | undefined {
    if (!this.#hasVenue(row)) return undefined;
    const hash = this.#hash(row);
    const isMany = (this.#rough[hash & (COUNTERS - 1)] ?? 0) >= this.#least;
    return isMany && this.#rows.takesPart(row) ? hash : undefined;
  }

  #groupFor(row: number): number {
    const hash = this.#hashOfMany(row);
    if (hash === undefined) return -1;
    const known = this.#places[this.#placeOf(row, hash)] ?? -1;
    if (known >= 0) return known;
    this.#makeRoom();
    const group = this.#groups;
    this.#groups += 1;
    this.#firstRow[group] = row;
    this.#places[this.#placeOf(row, hash)] = group;
    return group;
  }

  /** Where the group of the row is, or would be. */
  #placeOf(row: number, hash: number): number {
    const { venue, day, vaccine } = this.#rows;
    const mask = this.#places.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const group = this.#places[place] ?? -1;
      if (group < 0) return place;
      const first = this.#firstRow[group] ?? 0;
      if (venue[first] === venue[row] && day[first] === day[row] && vaccine[first] === vaccine[row]) {
        return place;
      }
    }
  }

  #vote(group: number, lot: number): void {
    this.#total[group] = (this.#total[group] ?? 0) + 1;
    const votes = this.#votes[group] ?? 0;
    if (votes === 0) this.#lot[group] = lot;
    this.#votes[group] = votes === 0 || this.#lot[group] === lot ? votes + 1 : votes - 1;
  }

  #hash(row: number): number {
    const { venue, day, vaccine } = this.#rows;
    const at = venue[row] ?? 0;
    let hash = Math.imul(at | 0, 0x9e3779b1) ^ Math.imul(Math.floor(at / 4_294_967_296), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15) ^ (day[row] ?? 0), 0x2c1b3c6d);
    hash = Math.imul(hash ^ (hash >>> 13) ^ (vaccine[row] ?? 0), 0x297a2d39);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  #makeRoom(): void {
    if (this.#groups < this.#firstRow.length) return;
    const capacity = this.#firstRow.length * 2;
    this.#firstRow = grown(this.#firstRow, new Int32Array(capacity));
    this.#total = grown(this.#total, new Int32Array(capacity));
    this.#lot = grown(this.#lot, new Float64Array(capacity));
    this.#votes = grown(this.#votes, new Int32Array(capacity));
    this.#same = grown(this.#same, new Int32Array(capacity));
    this.#like = grown(this.#like, new Int32Array(capacity));
    const places = this.#places;
    this.#places = new Int32Array(capacity * 2).fill(-1);
    for (const group of places) {
      const row = group < 0 ? undefined : this.#firstRow[group];
      if (row !== undefined) this.#places[this.#placeOf(row, this.#hash(row))] = group;
    }
  }
}
