import { dayNumber } from '../dates/calendar.ts';
import { normaliseLot } from '../doses/lots.ts';
import { identifyMaker } from '../doses/maker-text.ts';
import { type CrossFinding, crossFinding } from './row-finding.ts';
import type { RecordRow } from './record-rows.ts';
import { digestOf } from './row-keys.ts';
import type { StandingDose } from './ticket-holder.ts';

/** A standing record in the notation of the rows, so that an old way to write a lot is no other lot. */
interface Standing {
  readonly day: number;
  readonly lot: string;
  readonly maker: string;
  readonly confirmed: boolean;
}

const columns = { day: 'vaccinatedOn', lot: 'lotNumber' } as const;
type Difference = keyof typeof columns;

/**
 * What a row does to the record that stands for its dose, if that is more than a plain change of venue or doctor, which the difference
 * shows. The local copy compares day, maker and lot; VRS compares everything. `dayIsPossible` is false where the row's day has its own
 * finding: that it differs is then no second one.
 */
export function checkRecordAgainst(
  row: RecordRow,
  ticketNumber: string,
  doses: readonly StandingDose[],
  dayIsPossible: boolean,
): CrossFinding | undefined {
  let other: StandingDose | undefined;
  for (const dose of doses) {
    if (dose.doseNumber !== row.dose) continue;
    if (dose.ticketNumber === ticketNumber) return checkSame(row, inRowNotation(dose), dayIsPossible);
    if (dose.injection) other ??= dose;
  }
  return other && row.injection ? checkOtherTicket(row, inRowNotation(other), dayIsPossible) : undefined;
}

function checkSame(row: RecordRow, standing: Standing, dayIsPossible: boolean): CrossFinding | undefined {
  const { line, dose } = row;
  const differs = difference(row, standing, dayIsPossible);
  const isSame = differs === undefined && standing.day === row.day;
  if (isSame && digestOf(standing.maker) === row.maker) {
    return crossFinding(line, null, 'record-unchanged', { dose });
  }
  if (standing.confirmed) return crossFinding(line, null, 'record-confirmed', { dose });
  return differs === undefined ? undefined : taken(row, standing, differs);
}

/** The same dose by another ticket of the person: on one day it is one vaccination registered twice. */
function checkOtherTicket(
  row: RecordRow,
  standing: Standing,
  dayIsPossible: boolean,
): CrossFinding | undefined {
  const { line, dose, day } = row;
  if (standing.day === day) {
    return crossFinding(line, 'doseNumber', 'dose-same-day', { dose, other: dose, day });
  }
  return dayIsPossible ? taken(row, standing, 'day') : undefined;
}

function difference(row: RecordRow, standing: Standing, dayIsPossible: boolean): Difference | undefined {
  if (dayIsPossible && standing.day !== row.day) return 'day';
  return digestOf(standing.lot) === row.lot ? undefined : 'lot';
}

function taken(row: RecordRow, standing: Standing, differs: Difference): CrossFinding {
  return crossFinding(row.line, columns[differs], 'dose-number-taken', {
    dose: row.dose,
    standingDay: standing.day,
    standingLot: standing.lot,
    day: row.day,
    differs,
  });
}

function inRowNotation({ vaccinatedOn, lotNumber, maker, confirmed }: StandingDose): Standing {
  return {
    day: dayNumber(vaccinatedOn),
    lot: normaliseLot(lotNumber),
    maker: identifyMaker(maker)?.name ?? maker,
    confirmed,
  };
}
