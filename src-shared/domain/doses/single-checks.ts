import { formatBoth, formatWesternDate } from '../dates/eras.ts';
import type { IsoDate } from '../identifiers.ts';
import type { Person } from '../../vrs-api/people.ts';
import type { KnownDose } from './known-dose.ts';
import { isRecalledLot, normaliseLot, unusualLot } from './lots.ts';
import { nearestMaker } from './maker-text.ts';
import type { Programme } from './programme.ts';
import { type DoseWarning, warning } from './warning.ts';

const words = formatWesternDate;

/** The one thing that is most wrong with the day of a dose, by itself and beside birth, death and moving out. */
export function checkDay(
  dose: KnownDose,
  person: Person,
  today: IsoDate,
  programme: Programme,
): DoseWarning[] {
  const { on, number } = dose;
  const date = words(on);
  if (on > today) {
    return [warning('date-in-future', [number], { column: '接種日', date, today: words(today) })];
  }
  if (on < programme.firstDay) {
    return [warning('date-before-programme', [number], { date, firstDay: words(programme.firstDay) })];
  }
  if (on > programme.lastDay) {
    return [warning('date-after-programme', [number], { date, lastDay: words(programme.lastDay) })];
  }
  if (on < person.birthDate) {
    const birthDate = formatBoth(person.birthDate);
    return [warning('date-before-birth', [number], { column: '接種日', date, birthDate })];
  }
  return checkAgainstFlag(dose, person);
}

/** A dose on the very day of death or moving is in order; a dose by another municipality's ticket after moving out is too. */
function checkAgainstFlag(
  { on, number, record }: KnownDose,
  { flag, municipalityCode }: Person,
): DoseWarning[] {
  if (flag.kind === 'none' || on <= flag.on) return [];
  const about = { date: words(on), on: words(flag.on) };
  if (flag.kind === 'deceased') return [warning('date-after-death', [number], about)];
  return record.municipalityCode === municipalityCode
    ? [warning('date-after-move-out', [number], about)]
    : [];
}

/** Whether the dose's ticket is one of the person's, and was still good. Another municipality's tickets can't be known. */
export function checkTicket({ record, number, on, dayIsPossible }: KnownDose, person: Person): DoseWarning[] {
  if (record.municipalityCode !== person.municipalityCode) return [];
  const { ticketNumber } = record;
  const ticket = person.tickets.find(
    (held) => held.ticketNumber === ticketNumber && held.municipalityCode === record.municipalityCode,
  );
  if (!ticket) return [warning('ticket-not-issued', [number], { ticketNumber })];
  if (!dayIsPossible || ticket.stoppedOn === null || on <= ticket.stoppedOn) return [];
  const about = { ticketNumber, on: words(ticket.stoppedOn), newer: ticket.replacedBy ?? '' };
  return [warning('ticket-stopped', [number], about)];
}

/** Maker and lot as written. */
export function checkVaccine({ record, number, maker }: KnownDose): DoseWarning[] {
  const found: DoseWarning[] = [];
  if (!maker) {
    const about = { value: record.maker, nearest: nearestMaker(record.maker) ?? '' };
    found.push(warning('maker-unknown', [number], about));
  }
  const lot = normaliseLot(record.lotNumber);
  if (lot === '') return found;
  if (isRecalledLot(lot)) return [...found, warning('lot-recalled', [number], { lot })];
  const why = unusualLot(lot, maker?.maker.id);
  return why === undefined ? found : [...found, warning('lot-pattern-unusual', [number], { lot, why })];
}

/** Whether the product, or the maker where no product is named, was in use on that day. */
export function checkInUse({ on, number, maker }: KnownDose): DoseWarning[] {
  if (!maker) return [];
  const { from, until, name } = maker.product ?? maker.maker;
  if (on >= from && on <= until) return [];
  const about = { product: name, date: words(on), from: words(from), until: words(until) };
  return [warning('product-not-in-use', [number], about)];
}
