import { dayNumber } from '../dates/calendar.ts';
import { checkRecordAgainst } from './check-record.ts';
import { checkRowsTogether } from './check-rows-together.ts';
import { checkSeriesRows } from './check-series-rows.ts';
import { type CrossFinding, crossFinding } from './row-finding.ts';
import { dayInWords, NO_DAY, type RecordRow } from './record-rows.ts';
import { digestOf, ticketNumberOf } from './row-keys.ts';
import type { TicketHolder, TicketKnowledge } from './ticket-holder.ts';

/**
 * Checks the rows of one ticket, sorted by dose and line as `RecordRowStore` gives them, beside each other and beside what stands.
 * A row that will not be stored (the same again, in conflict, confirmed, or unchanged) takes no part in the series.
 */
export function checkTicketRows(rows: readonly RecordRow[], known: TicketKnowledge): CrossFinding[] {
  const { findings, left } = checkRowsTogether(rows);
  switch (known) {
    case 'unknown':
      return findings.concat(checkSeriesRows(left, []));
    case 'not-issued':
      // The root cause: series and records of a misread ticket are somebody else's.
      return findings.concat(left.map(notIssued));
    default:
      return findings.concat(checkHeldRows(left, known));
  }
}

const notIssued = ({ line, ticket }: RecordRow): CrossFinding =>
  crossFinding(line, 'ticket-not-issued', { ticketNumber: ticketNumberOf(ticket) });

function checkHeldRows(rows: readonly RecordRow[], holder: TicketHolder): CrossFinding[] {
  const findings: CrossFinding[] = [];
  const stored: RecordRow[] = [];
  for (const row of rows) {
    const mismatch = checkPerson(row, holder);
    // Somebody else's row: what it does to this person's records means nothing.
    if (mismatch) {
      findings.push(mismatch);
      continue;
    }
    const fate = checkRecordAgainst(row, holder.doses);
    if (fate) findings.push(fate);
    if (fate?.code === 'record-confirmed' || fate?.code === 'record-unchanged') continue;
    findings.push(...checkTicketState(row, holder), ...checkFlag(row, holder));
    stored.push(row);
  }
  return findings.concat(checkSeriesRows(stored, holder.doses));
}

function checkPerson(row: RecordRow, holder: TicketHolder): CrossFinding | undefined {
  const differing = [
    row.holder !== 0 && row.holder !== digestOf(holder.addresseeNumber) ? '宛名番号' : '',
    row.birthDay !== NO_DAY && row.birthDay !== dayNumber(holder.birthDate) ? '生年月日' : '',
  ].filter((name) => name !== '');
  return differing.length === 0
    ? undefined
    : crossFinding(row.line, 'ticket-person-mismatch', { differing: differing.join('・') });
}

function checkTicketState(row: RecordRow, { stopped, replacedBy }: TicketHolder): CrossFinding[] {
  if (!stopped) return [];
  const about = { ticketNumber: ticketNumberOf(row.ticket), on: '', newer: replacedBy ?? '' };
  return [crossFinding(row.line, 'ticket-stopped', about)];
}

/** A dose on the very day of death or moving is in order. */
function checkFlag({ line, day }: RecordRow, { flag }: TicketHolder): CrossFinding[] {
  if (flag.kind === 'none' || day <= dayNumber(flag.on)) return [];
  const about = { date: dayInWords(day), on: dayInWords(dayNumber(flag.on)) };
  return [crossFinding(line, flag.kind === 'deceased' ? 'date-after-death' : 'date-after-move-out', about)];
}
