import { type RecordRow, recordRowOf } from '../../../src-shared/domain/rows/record-rows.ts';
import type { SqlDatabase } from '../../cache/encrypted-database.ts';
import { PART_ROWS } from '../../cache/staging/row-set.ts';
import type { StagedRows } from '../checking/staged-rows.ts';
import type { RowProofs } from './row-proofs.ts';

/** A record of a ledger has a row for each of its doses, by their numbers. */
const DOSES = 8;

const schema = `
  CREATE TABLE IF NOT EXISTS venue_part (
    part INTEGER PRIMARY KEY, venue BLOB NOT NULL, lot BLOB NOT NULL, day BLOB NOT NULL, vaccine BLOB NOT NULL,
    storable BLOB NOT NULL
  );
`;

interface PartRow {
  readonly part: number;
  readonly venue: Uint8Array;
  readonly lot: Uint8Array;
  readonly day: Uint8Array;
  readonly vaccine: Uint8Array;
  readonly storable: Uint8Array;
}

/**
 * Venue, day, lot and vaccine of every row as numbers: what a setting left over from another day is seen by. It takes all rows of a file to
 * see that, so they are kept beside it from the first edit on, some twenty bytes a row.
 */
export class VenueColumns {
  readonly #slots: number;
  readonly venue: Float64Array;
  readonly lot: Float64Array;
  readonly day: Int32Array;
  readonly vaccine: Uint8Array;
  readonly #storable: Uint8Array;
  readonly #changed = new Set<number>();

  private constructor(rowCount: number, slots: number) {
    this.#slots = slots;
    const count = rowCount * slots;
    this.venue = new Float64Array(count);
    this.lot = new Float64Array(count);
    this.day = new Int32Array(count);
    this.vaccine = new Uint8Array(count);
    this.#storable = new Uint8Array(count);
  }

  /** Undefined where they were never made. */
  static stored(
    database: Pick<SqlDatabase, 'prepare' | 'execute'>,
    rowCount: number,
    isLedger: boolean,
  ): VenueColumns | undefined {
    database.execute(schema);
    const parts = database.prepare<[], PartRow>('SELECT * FROM venue_part');
    const columns = new VenueColumns(rowCount, isLedger ? DOSES : 1);
    let isAny = false;
    for (const { part, ...bytes } of parts.iterate()) {
      isAny = true;
      for (const [name, column] of columns.#columns())
        bytesOf(column, columns.#from(part), columns.#until(part)).set(bytes[name]);
    }
    return isAny ? columns : undefined;
  }

  /** From the rows themselves: every one of them is read. Undefined where it was stopped. */
  static read(
    staged: StagedRows,
    rowCount: number,
    proofs: RowProofs | undefined,
    onRow: (row: number) => boolean,
  ): VenueColumns | undefined {
    const columns = new VenueColumns(rowCount, staged.facts.kind === 'ledger' ? DOSES : 1);
    for (let row = 0; row < rowCount; row += 1) {
      if (!onRow(row)) return undefined;
      const proven = proofs?.prove(row);
      if (proven) columns.#put(row * columns.#slots, proven);
      else columns.putRow(staged, row);
    }
    for (let part = 0; part * PART_ROWS < rowCount; part += 1) columns.#changed.add(part);
    return columns;
  }

  get count(): number {
    return this.day.length;
  }

  rowAt(place: number): number {
    return Math.floor(place / this.#slots);
  }

  /** Which of the rows of its record it is, as the check numbers them. */
  blockAt(place: number): number {
    return place % this.#slots;
  }

  /** The venues of a record's rows. */
  venuesIn(row: number): readonly number[] {
    const from = row * this.#slots;
    return [...this.venue.subarray(from, from + this.#slots)].filter((venue) => venue !== 0);
  }

  /** The venues, 0 for all but some: rows of the others only stand between. */
  venuesAmong(some: ReadonlySet<number>): Float64Array {
    const among = new Float64Array(this.venue.length);
    for (const [place, venue] of this.venue.entries()) if (some.has(venue)) among[place] = venue;
    return among;
  }

  isStorable(place: number): boolean {
    return this.#storable[place] === 1;
  }

  /** The row as it is in that version. */
  putRow(staged: StagedRows, row: number): void {
    const from = row * this.#slots;
    this.#storable.fill(0, from, from + this.#slots);
    const checked = staged.check(row);
    for (const { block, values } of checked?.rows ?? []) {
      const facts = recordRowOf(row, row, values, checked?.row !== undefined);
      if (facts) this.#put(from + block, facts);
    }
    this.#changed.add(Math.floor(row / PART_ROWS));
  }

  /** Inside a transaction of the caller: what was put since they were read. */
  store(database: Pick<SqlDatabase, 'prepare'>): void {
    const insert = database.prepare<[number, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array]>(
      'INSERT OR REPLACE INTO venue_part VALUES (?, ?, ?, ?, ?, ?)',
    );
    for (const part of this.#changed) {
      const [from, until] = [this.#from(part), this.#until(part)];
      const bytes = (column: Column): Uint8Array => bytesOf(column, from, until);
      const { venue, lot, day, vaccine } = this;
      insert.run(part, bytes(venue), bytes(lot), bytes(day), bytes(vaccine), bytes(this.#storable));
    }
    this.#changed.clear();
  }

  /** Inside a transaction of the caller: they are made anew when they are needed next. */
  static forget(database: Pick<SqlDatabase, 'execute'>): void {
    database.execute(schema);
    database.execute('DELETE FROM venue_part');
  }

  #put(place: number, row: RecordRow): void {
    this.venue[place] = row.venue;
    this.lot[place] = row.lot;
    this.day[place] = row.day;
    this.vaccine[place] = row.vaccine;
    this.#storable[place] = row.storable ? 1 : 0;
  }

  #columns() {
    const { venue, lot, day, vaccine } = this;
    return [
      ['venue', venue],
      ['lot', lot],
      ['day', day],
      ['vaccine', vaccine],
      ['storable', this.#storable],
    ] as const;
  }

  #from(part: number): number {
    return part * PART_ROWS * this.#slots;
  }

  #until(part: number): number {
    return Math.min(this.#from(part + 1), this.count);
  }
}

type Column = Float64Array | Int32Array | Uint8Array;

function bytesOf(column: Column, from: number, until: number): Uint8Array {
  const size = column.BYTES_PER_ELEMENT;
  return new Uint8Array(column.buffer, column.byteOffset + from * size, (until - from) * size);
}
