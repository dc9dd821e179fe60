import { DigestTable } from './digest-table.ts';
import { DayColumn, NarrowColumn, WideColumn } from './number-columns.ts';
import { NO_DAY, type RecordRow } from './record-rows.ts';
import { RowLines } from './row-lines.ts';
import type { TicketKey } from './row-keys.ts';
import { TicketColumn } from './ticket-column.ts';

const FIRST_CAPACITY = 1 << 12;
/** What lies beside the ticket: whether the row can be stored, its kind, and above those its dose. */
const STORABLE = 1;
const INJECTION = 2;
const DOSE_SHIFT = 2;

/** Columns that few files have take room only where a row has something in them. */
type Rare<Numbers> = Numbers | undefined;

export type RowAs = Partial<Pick<RecordRow, 'place' | 'storable'>>;

/** A row that is read where it lies: most checks look at two or three numbers of it. */
class HeldRow implements RecordRow {
  readonly #facts: RecordFacts;
  readonly #at: number;
  readonly place: number;
  readonly storable: boolean;

  constructor(facts: RecordFacts, at: number, place: number, storable: boolean) {
    this.#facts = facts;
    this.#at = at;
    this.place = place;
    this.storable = storable;
  }

  get line(): number {
    return this.#facts.lineAt(this.#at);
  }

  get ticket(): TicketKey {
    return this.#facts.ticketAt(this.#at);
  }

  get dose(): number {
    return this.#facts.doseAt(this.#at);
  }

  get injection(): boolean {
    return this.#facts.isInjection(this.#at);
  }

  get day(): number {
    return this.#facts.dayAt(this.#at);
  }

  get venue(): number {
    return this.#facts.venueAt(this.#at);
  }

  get lot(): number {
    return this.#facts.lotAt(this.#at);
  }

  get maker(): number {
    return this.#facts.makerAt(this.#at);
  }

  get vaccine(): number {
    return this.#facts.vaccineAt(this.#at);
  }

  get otherContent(): number {
    return this.#facts.otherContentAt(this.#at);
  }

  get holder(): number {
    return this.#facts.holderAt(this.#at);
  }

  get birthDay(): number {
    return this.#facts.birthDayAt(this.#at);
  }

  get name(): number {
    return this.#facts.nameAt(this.#at);
  }
}

/**
 * The rows of a file as numbers, in its order, some 20 to 30 bytes each, so that millions fit in. A row's place is its number here.
 * `capacity` says how many are expected; more make it grow.
 */
export class RecordFacts {
  #capacity: number;
  readonly #lines = new RowLines();
  readonly #digests = new DigestTable();
  readonly #ticket: TicketColumn;
  readonly #day: DayColumn;
  /** Numbers of digests, as all that few rows have of their own. */
  readonly #venue: NarrowColumn;
  readonly #lot: NarrowColumn;
  readonly #maker: NarrowColumn;
  readonly #otherContent: NarrowColumn;
  readonly #vaccine: NarrowColumn;
  #holder: Rare<WideColumn>;
  #birthDay: Rare<DayColumn>;
  #name: Rare<WideColumn>;

  constructor(capacity = FIRST_CAPACITY) {
    const rows = Math.max(capacity, FIRST_CAPACITY);
    this.#capacity = rows;
    this.#ticket = new TicketColumn(rows);
    this.#day = new DayColumn(rows);
    this.#venue = new NarrowColumn(rows);
    this.#lot = new NarrowColumn(rows);
    this.#maker = new NarrowColumn(rows);
    this.#otherContent = new NarrowColumn(rows);
    this.#vaccine = new NarrowColumn(rows);
  }

  get count(): number {
    return this.#lines.count;
  }

