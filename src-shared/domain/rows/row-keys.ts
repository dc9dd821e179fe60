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

const SEED_A = 0xdeadbeef;
const SEED_B = 0x41c6ce57;

/**
 * A 53-bit digest of some texts (cyrb53, public domain): whether two rows have the same content, without keeping either. 0 for no text at
 * all. Two different rows are taken for one another once in 10^15 comparisons; nobody gains from forging it, as it only compares rows
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
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0) || 1;
}
