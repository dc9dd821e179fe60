import { dayNumber } from '../dates/calendar.ts';
import { normaliseLot } from '../doses/lots.ts';
import { identifyMaker } from '../doses/maker-text.ts';
import { type CrossFinding, crossFinding } from './row-finding.ts';
import { dayInWords, type RecordRow } from './record-rows.ts';
import { ticketNumberOf } from './row-keys.ts';
import type { StandingDose } from './ticket-holder.ts';

/** A standing dose in the notation of the rows, so that an old way to write a lot is no other lot. */
interface Standing {
  readonly day: number;
  readonly lot: string;
  readonly maker: string;
  readonly confirmed: boolean;
}

/**
 * What a row does to the record that stands for its dose, if that is more than a plain change of venue or doctor, which the difference
 * shows. The local copy compares day, maker and lot; VRS compares everything.
 */
export function checkRecordAgainst(row: RecordRow, doses: readonly StandingDose[]): CrossFinding | undefined {
  const ticketNumber = ticketNumberOf(row.ticket);
  const ofThisDose = doses.filter((dose) => dose.doseNumber === row.dose);
  const same = ofThisDose.find((dose) => dose.ticketNumber === ticketNumber);
  if (same) return checkSame(row, inRowNotation(same));
  const [other] = ofThisDose;
  return other && row.injection ? checkOtherTicket(row, inRowNotation(other)) : undefined;
}

function checkSame(row: RecordRow, standing: Standing): CrossFinding | undefined {
  const { line, dose } = row;
  const isSameVaccination = standing.day === row.day && standing.lot === row.lot;
  if (isSameVaccination && standing.maker === row.maker)
    return crossFinding(line, 'record-unchanged', { dose });
  if (standing.confirmed) return crossFinding(line, 'record-confirmed', { dose });
  return isSameVaccination ? undefined : taken(row, standing);
}

/** The same dose by another ticket of the person: on one day it is one vaccination registered twice. */
function checkOtherTicket(row: RecordRow, standing: Standing): CrossFinding {
  const { line, dose, day } = row;
  return standing.day === day
    ? crossFinding(line, 'dose-same-day', { dose, other: dose, date: dayInWords(day) })
    : taken(row, standing);
}

function taken(row: RecordRow, standing: Standing): CrossFinding {
  const about = { dose: row.dose, standing: dayAndLot(standing), given: dayAndLot(row) };
  return crossFinding(row.line, 'dose-number-taken', about);
}

const dayAndLot = ({ day, lot }: Pick<Standing, 'day' | 'lot'>): string =>
  lot === '' ? dayInWords(day) : `${dayInWords(day)} ロット${lot}`;

function inRowNotation({ vaccinatedOn, lotNumber, maker, confirmed }: StandingDose): Standing {
  return {
    day: dayNumber(vaccinatedOn),
    lot: normaliseLot(lotNumber),
    maker: identifyMaker(maker)?.name ?? maker,
    confirmed,
  };
}
