import { dayNumber } from '../dates/calendar.ts';
import type { TicketNumber } from '../identifiers.ts';
import { standardRules } from '../rules/check-rules.ts';
import { underRules } from '../rules/finding.ts';
import { checkHeldRows } from './check-held-rows.ts';
import { checkRowsTogether } from './check-rows-together.ts';
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
  // Digits in the place of digits: ticket numbers again.
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
  const { left } = checkRowsTogether(rows, []);
  const fitting = candidates.filter((candidate) => fits(left, candidate.holder, context));
  const [only] = fitting;
  if (!only || fitting.length > 1) return [];
  const found = left.map(({ line, ticket }) => {
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

/** Whether a row, read with the ticket number of `withLostZeros`, fits its holder, so that the zeros may be proposed. */
export function fitsLostZeros(row: RecordRow, holder: TicketHolder, context: RowsContext): boolean {
  return fits([row], holder, context);
}

/**
 * Whether the rows can be the holder's. Who is named by 宛名番号 or birth date only must not contradict what stands; where nothing in the
 * rows says who it was, they have to go on without any gap from what stands.
 */
function fits(rows: readonly RecordRow[], holder: TicketHolder, context: RowsContext): boolean {
  if (rows.length === 0 || !rows.every((row) => isHolders(row, holder))) return false;
  const isNamed = rows.every((row) => row.holder !== 0 || row.birthDay !== NO_DAY);
  // A first dose fits everybody who has none.
  if (!isNamed && holder.doses.length === 0) return false;
  const found: CrossFinding[] = [];
  checkHeldRows([{ rows, holder }], 0, { ...context, rules: standardRules }, found);
  return found.every(({ code, severity }) => {
    if (code === 'record-unchanged') return true;
    return isNamed && severity === 'should-check';
  });
}

function isHolders(row: RecordRow, { addresseeNumber, birthDate }: TicketHolder): boolean {
  return (
    (row.holder === 0 || row.holder === digestOf(addresseeNumber)) &&
    (row.birthDay === NO_DAY || row.birthDay === dayNumber(birthDate))
  );
}
