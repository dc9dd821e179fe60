import { addresseeOf, firstOfAddressee, restOfAddressee } from './addressee-key.ts';
import { DayColumn, grown, WideColumn } from './number-columns.ts';
import { municipalityOf, type TicketKey } from './row-keys.ts';
import { RowLines } from './row-lines.ts';
import { TicketColumn } from './ticket-column.ts';

const FIRST_CAPACITY = 1 << 12;

/** What the checks across rows need of a 接種対象者 row: numbers only, digests in place of texts. */
export interface SubjectRow {
  readonly line: number;
  readonly ticket: TicketKey;
  /** The two numbers of 宛名番号 (`addressee-key.ts`): who it is, together with the municipality of the ticket. */
  readonly first: number;
  readonly rest: number;
  readonly birthDay: number;
  /** Digest of every cell, 個人番号 among them. */
  readonly content: number;
}

/** The rows of a file as numbers, in its order, some 20 to 30 bytes each. A row's place is its number here. */
export class SubjectFacts {
  #capacity: number;
  readonly #lines = new RowLines();
  readonly #ticket: TicketColumn;
  /** Eight characters of 宛名番号 are less than 2^48. */
  readonly #first: WideColumn;
  /** Only where some 宛名番号 has more than eight characters. */
  #rest: Float64Array | undefined;
  readonly #birthDay: DayColumn;
  readonly #content: WideColumn;

  /** `capacity`: how many rows are expected; more make it grow. */
  constructor(capacity = FIRST_CAPACITY) {
    const rows = Math.max(capacity, FIRST_CAPACITY);
    this.#capacity = rows;
    this.#ticket = new TicketColumn(rows);
    this.#first = new WideColumn(rows);
    this.#birthDay = new DayColumn(rows);
    this.#content = new WideColumn(rows);
  }

  get count(): number {
    return this.#lines.count;
  }

  /** Its place is the count before. Lines grow. */
  add({ line, ticket, first, rest, birthDay, content }: SubjectRow): void {
    const at = this.count;
    if (at === this.#capacity) this.#grow();
    this.#lines.add(line);
    this.#ticket.set(at, ticket);
    this.#first.set(at, first);
    if (rest !== 0) (this.#rest ??= new Float64Array(this.#capacity))[at] = rest;
    this.#birthDay.set(at, birthDay);
    this.#content.set(at, content);
  }

  lineAt(place: number): number {
    return this.#lines.lineOf(place);
  }

  /** Undefined for a line without a row. */
  placeOfLine(line: number): number | undefined {
    return this.#lines.rowOf(line);
  }

  ticketAt(place: number): TicketKey {
    return this.#ticket.at(place);
  }

  addresseeNumberAt(place: number): string {
    return addresseeOf(this.#first.at(place), this.#rest?.[place] ?? 0);
  }

  isAddressee(place: number, addresseeNumber: string): boolean {
    return (
      this.#first.at(place) === firstOfAddressee(addresseeNumber) &&
      (this.#rest?.[place] ?? 0) === restOfAddressee(addresseeNumber)
    );
  }

  isSamePerson(one: number, other: number): boolean {
    return (
      this.#first.at(one) === this.#first.at(other) &&
      this.#rest?.[one] === this.#rest?.[other] &&
      municipalityOf(this.ticketAt(one)) === municipalityOf(this.ticketAt(other))
    );
  }

  birthDayAt(place: number): number {
    return this.#birthDay.at(place);
  }

  isSame(one: number, other: number): boolean {
    return this.#content.at(one) === this.#content.at(other);
  }

  #grow(): void {
    const capacity = Math.ceil(this.#capacity * 1.5);
    this.#capacity = capacity;
    this.#ticket.makeRoom(capacity);
    this.#first.makeRoom(capacity);
    this.#rest &&= grown(this.#rest, new Float64Array(capacity));
    this.#birthDay.makeRoom(capacity);
    this.#content.makeRoom(capacity);
  }
}
