import { dayNumber, dayNumberIn } from '../dates/calendar.ts';
import { MunicipalityCode, TicketNumber } from '../identifiers.ts';
import type { RowValues } from '../rules/check-values.ts';
import { firstOfAddressee, restOfAddressee } from './addressee-key.ts';
import { type CrossFinding, crossFinding } from './row-finding.ts';
import { digestOfAll, ticketKey } from './row-keys.ts';
import type { SubjectFacts, SubjectRow } from './subject-facts.ts';
import type { TicketPerson } from './ticket-holder.ts';

const KEY = '市町村コード・宛名番号';

/** The row of checked values; only for rows without a 取込不可, all of whose keys can be read. */
export function subjectRowOf(line: number, values: RowValues): SubjectRow {
  const cell = (column: string): string => values[column] ?? '';
  const municipalityCode = MunicipalityCode.parse(cell('municipalityCode'));
  return {
    line,
    ticket: ticketKey(municipalityCode, TicketNumber.parse(cell('ticketNumber'))),
    first: firstOfAddressee(cell('addresseeNumber')),
    rest: restOfAddressee(cell('addresseeNumber')),
    birthDay: dayNumberIn(cell('birthDate')) ?? 0,
    content: digestOfAll(Object.values(values)),
  };
}

/**
 * The rows of one person, by their places, which grow: the very same again is skipped, and where one differs from the first nobody can say
 * which is right.
 */
export function checkPerson(
  facts: Pick<SubjectFacts, 'lineAt' | 'isSame'>,
  places: readonly number[],
  tell: (found: CrossFinding) => void,
): void {
  const [first] = places;
  if (first === undefined || places.length === 1) return;
  let isTold = false;
  for (const place of places.slice(1)) {
    const [line, firstLine] = [facts.lineAt(place), facts.lineAt(first)];
    if (facts.isSame(first, place)) {
      tell(crossFinding(line, null, 'row-duplicate', { line: firstLine }));
      continue;
    }
    if (!isTold) tell(crossFinding(firstLine, null, 'row-key-conflict', { line, key: KEY }));
    isTold = true;
    tell(crossFinding(line, null, 'row-key-conflict', { line: firstLine, key: KEY }));
  }
}

/** The first rows of people who all give one ticket, by their places, which grow: it is the first one's. */
export function checkTicketOfPeople(
  facts: SubjectFacts,
  places: readonly number[],
  tell: (found: CrossFinding) => void,
): void {
  const [first] = places;
  if (first === undefined) return;
  const differing = `宛名番号（${facts.lineAt(first)}行目の人のもの）`;
  for (const place of places.slice(1))
    tell(crossFinding(facts.lineAt(place), 'ticketNumber', 'ticket-person-mismatch', { differing }));
}

/**
 * A 接種対象者 row beside what stands: its ticket may be somebody else's. A name that differs is no finding, as people marry; a birth date
 * does not change by itself.
 */
export function checkSubjectTicket(
  facts: SubjectFacts,
  place: number,
  known: TicketPerson,
): CrossFinding | undefined {
  if (typeof known === 'string') return undefined;
  const differing = [
    facts.isAddressee(place, known.addresseeNumber) ? '' : '宛名番号',
    facts.birthDayAt(place) === dayNumber(known.birthDate) ? '' : '生年月日',
  ].filter((name) => name !== '');
  const about = { differing: differing.join('・') };
  return differing.length === 0
    ? undefined
    : crossFinding(facts.lineAt(place), 'ticketNumber', 'ticket-person-mismatch', about);
}
