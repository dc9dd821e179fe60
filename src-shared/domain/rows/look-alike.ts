import { dayNumber } from '../dates/calendar.ts';
import type { TicketNumber } from '../identifiers.ts';
import { underRules } from '../rules/finding.ts';
import { checkHeldRows } from './check-held-rows.ts';
import type { RowsContext } from './check-ticket-rows.ts';
import { type CrossFinding, crossFinding } from './row-finding.ts';
import { NO_DAY, type RecordRow } from './record-rows.ts';
import { digestOf, ticketNumberOf } from './row-keys.ts';
import type { TicketHolder } from './ticket-holder.ts';

/** Digits that are taken for one another, both ways: 1↔4↔7, 3↔8, 0↔6, 5↔6 (報告された読み間違い：1と4). */
const confused: readonly string[] = ['6', '47', '', '8', '17', '6', '05', '14', '3', ''];

/** The ticket numbers that are one misreading away: a confused digit, or two neighbours swapped. Thirty at most, each once. */
export function lookAlikesOf(ticketNumber: string): readonly TicketNumber[] {
  const found: string[] = [];
  for (let place = 0; place < ticketNumber.length; place += 1) {
    const before = ticketNumber.slice(0, place);
    const digit = ticketNumber.charAt(place);
    const next = ticketNumber.charAt(place + 1);
    for (const other of confused[Number(digit)] ?? '') {
      found.push(before + other + ticketNumber.slice(place + 1));
    }
    if (next !== '' && next !== digit) found.push(before + next + digit + ticketNumber.slice(place + 2));
  }
  // Digits in the place of digits: ticket numbers again. Swapping 1 and 4 twice in a row gives no number twice but the swap itself.
  return [...new Set(found)] as TicketNumber[];
}

export interface Candidate {
  readonly ticketNumber: TicketNumber;
  readonly holder: TicketHolder;
}

/**
 * The issued ticket that the rows of a not issued one were meant for: 宛名番号 or birth date of the rows, where they have them, are the
 * holder's, and the doses fit the holder's series. Nothing where no candidate fits, or more than one.
 */
export function chooseLookAlike(
  rows: readonly RecordRow[],
  candidates: readonly Candidate[],
  context: RowsContext,
): readonly CrossFinding[] {
  const storable = rows.filter((row) => row.storable);
  const fitting = candidates.filter((candidate) => fits(storable, candidate.holder, context));
  const [only] = fitting;
  if (!only || fitting.length > 1) return [];
  const found = storable.map(({ line, ticket }) => {
    const about = { ticketNumber: ticketNumberOf(ticket), issued: only.ticketNumber };
    return crossFinding(line, 'ticketNumber', 'ticket-look-alike', about);
  });
  return underRules(found, context.rules);
}

/**
 * A ticket number that a spreadsheet cut its leading zeros from, as ten digits: the candidate whose holder has to be asked for. Undefined
 * for anything else.
 */
export function withLostZeros(text: string): TicketNumber | undefined {
  return /^[1-9][0-9]{4,8}$/.test(text) ? (text.padStart(10, '0') as TicketNumber) : undefined;
}

/** Whether the row that gave that ticket number fits its holder, so that the zeros may be proposed. */
export function fitsLostZeros(row: RecordRow, holder: TicketHolder, context: RowsContext): boolean {
  return fits([{ ...row, storable: true }], holder, context);
}

function fits(rows: readonly RecordRow[], holder: TicketHolder, context: RowsContext): boolean {
  const [first] = rows;
  if (!first) return false;
  const isNamed = rows.every((row) => row.holder !== 0 || row.birthDay !== NO_DAY);
  if (!rows.every((row) => isHolders(row, holder))) return false;
  // Without anything that says who it was, a first dose fits everybody who has none.
  if (!isNamed && holder.doses.length === 0) return false;
  const found: CrossFinding[] = [];
  checkHeldRows([{ rows, holder }], 0, context, found);
  return found.every(({ code }) => code === 'record-unchanged');
}

function isHolders(row: RecordRow, { addresseeNumber, birthDate }: TicketHolder): boolean {
  return (
    (row.holder === 0 || row.holder === digestOf(addresseeNumber)) &&
    (row.birthDay === NO_DAY || row.birthDay === dayNumber(birthDate))
  );
}
