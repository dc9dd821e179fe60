import { DigestTable } from '../../../src-shared/domain/rows/digest-table.ts';
import { type RecordRow, recordRowOf } from '../../../src-shared/domain/rows/record-rows.ts';
import type { SqlDatabase } from '../../cache/encrypted-database.ts';
import type { StagedRows } from '../checking/staged-rows.ts';
import type { RowProofs } from './row-proofs.ts';

/** A record of a ledger has a row for each of its doses, by their numbers. */
const DOSES = 8;
/** Rows of one piece as they are stored: an edit of one row writes one piece. */
const PIECE_ROWS = 4_096;
const PIECE_DIGESTS = 4_096;
/** So many rows are written between two steps of the progress. */
const PART_ROWS = PIECE_ROWS * 64;

const schema = `
  CREATE TABLE IF NOT EXISTS venue_piece (
    piece INTEGER PRIMARY KEY, venue BLOB NOT NULL, lot BLOB NOT NULL, day BLOB NOT NULL, vaccine BLOB NOT NULL,
    storable BLOB NOT NULL
  );
  CREATE TABLE IF NOT EXISTS venue_digest (piece INTEGER PRIMARY KEY, digests BLOB NOT NULL);
`;

type Tables = Pick<SqlDatabase, 'prepare' | 'execute'>;

interface PieceRow {
  readonly piece: number;
  readonly venue: Uint8Array;
  readonly lot: Uint8Array;
  readonly day: Uint8Array;
  readonly vaccine: Uint8Array;
  readonly storable: Uint8Array;
}

/** The rows of a file as a check has them in memory, by their places among the rows that it looks at together. */
export interface VenueFacts {
  readonly count: number;
  /** Venue and lot have numbers of their own, of which `digestOf` gives the digest. */
  readonly columns: Readonly<Record<'venue' | 'lot' | 'vaccine', ArrayLike<number>>>;
  dayAt(place: number): number;
  readonly digestCount: number;
  digestOf(number: number): number;
  isStorable(place: number): boolean;
}

/**
 * Venue, day, lot and vaccine of every row as numbers: what a setting left over from another day is seen by. It takes all rows of a file to
 * see that, so they lie beside the rows, fourteen bytes for each. Venues and lots have the numbers of their digests here.
 */
export class VenueColumns {
  readonly #slots: number;
  readonly venue: Uint32Array;
  readonly lot: Uint32Array;
  readonly day: Int32Array;
  readonly vaccine: Uint8Array;
  readonly storable: Uint8Array;
  readonly #digests = new DigestTable();
  #storedDigests = 1;
  readonly #changed = new Set<number>();

  private constructor(rowCount: number, slots: number) {
    this.#slots = slots;
    const count = rowCount * slots;
    this.venue = new Uint32Array(count);
    this.lot = new Uint32Array(count);
    this.day = new Int32Array(count);
    this.vaccine = new Uint8Array(count);
    this.storable = new Uint8Array(count);
  }

