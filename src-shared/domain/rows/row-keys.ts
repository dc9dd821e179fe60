import type { MunicipalityCode, TicketNumber } from '../identifiers.ts';

/** A ticket as one number: the first five digits of the municipality code (the sixth follows from them) and the ticket number. */
export type TicketKey = number;

const TICKETS = 1e10;

/** At most 999999999999999, far inside what a number holds exactly. */
export function ticketKey(municipalityCode: MunicipalityCode, ticketNumber: TicketNumber): TicketKey {
  return Number(municipalityCode.slice(0, 5)) * TICKETS + Number(ticketNumber);
}

/** The first five digits of its municipality's code, as a number. */
export const municipalityOf = (key: TicketKey): number => Math.floor(key / TICKETS);

/** The ten digits of a ticket again, for sentences. */
export function ticketNumberOf(key: TicketKey): string {
  return String(key % TICKETS).padStart(10, '0');
}

// As numbers of 32 bits with a sign: the engine keeps those, and what is made of them, without a fraction.
const SEED_A = 0xdeadbeef | 0;
const SEED_B = 0x41c6ce57;
const WORDS = 2 ** 32;
const TWO_BYTES = 0xffff;

/**
 * A 48-bit digest of some texts (of cyrb53, public domain): whether two rows have the same content, without keeping either. 0 for no text at
 * all. Two different rows are taken for one another once in 10^14 comparisons; nobody gains from forging it, as it only compares rows
 * of one file and their records.
 */
export function digestOf(...texts: readonly string[]): number {
  if (texts.every((text) => text === '')) return 0;
  let high = SEED_A;
  let low = SEED_B;
  for (const text of texts) {
    for (let index = 0; index < text.length; index += 1) {
      high = Math.imul(high ^ text.charCodeAt(index), 2_654_435_761);
      low = Math.imul(low ^ text.charCodeAt(index), 1_597_334_677);
    }
    // A separator that no cell contains: ('ab', 'c') and ('a', 'bc') differ.
    high = Math.imul(high ^ 0x1f, 2_654_435_761);
    low = Math.imul(low ^ 0x1f, 1_597_334_677);
  }
  return digestOfState(high, low);
}

/** The digest of some texts out of the digest of each, for whoever has those already; 0 for no text at all. */
export class DigestMix {
  #high = SEED_A;
  #low = SEED_B;
  #isEmpty = true;

  /** What was added is forgotten. */
  begin(): void {
    this.#high = SEED_A;
    this.#low = SEED_B;
    this.#isEmpty = true;
  }

  /** The next one: what `digestOf` gives of the text alone. */
  add(digest: number): void {
    if (digest !== 0) this.#isEmpty = false;
    this.#word(digest | 0);
    this.#word(Math.floor(digest / WORDS));
  }

  value(): number {
    return this.#isEmpty ? 0 : digestOfState(this.#high, this.#low);
  }

  #word(word: number): void {
    const high = Math.imul(this.#high ^ word, 2_654_435_761);
    const low = Math.imul(this.#low ^ word, 1_597_334_677);
    this.#high = high ^ (high >>> 15);
    this.#low = low ^ (low >>> 14);
  }
}

/** As `DigestMix` makes it of the texts' own digests. */
export function digestOfAll(texts: readonly string[]): number {
  const mix = new DigestMix();
  for (const text of texts) mix.add(digestOf(text));
  return mix.value();
}

/** Out of the state that all units of the texts have left. */
export function digestOfState(high: number, low: number): number {
  const one = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  const other = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(one ^ (one >>> 13), 3_266_489_909);
  return WORDS * (TWO_BYTES & other) + (one >>> 0) || 1;
}
