import { grown } from './number-columns.ts';
import { municipalityOf, type TicketKey } from './row-keys.ts';

const TICKETS = 1e10;
/** A ticket number has 34 bits: two of them lie beside the rest, and six bits beside those are its owner's. */
const LOW_TICKETS = 2 ** 32;
const HIGH_BITS = 2;
const HIGH = 0x3;

/** The tickets of a file's rows in five bytes each, and four more where some are of another municipality than the first. */
export class TicketColumn {
  #low: Uint32Array;
  #high: Uint8Array;
  /** Of the first row. */
  #usual = -1;
  #municipality: Int32Array | undefined;

  constructor(room: number) {
    this.#low = new Uint32Array(room);
    this.#high = new Uint8Array(room);
  }

  at(place: number): TicketKey {
    const municipality = this.#municipality?.[place] ?? this.#usual;
    const high = ((this.#high[place] ?? 0) & HIGH) * LOW_TICKETS;
    return municipality * TICKETS + high + (this.#low[place] ?? 0);
  }

  /** Six bits that came with the ticket. */
  tagAt(place: number): number {
    return (this.#high[place] ?? 0) >>> HIGH_BITS;
  }

  /** `tag`: below 64, whatever its owner has to say. */
  set(place: number, key: TicketKey, tag = 0): void {
    const municipality = municipalityOf(key);
    const ticket = key - municipality * TICKETS;
    this.#low[place] = ticket;
    this.#high[place] = (tag << HIGH_BITS) | Math.floor(ticket / LOW_TICKETS);
    if (this.#usual === -1) this.#usual = municipality;
    if (municipality !== this.#usual)
      this.#municipality ??= new Int32Array(this.#low.length).fill(this.#usual);
    if (this.#municipality) this.#municipality[place] = municipality;
  }

  makeRoom(room: number): void {
    this.#low = grown(this.#low, new Uint32Array(room));
    this.#high = grown(this.#high, new Uint8Array(room));
    this.#municipality &&= grown(this.#municipality, new Int32Array(room));
  }
}