  /** Undefined where they were never made. */
  static stored(database: Tables, rowCount: number, isLedger: boolean): VenueColumns | undefined {
    database.execute(schema);
    const columns = new VenueColumns(rowCount, isLedger ? DOSES : 1);
    const digests = database.prepare<[], { readonly digests: Uint8Array }>(
      'SELECT digests FROM venue_digest ORDER BY piece',
    );
    for (const piece of digests.iterate())
      for (const digest of new Float64Array(Uint8Array.from(piece.digests).buffer))
        columns.#digests.numberOf(digest);
    columns.#storedDigests = columns.#digests.count;
    let isAny = false;
    const pieces = database.prepare<[], PieceRow>('SELECT * FROM venue_piece');
    for (const { piece, ...bytes } of pieces.iterate()) {
      isAny = true;
      for (const [name, column] of columns.#columns())
        bytesOf(column, columns.#from(piece), columns.#until(piece)).set(bytes[name]);
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
    for (let piece = 0; columns.#from(piece) < columns.count; piece += 1) columns.#changed.add(piece);
    return columns;
  }

  /** Inside a transaction of the caller, from what a check of every row had in memory: piece by piece. Not for a ledger. */
  static write(
    database: Tables,
    facts: VenueFacts,
    rowCount: number,
    rowAt: (place: number) => number,
    onPart: () => void = () => undefined,
  ): void {
    VenueColumns.forget(database);
    const piece = new VenueColumns(Math.min(PIECE_ROWS, rowCount), 1);
    const insert = insertPiece(database);
    const { venue, lot, vaccine } = facts.columns;
    // Each venue and lot is looked for once, not once a row.
    const numbers = new Uint32Array(facts.digestCount);
    const numberOf = (number: number): number => {
      if (number !== 0 && numbers[number] === 0)
        numbers[number] = piece.#digests.numberOf(facts.digestOf(number));
      return numbers[number] ?? 0;
    };
    let place = 0;
    for (let first = 0; first < rowCount; first += PIECE_ROWS) {
      const end = Math.min(first + PIECE_ROWS, rowCount);
      for (const [, column] of piece.#columns()) column.fill(0);
      for (; place < facts.count && rowAt(place) < end; place += 1) {
        const at = rowAt(place) - first;
        piece.venue[at] = numberOf(venue[place] ?? 0);
        piece.lot[at] = numberOf(lot[place] ?? 0);
        piece.day[at] = facts.dayAt(place);
        piece.vaccine[at] = vaccine[place] ?? 0;
        piece.storable[at] = facts.isStorable(place) ? 1 : 0;
      }
      insert(first / PIECE_ROWS, piece, 0, end - first);
      if (first % PART_ROWS === 0) onPart();
    }
    piece.#storeDigests(database);
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

  isStorable(place: number): boolean {
    return this.storable[place] === 1;
  }

  /** The row as it is in that version. */
  putRow(staged: StagedRows, row: number): void {
    const from = row * this.#slots;
    this.storable.fill(0, from, from + this.#slots);
    const checked = staged.check(row);
    for (const { block, values } of checked?.rows ?? []) {
      const facts = recordRowOf(row, row, values, checked?.row !== undefined);
      if (facts) this.#put(from + block, facts);
    }
    this.#changed.add(Math.floor(row / PIECE_ROWS));
  }

  /** Inside a transaction of the caller: what was put since they were read. */
  store(database: Tables): void {
    database.execute(schema);
    const insert = insertPiece(database);
    for (const piece of this.#changed) insert(piece, this, this.#from(piece), this.#until(piece));
    this.#changed.clear();
    this.#storeDigests(database);
  }

  /** Inside a transaction of the caller: they are made anew when they are needed next. */
  static forget(database: Pick<SqlDatabase, 'execute'>): void {
    database.execute(schema);
    database.execute('DELETE FROM venue_piece; DELETE FROM venue_digest');
  }

  /** Numbers only grow: the last piece is filled up, and new ones come behind it. 0 is the number of no digest. */
  #storeDigests(database: Tables): void {
    if (this.#storedDigests === this.#digests.count) return;
    const insert = database.prepare<[number, Uint8Array]>(
      'INSERT OR REPLACE INTO venue_digest VALUES (?, ?)',
    );
    const last = this.#digests.count - 1;
    for (
      let piece = Math.floor((this.#storedDigests - 1) / PIECE_DIGESTS);
      piece * PIECE_DIGESTS < last;
      piece += 1
    ) {
      const first = piece * PIECE_DIGESTS + 1;
      const digests = Float64Array.from({ length: Math.min(PIECE_DIGESTS, last - first + 1) }, (_, index) =>
        this.#digests.digestOf(first + index),
      );
      insert.run(piece, bytesOf(digests, 0, digests.length));
    }
    this.#storedDigests = this.#digests.count;
  }

  #put(place: number, row: Pick<RecordRow, 'venue' | 'lot' | 'day' | 'vaccine' | 'storable'>): void {
    this.venue[place] = this.#digests.numberOf(row.venue);
    this.lot[place] = this.#digests.numberOf(row.lot);
    this.day[place] = row.day;
    this.vaccine[place] = row.vaccine;
    this.storable[place] = row.storable ? 1 : 0;
  }

  #columns() {
    const { venue, lot, day, vaccine } = this;
    return [
      ['venue', venue],
      ['lot', lot],
      ['day', day],
      ['vaccine', vaccine],
      ['storable', this.storable],
    ] as const;
  }

  #from(piece: number): number {
    return piece * PIECE_ROWS * this.#slots;
  }

  #until(piece: number): number {
    return Math.min(this.#from(piece + 1), this.count);
  }
}

type InsertPiece = (piece: number, columns: VenueColumns, from: number, until: number) => void;

function insertPiece(database: Pick<SqlDatabase, 'prepare'>): InsertPiece {
  const insert = database.prepare<[number, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array]>(
    'INSERT OR REPLACE INTO venue_piece VALUES (?, ?, ?, ?, ?, ?)',
  );
  return (piece, { venue, lot, day, vaccine, storable }, from, until) => {
    const bytes = (column: Column): Uint8Array => bytesOf(column, from, until);
    insert.run(piece, bytes(venue), bytes(lot), bytes(day), bytes(vaccine), bytes(storable));
  };
}

type Column = Uint32Array | Int32Array | Uint8Array | Float64Array;

function bytesOf(column: Column, from: number, until: number): Uint8Array {
  const size = column.BYTES_PER_ELEMENT;
  return new Uint8Array(column.buffer, column.byteOffset + from * size, (until - from) * size);
}
