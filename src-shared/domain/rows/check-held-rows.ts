import { dayNumber } from '../dates/calendar.ts';
import { isPossibleDay } from '../doses/limits.ts';
import { nameKey } from '../text/search-keys.ts';
import { checkRecordAgainst } from './check-record.ts';
import { checkSeriesRows } from './check-series-rows.ts';
import type { RowsContext } from './check-ticket-rows.ts';
import { type CrossFinding, crossFinding } from './row-finding.ts';
import { NO_DAY, type RecordRow } from './record-rows.ts';
import { digestOf, ticketNumberOf } from './row-keys.ts';
import type { TicketHolder } from './ticket-holder.ts';

interface HeldRows {
  readonly rows: readonly RecordRow[];
  readonly holder: TicketHolder;
}

/**
 * The rows of one person, by all tickets of theirs, beside what stands. A row that is somebody else's or will not be stored (confirmed, or
 * unchanged) takes no part in the series.
 */
export function checkHeldRows(
  tickets: readonly HeldRows[],
  fallen: number,
  context: RowsContext,
  findings: CrossFinding[],
): void {
  const stored: RecordRow[] = [];
  for (const { rows, holder } of tickets) {
    const born = dayNumber(holder.birthDate);
    for (const row of rows) if (willBeStored(row, holder, born, context, findings)) stored.push(row);
  }
  const [first] = tickets;
  if (!first) return;
  const { birthDate, doses } = first.holder;
  stored.sort((a, b) => a.dose - b.dose || a.line - b.line);
  checkSeriesRows(
    { rows: stored, standing: doses, fallen, isComplete: true, birthDay: dayNumber(birthDate) },
    context,
    findings,
  );
}

/** Tells what the row does to what stands for its own dose, and whether it goes on to the series. */
function willBeStored(
  row: RecordRow,
  holder: TicketHolder,
  born: number,
  { today, rules }: RowsContext,
  findings: CrossFinding[],
): boolean {
  const mismatch = rules.severityOf('ticket-person-mismatch') !== 'off' && checkPerson(row, holder, born);
  // Somebody else's row: what it does to this person's records means nothing.
  if (mismatch) {
    findings.push(mismatch);
    return false;
  }
  const isPossible = isPossibleDay(row.day, rules.limits, today, born);
  const fate = checkRecordAgainst(row, ticketNumberOf(row.ticket), holder.doses, isPossible);
  if (fate) findings.push(fate);
  if (fate?.code === 'record-confirmed' || fate?.code === 'record-unchanged') return false;
  if (isPossible) checkTicketState(row, holder, findings);
  const isAfterDeath = isPossible && checkFlag(row, holder, findings);
  checkBirth(row, born, { today, rules }, findings);
  return !isAfterDeath;
}

/** A name that differs while 宛名番号 is the same is a marriage and no finding. */
function checkPerson(row: RecordRow, holder: TicketHolder, born: number): CrossFinding | undefined {
  const differing: string[] = [];
  const isHolder = row.holder !== 0 && row.holder === digestOf(holder.addresseeNumber);
  if (row.holder !== 0 && !isHolder) differing.push('宛名番号');
  if (row.birthDay !== NO_DAY && row.birthDay !== born) differing.push('生年月日');
  if (row.name !== 0 && holder.name !== undefined && !isHolder) {
    if (row.name !== digestOf(nameKey(holder.name))) differing.push('氏名');
  }
  return differing.length === 0
    ? undefined
    : crossFinding(row.line, 'ticketNumber', 'ticket-person-mismatch', { differing: differing.join('・') });
}

/** A dose on the very day on which the ticket was stopped is in order, and so is one before it, however late it is registered. */
function checkTicketState(
  row: RecordRow,
  { stoppedOn, replacedBy }: TicketHolder,
  findings: CrossFinding[],
): void {
  if (stoppedOn === null) return;
  const stoppedDay = dayNumber(stoppedOn);
  if (row.day <= stoppedDay) return;
  const about = { ticketNumber: ticketNumberOf(row.ticket), stoppedDay, newer: replacedBy ?? '' };
  findings.push(crossFinding(row.line, 'ticketNumber', 'ticket-stopped', about));
}

/** A dose on the very day of death or moving is in order. True for one after death: it may be anybody's. */
function checkFlag({ line, day }: RecordRow, { flag }: TicketHolder, findings: CrossFinding[]): boolean {
  if (flag.kind === 'none') return false;
  const flagDay = dayNumber(flag.on);
  if (day <= flagDay) return false;
  const code = flag.kind === 'deceased' ? 'date-after-death' : 'date-after-move-out';
  findings.push(crossFinding(line, 'vaccinatedOn', code, { day, flagDay }));
  return flag.kind === 'deceased';
}

/** A row that says the birth date itself was looked at by itself. */
function checkBirth(
  row: RecordRow,
  born: number,
  { today, rules }: RowsContext,
  findings: CrossFinding[],
): void {
  if (row.birthDay !== NO_DAY || row.day >= born) return;
  if (!isPossibleDay(row.day, rules.limits, today, undefined)) return;
  const about = { column: '接種日', day: row.day, birthDay: born };
  findings.push(crossFinding(row.line, 'vaccinatedOn', 'date-before-birth', about));
}
