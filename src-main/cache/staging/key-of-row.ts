import { digestOf, municipalityOf, type TicketKey } from '../../../src-shared/domain/rows/row-keys.ts';

const TICKETS = 2 ** 34;
/** Keys of people are below this. */
const PERSON_KEYS = 2 ** 40;

/**
 * A ticket as a key of 40 bits: the ten digits exactly, and six bits of the municipality. Two municipalities may share those, so whoever
 * finds rows by it compares.
 */
export function ticketKeyOf(municipalityCode: string, ticketNumber: string): number {
  return ticketKeyOfNumbers(Number(municipalityCode.slice(0, 5)), Number(ticketNumber));
}

/** The same of a ticket as one number. */
export function ticketKeyOfTicket(ticket: TicketKey): number {
  const municipality = municipalityOf(ticket);
  return ticketKeyOfNumbers(municipality, ticket - municipality * 1e10);
}

/** `municipality`: the first five digits of the code. Ticket numbers sort within a municipality. */
export function ticketKeyOfNumbers(municipality: number, ticketNumber: number): number {
  return (municipality % 64) * TICKETS + ticketNumber;
}

/** A person as a key of 40 bits: a digest, so whoever finds rows by it compares. */
export function personKeyOf(municipalityCode: string, addresseeNumber: string): number {
  return personKeyOfDigest(digestOf(municipalityCode, addresseeNumber));
}

/** `digest`: of municipality and 宛名番号. The lower bits of it: a remainder would take longer than all the rest. */
export function personKeyOfDigest(digest: number): number {
  return digest - Math.floor(digest / PERSON_KEYS) * PERSON_KEYS;
}