  /** Its place is the count before. Lines grow. */
  add(row: RecordRow): void {
    const at = this.count;
    if (at === this.#capacity) this.#grow();
    this.#lines.add(row.line);
    const kind = (row.injection ? INJECTION : 0) | (row.storable ? STORABLE : 0);
    this.#ticket.set(at, row.ticket, (row.dose << DOSE_SHIFT) | kind);
    this.#day.set(at, row.day);
    this.#venue.set(at, this.#digests.numberOf(row.venue));
    this.#lot.set(at, this.#digests.numberOf(row.lot));
    this.#maker.set(at, this.#digests.numberOf(row.maker));
    this.#otherContent.set(at, this.#digests.numberOf(row.otherContent));
    this.#vaccine.set(at, row.vaccine);
    if (row.holder !== 0) (this.#holder ??= new WideColumn(this.#capacity)).set(at, row.holder);
    if (row.birthDay !== NO_DAY || this.#birthDay) this.#birthDays(at).set(at, row.birthDay);
    if (row.name !== 0) (this.#name ??= new WideColumn(this.#capacity)).set(at, row.name);
  }

  ticketAt(place: number): TicketKey {
    return this.#ticket.at(place);
  }

  lineAt(place: number): number {
    return this.#lines.lineOf(place);
  }

  /** Undefined for a line without a row. */
  placeOfLine(line: number): number | undefined {
    return this.#lines.rowOf(line);
  }

  doseAt(place: number): number {
    return this.#ticket.tagAt(place) >>> DOSE_SHIFT;
  }

  isStorable(place: number): boolean {
    return (this.#ticket.tagAt(place) & STORABLE) !== 0;
  }

  isInjection(place: number): boolean {
    return (this.#ticket.tagAt(place) & INJECTION) !== 0;
  }

  /** Whether two rows of one ticket and dose say the same. */
  isSame(one: number, other: number): boolean {
    return (
      this.#day.at(one) === this.#day.at(other) &&
      this.#venue.at(one) === this.#venue.at(other) &&
      this.#lot.at(one) === this.#lot.at(other) &&
      this.#maker.at(one) === this.#maker.at(other) &&
      this.#otherContent.at(one) === this.#otherContent.at(other) &&
      this.holderAt(one) === this.holderAt(other) &&
      this.birthDayAt(one) === this.birthDayAt(other) &&
      this.nameAt(one) === this.nameAt(other)
    );
  }

  /** A number below 2^32 that rows which are the same have in common, and few others. */
  likenessAt(place: number): number {
    let hash = mixed(this.#day.at(place), this.#venue.at(place));
    hash = mixed(hash, this.#lot.at(place));
    hash = mixed(hash, this.#maker.at(place));
    hash = mixed(hash, this.#otherContent.at(place));
    hash = mixed(hash, this.holderAt(place));
    hash = mixed(hash, this.birthDayAt(place));
    return mixed(hash, this.nameAt(place)) >>> 0;
  }

  /** As arrays for `carriedOver`: the same number for the same venue, day and so on. */
  get columns(): Readonly<Record<'venue' | 'day' | 'lot' | 'vaccine', ArrayLike<number>>> {
    return {
      venue: this.#venue.numbers,
      day: this.#day.numbers,
      lot: this.#lot.numbers,
      vaccine: this.#vaccine.numbers,
    };
  }

  /** Behind the highest number that `digestOf` knows. */
  get digestCount(): number {
    return this.#digests.count;
  }

  /** Of a number of a venue or a lot. */
  digestOf(number: number): number {
    return this.#digests.digestOf(number);
  }

  dayAt(place: number): number {
    return this.#day.at(place);
  }

  vaccineAt(place: number): number {
    return this.#vaccine.at(place);
  }

  venueAt(place: number): number {
    return this.#digests.digestOf(this.#venue.at(place));
  }

  lotAt(place: number): number {
    return this.#digests.digestOf(this.#lot.at(place));
  }

  makerAt(place: number): number {
    return this.#digests.digestOf(this.#maker.at(place));
  }

  otherContentAt(place: number): number {
    return this.#digests.digestOf(this.#otherContent.at(place));
  }

  holderAt(place: number): number {
    return this.#holder?.at(place) ?? 0;
  }

  birthDayAt(place: number): number {
    return this.#birthDay?.at(place) ?? NO_DAY;
  }

  nameAt(place: number): number {
    return this.#name?.at(place) ?? 0;
  }

  /** `as`: what it is to say of its place and of being storable, where that is not what is held. */
  rowAt(place: number, as?: RowAs): RecordRow {
    return new HeldRow(this, place, as?.place ?? place, as?.storable ?? this.isStorable(place));
  }

  /** Nobody asks any more whom the rows name: 宛名番号, birth date and name are forgotten, and their memory is free at once. */
  forgetPeople(): void {
    for (const column of [this.#holder, this.#birthDay, this.#name]) column?.release();
    this.#holder = undefined;
    this.#birthDay = undefined;
    this.#name = undefined;
  }

  /** The rows before this one have none. */
  #birthDays(at: number): DayColumn {
    if (this.#birthDay) return this.#birthDay;
    this.#birthDay = new DayColumn(this.#capacity);
    for (let place = 0; place < at; place += 1) this.#birthDay.set(place, NO_DAY);
    return this.#birthDay;
  }

  #grow(): void {
    const capacity = Math.ceil(this.#capacity * 1.5);
    this.#capacity = capacity;
    this.#ticket.makeRoom(capacity);
    this.#day.makeRoom(capacity);
    this.#venue.makeRoom(capacity);
    this.#lot.makeRoom(capacity);
    this.#maker.makeRoom(capacity);
    this.#otherContent.makeRoom(capacity);
    this.#vaccine.makeRoom(capacity);
    this.#birthDay?.makeRoom(capacity);
    this.#holder?.makeRoom(capacity);
    this.#name?.makeRoom(capacity);
  }
}

/** Of a number of more than 32 bits the lower ones: they are as different as all of them. */
function mixed(hash: number, number: number): number {
  const both = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ number;
  return Math.imul(both ^ (both >>> 13), 0x9e3779b1);
}
