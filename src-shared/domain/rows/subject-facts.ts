import { addresseeOf, firstOfAddressee, restOfAddressee } from './addressee-key.ts';
import { municipalityOf, type TicketKey } from './row-keys.ts';

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

/** The rows of a file as numbers, in its order, 32 to 40 bytes each. A row's place is its number here. */
export class SubjectFacts {
  #count = 0;
  #capacity: number;
  #line: Int32Array;
  #ticket: Float64Array;
  #first: Float64Array;
  /** Only where some 宛名番号 has more than eight characters. */
  #rest: Float64Array | undefined;
  #birthDay: Int32Array;
  #content: Float64Array;

  /** `capacity`: how many rows are expected; more make it grow. */
  constructor(capacity = FIRST_CAPACITY) {
    const rows = Math.max(capacity, FIRST_CAPACITY);
    this.#capacity = rows;
    this.#line = new Int32Array(rows);
    this.#ticket = new Float64Array(rows);
    this.#first = new Float64Array(rows);
    this.#birthDay = new Int32Array(rows);
    this.#content = new Float64Array(rows);
  }

  get count(): number {
    return this.#count;
  }

  /** Its place is the count before. */
  add({ line, ticket, first, rest, birthDay, content }: SubjectRow): void {
    const at = this.#count;
    if (at === this.#capacity) this.#grow();
    this.#line[at] = line;
    this.#ticket[at] = ticket;
    this.#first[at] = first;
    if (rest !== 0) (this.#rest ??= new Float64Array(this.#capacity))[at] = rest;
    this.#birthDay[at] = birthDay;
    this.#content[at] = content;
    this.#count += 1;
  }

  lineAt(place: number): number {
    return this.#line[place] ?? 0;
  }

  ticketAt(place: number): TicketKey {
    return this.#ticket[place] ?? 0;
  }

  addresseeNumberAt(place: number): string {
    return addresseeOf(this.#first[place] ?? 0, this.#rest?.[place] ?? 0);
  }

  isAddressee(place: number, addresseeNumber: string): boolean {
    return (
      this.#first[place] === firstOfAddressee(addresseeNumber) &&
      (this.#rest?.[place] ?? 0) === restOfAddressee(addresseeNumber)
    );
  }

  isSamePerson(one: number, other: number): boolean {
    return (
      this.#first[one] === this.#first[other] &&
      this.#rest?.[one] === this.#rest?.[other] &&
      municipalityOf(this.ticketAt(one)) === municipalityOf(this.ticketAt(other))
    );
  }

  birthDayAt(place: number): number {
    return this.#birthDay[place] ?? 0;
  }

  isSame(one: number, other: number): boolean {
    return this.#content[one] === this.#content[other];
  }

  #grow(): void {
    const capacity = Math.ceil(this.#capacity * 1.5);
    this.#capacity = capacity;
    this.#line = grown(this.#line, new Int32Array(capacity));
    this.#ticket = grown(this.#ticket, new Float64Array(capacity));
    this.#first = grown(this.#first, new Float64Array(capacity));
    this.#rest &&= grown(this.#rest, new Float64Array(capacity));
    this.#birthDay = grown(this.#birthDay, new Int32Array(capacity));
    this.#content = grown(this.#content, new Float64Array(capacity));
  }
}

function grown<Numbers extends Float64Array | Int32Array>(old: Numbers, larger: Numbers): Numbers {
  larger.set(old);
  return larger;
}
