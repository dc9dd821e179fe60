import { ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { UnderstoodQuery } from '../../src-shared/domain/search-query.ts';
import type { DayRange } from '../../src-shared/domain/dates/parse.ts';
import type { AddresseeNumber, TicketNumber } from '../../src-shared/domain/identifiers.ts';
import type { Cache } from '../cache/cache.ts';
import type { Hits } from '../cache/repositories.ts';

/** Asks the local copy what the query asks. A text that may be two things is looked for as both, the likelier first. */
export async function searchLocally(cache: Cache, query: UnderstoodQuery): Promise<Outcome<Hits>> {
  const born = query.birthDate;
  switch (query.by) {
    case 'ocr-line':
      return byTicket(cache, query.line.ticketNumber, born);
    case 'ticket-number':
      return firstWithHits(
        () => byTicket(cache, query.ticketNumber, born),
        () => byAddressee(cache, query.orAddresseeNumber, born),
      );
    case 'addressee-number':
      return byAddressee(cache, query.addresseeNumber, born);
    case 'kana':
      return cache.people.search({ kana: query.text, ...(born ? { born } : {}) });
    case 'name':
      return firstWithHits(
        () => cache.people.search({ name: query.text, ...(born ? { born } : {}) }),
        () => byAddressee(cache, query.orAddresseeNumber, born),
      );
    case 'birth-date':
      return firstWithHits(
        () => byAddressee(cache, query.orAddresseeNumber, undefined),
        () => cache.people.search({ born: query.birthDate }),
      );
    default:
      return query satisfies never;
  }
}

const none: Hits = { hits: [], more: false };

async function byTicket(
  cache: Cache,
  number: TicketNumber,
  born: DayRange | undefined,
): Promise<Outcome<Hits>> {
  return bornIn(await cache.people.byTicketNumber(number), born);
}

async function byAddressee(
  cache: Cache,
  number: AddresseeNumber | undefined,
  born: DayRange | undefined,
): Promise<Outcome<Hits>> {
  return number === undefined ? ok(none) : bornIn(await cache.people.byAddresseeNumber(number), born);
}

function bornIn(found: Outcome<Hits>, born: DayRange | undefined): Outcome<Hits> {
  if (!found.ok || !born) return found;
  const hits = found.value.hits.filter(({ birthDate }) => birthDate >= born.from && birthDate <= born.until);
  return ok({ ...found.value, hits });
}

async function firstWithHits(...searches: readonly (() => Promise<Outcome<Hits>>)[]): Promise<Outcome<Hits>> {
  for (const search of searches) {
    const found = await search();
    if (!found.ok || found.value.hits.length > 0) return found;
  }
  return ok(none);
}
