import { dayNumber } from '../dates/calendar.ts';
import { faultOfDay, faultOfLot } from '../rules/check-values.ts';
import type { Person } from '../../vrs-api/people.ts';
import type { KnownDose } from './evaluate.ts';
import type { Limits } from './limits.ts';
import type { Warn } from './warning.ts';

/** The one thing that is most wrong with the day of a dose, by itself and beside birth, death and moving out. */
export function checkDay(dose: KnownDose, person: Person, today: number, limits: Limits, warn: Warn): void {
  const { day, number } = dose;
  const birthDay = dayNumber(person.birthDate);
  switch (faultOfDay(day, birthDay, today, limits)) {
    case 'date-in-future':
      warn('date-in-future', [number], { column: '接種日', day, today });
      return;
    case 'date-before-programme':
      warn('date-before-programme', [number], { day, firstDay: limits.firstDay });
      return;
    case 'date-after-programme':
      warn('date-after-programme', [number], { day, lastDay: limits.lastDay });
      return;
    case 'date-before-birth':
      warn('date-before-birth', [number], { column: '接種日', day, birthDay });
      return;
    case undefined:
      checkAgainstFlag(dose, person, warn);
  }
}

/** A dose on the very day of death or moving is in order; a dose by another municipality's ticket after moving out is too. */
function checkAgainstFlag(
  { day, number, record }: KnownDose,
  { flag, municipalityCode }: Person,
  warn: Warn,
): void {
  if (flag.kind === 'none') return;
  const flagDay = dayNumber(flag.on);
  if (day <= flagDay) return;
  if (flag.kind === 'deceased') warn('date-after-death', [number], { day, flagDay });
  else if (record.municipalityCode === municipalityCode) {
    warn('date-after-move-out', [number], { day, flagDay });
  }
}

/** Whether the dose's ticket is one of the person's, and was still good. Another municipality's tickets can't be known. */
export function checkTicket(
  { record, number, day, dayIsPossible }: KnownDose,
  person: Person,
  warn: Warn,
): void {
  if (record.municipalityCode !== person.municipalityCode) return;
  const { ticketNumber } = record;
  const ticket = person.tickets.find(
    (held) => held.ticketNumber === ticketNumber && held.municipalityCode === record.municipalityCode,
  );
  if (!ticket) {
    warn('ticket-not-issued', [number], { ticketNumber });
    return;
  }
  const stoppedDay = ticket.stoppedOn === null ? undefined : dayNumber(ticket.stoppedOn);
  if (!dayIsPossible || stoppedDay === undefined || day <= stoppedDay) return;
  warn('ticket-stopped', [number], { ticketNumber, stoppedDay, newer: ticket.replacedBy ?? '' });
}

/** Maker and lot as written. */
export function checkVaccine({ record, number, maker, lot }: KnownDose, warn: Warn): void {
  if (!maker) warn('maker-unknown', [number], { value: record.maker });
  if (lot === '') return;
  const fault = faultOfLot(lot, maker?.maker.id);
  if (fault === 'recalled') warn('lot-recalled', [number], { lot });
  else if (fault !== undefined) warn('lot-pattern-unusual', [number], { lot, ...fault });
}
