import { DigestTable } from './digest-table.ts';
import { NO_DAY, type RecordRow } from './record-rows.ts';
import { municipalityOf, type TicketKey } from './row-keys.ts';

const FIRST_CAPACITY = 1 << 12;
const TICKETS = 1e10;
const STORABLE = 1;
const INJECTION = 2;
const DOSE_SHIFT = 2;
const DOSES = 0xf;
/** A ticket number has 34 bits: two of them lie beside the rest. */
const TICKET_SHIFT = 6;
const TICKET_BITS = 0x3;
const LOW_TICKETS = 2 ** 32;
const MUNICIPALITY_SHIFT = 8;

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
    return this.#facts.day[this.#at] ?? NO_DAY;
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
    return this.#facts.vaccine[this.#at] ?? 0;
  }

  get content(): number {
    return this.#facts.contentAt(this.#at);
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
 * The rows of a file as numbers, in its order, some 40 bytes each, so that millions fit in. A row's place is its number here. `capacity`
 * says how many are expected; more make it grow.
 */
export class RecordFacts {
  #count = 0;
  #capacity: number;
  readonly #digests = new DigestTable();
  #line: Int32Array;
  /** Municipality, dose, kind, and whether it can be stored. */
  #packed: Uint32Array;
  /** The lower 32 bits of the ten digits: what is above them an array of such numbers leaves out. */
  #ticket: Uint32Array;
  #content: Float64Array;
  #maker: Uint32Array;
  #holder: Rare<Float64Array>;
  #birthDay: Rare<Int32Array>;
  #name: Rare<Float64Array>;
  /** The same number for the same venue, lot and so on, as `carriedOver` wants them. */
  day: Int32Array;
  venue: Uint32Array;
  lot: Uint32Array;
  vaccine: Uint8Array;

  constructor(capacity = FIRST_CAPACITY) {
    const rows = Math.max(capacity, FIRST_CAPACITY);
    this.#capacity = rows;
    this.#line = new Int32Array(rows);
    this.#packed = new Uint32Array(rows);
    this.#ticket = new Uint32Array(rows);
    this.#content = new Float64Array(rows);
    this.#maker = new Uint32Array(rows);
    this.day = new Int32Array(rows);
    this.venue = new Uint32Array(rows);
    this.lot = new Uint32Array(rows);
    this.vaccine = new Uint8Array(rows);
  }

  get count(): number {
    return this.#count;
  }

  /** Its place is the count before. */
  add(row: RecordRow): void {
    const at = this.#count;
    if (at === this.#capacity) this.#grow();
    this.#line[at] = row.line;
    const municipality = municipalityOf(row.ticket);
    const kind = (row.injection ? INJECTION : 0) | (row.storable ? STORABLE : 0);
    const ticket = row.ticket - municipality * TICKETS;
    const high = Math.floor(ticket / LOW_TICKETS) << TICKET_SHIFT;
    this.#packed[at] = (municipality << MUNICIPALITY_SHIFT) | high | (row.dose << DOSE_SHIFT) | kind;
    this.#ticket[at] = ticket;
    this.#content[at] = row.content;
    this.#maker[at] = this.#digests.numberOf(row.maker);
    this.day[at] = row.day;
    this.venue[at] = this.#digests.numberOf(row.venue);
    this.lot[at] = this.#digests.numberOf(row.lot);
    this.vaccine[at] = row.vaccine;
    if (row.holder !== 0) (this.#holder ??= new Float64Array(this.#capacity))[at] = row.holder;
    if (row.birthDay !== NO_DAY)
      (this.#birthDay ??= new Int32Array(this.#capacity).fill(NO_DAY))[at] = row.birthDay;
    if (row.name !== 0) (this.#name ??= new Float64Array(this.#capacity))[at] = row.name;
    this.#count += 1;
  }

  ticketAt(place: number): TicketKey {
    const packed = this.#packed[place] ?? 0;
    const ticket = ((packed >>> TICKET_SHIFT) & TICKET_BITS) * LOW_TICKETS + (this.#ticket[place] ?? 0);
    return (packed >>> MUNICIPALITY_SHIFT) * TICKETS + ticket;
  }

  lineAt(place: number): number {
    return this.#line[place] ?? 0;
  }

  doseAt(place: number): number {
    return ((this.#packed[place] ?? 0) >>> DOSE_SHIFT) & DOSES;
  }

  isStorable(place: number): boolean {
    return ((this.#packed[place] ?? 0) & STORABLE) !== 0;
  }

  contentAt(place: number): number {
    return this.#content[place] ?? 0;
  }

  /** Whether two rows of one ticket and dose say the same. */
  isSame(one: number, other: number): boolean {
    return (
      this.#content[one] === this.#content[other] &&
      this.#holder?.[one] === this.#holder?.[other] &&
      this.#birthDay?.[one] === this.#birthDay?.[other] &&
      this.#name?.[one] === this.#name?.[other]
    );
  }

  isInjection(place: number): boolean {
    return ((this.#packed[place] ?? 0) & INJECTION) !== 0;
  }

  /** Behind the highest number that `digestOf` knows. */
  get digestCount(): number {
    return this.#digests.count;
  }

  /** Of a number in `venue` and `lot`. */
  digestOf(number: number): number {
    return this.#digests.digestOf(number);
  }

  venueAt(place: number): number {
    return this.#digests.digestOf(this.venue[place] ?? 0);
  }

  lotAt(place: number): number {
    return this.#digests.digestOf(this.lot[place] ?? 0);
  }

  makerAt(place: number): number {
    return this.#digests.digestOf(this.#maker[place] ?? 0);
  }

  holderAt(place: number): number {
    return this.#holder?.[place] ?? 0;
  }

  birthDayAt(place: number): number {
    return this.#birthDay?.[place] ?? NO_DAY;
  }

  nameAt(place: number): number {
    return this.#name?.[place] ?? 0;
  }

  /** `as`: what it is to say of its place and of being storable, where that is not what is held. */
  rowAt(place: number, as?: RowAs): RecordRow {
    return new HeldRow(this, place, as?.place ?? place, as?.storable ?? this.isStorable(place));
  }

  #grow(): void {
    const capacity = Math.ceil(this.#capacity * 1.5);
    this.#capacity = capacity;
    this.#line = grown(this.#line, new Int32Array(capacity));
    this.#packed = grown(this.#packed, new Uint32Array(capacity));
    this.#ticket = grown(this.#ticket, new Uint32Array(capacity));
    this.#content = grown(this.#content, new Float64Array(capacity));
    this.#maker = grown(this.#maker, new Uint32Array(capacity));
    this.#holder &&= grown(this.#holder, new Float64Array(capacity));
    this.#birthDay &&= grown(this.#birthDay, new Int32Array(capacity).fill(NO_DAY));
    this.#name &&= grown(this.#name, new Float64Array(capacity));
    this.day = grown(this.day, new Int32Array(capacity));
    this.venue = grown(this.venue, new Uint32Array(capacity));
    this.lot = grown(this.lot, new Uint32Array(capacity));
    this.vaccine = grown(this.vaccine, new Uint8Array(capacity));
  }
}

function grown<Numbers extends Float64Array | Int32Array | Uint32Array | Uint8Array>(
  old: Numbers,
  larger: Numbers,
): Numbers {
  larger.set(old);
  return larger;
}
