import { AddresseeNumber } from '../../src-shared/domain/identifiers.ts';
import type { Cache } from '../cache/cache.ts';
import { ticketOf } from './checking/ticket-questions.ts';

/**
 * The people behind rows, for the operation log: each row by its 宛名番号, or by 市町村コード/券番号, which the local copy knows the holder
 * of. Who can't be known is left out.
 */
export async function peopleOfRows(
  subjects: readonly string[],
  cache: Cache | undefined,
): Promise<AddresseeNumber[]> {
  const distinct = [...new Set(subjects)];
  const named = distinct.flatMap((subject) => AddresseeNumber.safeParse(subject).data ?? []);
  const tickets = distinct.flatMap((subject) => {
    const [municipalityCode = '', ticketNumber = ''] = subject.split('/');
    return ticketOf(municipalityCode, ticketNumber) ?? [];
  });
  const holders = tickets.length > 0 ? await cache?.tickets.holders(tickets) : undefined;
  const held = holders?.ok === true ? holders.value.flatMap((holder) => holder?.addresseeNumber ?? []) : [];
  return [...new Set([...named, ...held])];
}
