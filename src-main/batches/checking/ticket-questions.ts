import {
  type AddresseeNumber,
  MunicipalityCode,
  TicketNumber,
} from '../../../src-shared/domain/identifiers.ts';
import { municipalityOf, ticketNumberOf } from '../../../src-shared/domain/rows/row-keys.ts';
import type { TicketKnowledge, TicketPerson } from '../../../src-shared/domain/rows/ticket-holder.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';
import type { Holder, Resident, TicketKey } from '../../cache/repositories.ts';

/** Null where the ticket was never issued; `unknown` where there is no copy to ask. */
export type Held = Holder | 'unknown' | null;

/** Asks the local copy, which lies in another thread, for the holders of many tickets; answers stand in the order of the questions. */
export type AskHolders = (tickets: readonly TicketKey[]) => Promise<Outcome<readonly Held[]>>;

/** Null where nobody has the 宛名番号; `unknown` where there is no copy to ask. */
export type Known = Resident | 'unknown' | null;

/** The same for people by their 宛名番号, all of the own municipality. */
export type AskResidents = (people: readonly AddresseeNumber[]) => Promise<Outcome<readonly Known[]>>;

/**
 * So many at once: more would keep the main thread busy for too long, where it passes them on, and what lies in memory until it is looked at
 * is swept again and again.
 */
export const TICKETS_A_QUESTION = 500;

/** A ticket by its texts; undefined where one of them is not what it should be. */
export function ticketOf(municipalityCode: string, ticketNumber: string): TicketKey | undefined {
  const code = MunicipalityCode.safeParse(municipalityCode);
  const number = TicketNumber.safeParse(ticketNumber);
  return code.success && number.success
    ? { municipalityCode: code.data, ticketNumber: number.data }
    : undefined;
}

export interface TicketQuestions<Answer extends TicketKnowledge | TicketPerson> {
  readonly municipalityCode: MunicipalityCode;
  readonly ask: AskHolders;
  /** The same without the main thread in between, where there is a line to the local copy. */
  readonly askNumbers?:
    ((numbers: Float64Array<ArrayBuffer>) => Promise<Outcome<readonly Answer[]>>) | undefined;
}

/** What is known of tickets given as numbers (`ticketKey`); nothing is known here of another municipality's. */
export async function askTickets<Answer extends TicketKnowledge | TicketPerson>(
  tickets: readonly number[],
  { municipalityCode, ask, askNumbers }: TicketQuestions<Answer>,
): Promise<Outcome<readonly (Answer | TicketKnowledge)[]>> {
  const ownFive = Number(municipalityCode.slice(0, 5));
  const isOwn = (ticket: number): boolean => municipalityOf(ticket) === ownFive;
  if (!askNumbers) {
    const keys = tickets.map((ticket) =>
      isOwn(ticket) ? ticketOf(municipalityCode, ticketNumberOf(ticket)) : undefined,
    );
    return knowledgeOf(keys, municipalityCode, ask);
  }
  const numbers = new Float64Array(tickets.length);
  let own = 0;
  for (const ticket of tickets) {
    if (!isOwn(ticket)) continue;
    numbers[own] = ticket % 1e10;
    own += 1;
  }
  const answered = await askNumbers(own === numbers.length ? numbers : numbers.slice(0, own));
  if (!answered.ok || own === tickets.length) return answered;
  let next = -1;
  const known = tickets.map((ticket): Answer | TicketKnowledge => {
    if (!isOwn(ticket)) return 'elsewhere';
    next += 1;
    return answered.value[next] ?? 'unknown';
  });
  return { ok: true, value: known };
}

/** What is known of tickets; those of other municipalities are `elsewhere`, for the copy holds only the own ones. */
export async function knowledgeOf(
  tickets: readonly (TicketKey | undefined)[],
  own: MunicipalityCode,
  ask: AskHolders,
): Promise<Outcome<readonly TicketKnowledge[]>> {
  const asked = tickets.filter((ticket) => ticket?.municipalityCode === own);
  const holders = await ask(asked.flatMap((ticket) => ticket ?? []));
  if (!holders.ok) return holders;
  let next = 0;
  const known = tickets.map((ticket): TicketKnowledge => {
    if (ticket?.municipalityCode !== own) return 'elsewhere';
    const holder = holders.value[next];
    next += 1;
    return holder ?? 'not-issued';
  });
  return { ok: true, value: known };
}
