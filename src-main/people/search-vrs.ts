import { MAX_HITS, type PersonHit } from '../../src-shared/contract/people.ts';
import { ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { DayRange } from '../../src-shared/domain/dates/parse.ts';
import type { UnderstoodQuery } from '../../src-shared/domain/search-query.ts';
import type { VrsRequest } from '../../src-shared/vrs-api/calls.ts';
import type { Person } from '../../src-shared/vrs-api/people.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';

export interface PeopleFound {
  readonly people: readonly Person[];
  readonly more: boolean;
}

type Asked = VrsRequest<'people.find'>['query'];

/** Asks VRS what the query asks. VRS knows whole birth dates only: a part of one narrows here what VRS gave. */
export async function searchVrs(vrs: VrsClient, query: UnderstoodQuery): Promise<Outcome<PeopleFound>> {
  for (const asked of questionsOf(query)) {
    const found = await vrs.call('people.find', { query: { ...asked, limit: MAX_HITS + 1 } });
    if (!found.ok) return found;
    const people = found.value.people.filter((person) => isBornIn(person, query.birthDate));
    if (people.length > 0) {
      return ok({ people: people.slice(0, MAX_HITS), more: found.value.people.length > MAX_HITS });
    }
  }
  return ok({ people: [], more: false });
}

/** One question, or two where the text may be two things: the likelier first. None where VRS can't be asked that way. */
function questionsOf(query: UnderstoodQuery): readonly Asked[] {
  const day =
    query.birthDate && query.birthDate.from === query.birthDate.until ? query.birthDate.from : undefined;
  const born = day === undefined ? {} : { birthDate: day };
  const orAddressee =
    'orAddresseeNumber' in query && query.orAddresseeNumber
      ? [{ addresseeNumber: query.orAddresseeNumber }]
      : [];
  switch (query.by) {
    case 'ocr-line':
      return [{ ticketNumber: query.line.ticketNumber, ...born }];
    case 'ticket-number':
      return [{ ticketNumber: query.ticketNumber, ...born }, ...orAddressee];
    case 'addressee-number':
      return [{ addresseeNumber: query.addresseeNumber, ...born }];
    case 'kana':
      return [{ kana: query.text, ...born }];
    case 'name':
      return [{ name: query.text, ...born }, ...orAddressee];
    case 'birth-date':
      return day === undefined ? orAddressee : [...orAddressee, born];
    default:
      return query satisfies never;
  }
}

function isBornIn(person: Person, born: DayRange | undefined): boolean {
  return !born || (person.birthDate >= born.from && person.birthDate <= born.until);
}

/** The line of the result table for a person, from what VRS gave. The ticket in force stands for all. */
export function hitOf(person: Person): PersonHit {
  const inForce = person.tickets.find((ticket) => ticket.stoppedOn === null) ?? person.tickets.at(-1);
  const { addresseeNumber, name, kana, birthDate, sex, flag } = person;
  return {
    addresseeNumber,
    name,
    kana,
    birthDate,
    sex,
    flag,
    ticketNumber: inForce?.ticketNumber ?? '',
    doseCount: person.doses.length,
  };
}
