import { dayNumber } from '../dates/calendar.ts';
import { isPossibleDay } from '../doses/limits.ts';
import { normaliseLot } from '../doses/lots.ts';
import { checkSeries, type SeriesCode, type SeriesDose } from '../doses/series.ts';
import type { RowsContext } from './check-ticket-rows.ts';
import { type CrossFinding, crossFinding, type RowColumn } from './row-finding.ts';
import { NO_DAY, type RecordRow, vaccineOfCells } from './record-rows.ts';
import type { StandingDose } from './ticket-holder.ts';

/** The rows of one person that would be stored, and what stands for that person. */
export interface RowsOfSeries {
  /** At most one of each dose for each ticket. */
  readonly rows: readonly RecordRow[];
  readonly standing: readonly StandingDose[];
  /** Doses, as bits 1 << number, for which the file has a row that is left out. */
  readonly fallen: number;
  /** Whether all that stands is known. */
  readonly isComplete: boolean;
  /** As the copy knows it; where nobody is known, the rows may say it. */
  readonly birthDay?: number;
}

interface DoseOfRow extends SeriesDose {
  /** The line where the file brings it; of what stands, 0. */
  readonly line: number;
}

const columns: Readonly<Record<SeriesCode, RowColumn>> = {
  'dose-missing-before': 'doseNumber',
  'dose-order-reversed': 'vaccinatedOn',
  'dose-same-day': 'vaccinatedOn',
  'interval-too-short': 'vaccinatedOn',
  'series-mixed-makers': 'maker',
  'product-not-in-use': 'maker',
  'age-below': 'maker',
  'age-product-mismatch': 'maker',
};

/**
 * The series of one person as it would stand after the rows. Only what a row brings about is found; what stands already is 照会's and the
 * worklists'. Of two rows the higher dose is told; of a row and what stands, the row.
 */
export function checkSeriesRows(
  { rows, standing, fallen, isComplete, birthDay }: RowsOfSeries,
  { today, rules }: RowsContext,
  findings: CrossFinding[],
): void {
  if (rows.length === 0) return;
  const born = birthDay ?? birthDayIn(rows);
  // Made by map, which takes the room of one: for millions of people, what grows by push costs more than what is checked.
  const injections = rows.every(isInjection) ? rows : rows.filter(isInjection);
  const doses = injections.map((row): DoseOfRow => {
    const { day } = row;
    const stands =
      standing.length === 0
        ? undefined
        : standing.find((dose) => dose.injection && dose.doseNumber === row.dose);
    return {
      number: row.dose,
      day,
      vaccine: row.vaccine,
      dayIsPossible: isPossibleDay(day, rules.limits, today, born),
      isTold: true,
      isContested: stands !== undefined && dayNumber(stands.vaccinatedOn) !== day,
      line: row.line,
    };
  });
  const brought = doses.length;
  for (const dose of standing) {
    if (!dose.injection || hasNumber(doses, dose.doseNumber)) continue;
    doses.push(standingDose(dose, isPossibleDay(dayNumber(dose.vaccinatedOn), rules.limits, today, born)));
  }
  if (brought === 0) return;
  const context = { birthDay: born, limits: rules.limits, alsoThere: fallen, isComplete };
  let oneOfEach = doses;
  if (!isOneOfEach(doses)) {
    doses.sort((a, b) => a.number - b.number || a.line - b.line);
    checkTwice(doses, findings);
    oneOfEach = doses.filter((dose, index) => dose.number !== doses[index - 1]?.number);
  }
  checkSeries(oneOfEach, context, (code, dose, about, lower) => {
    const line = dose.isTold ? dose.line : lower?.line;
    // What a sentence of the series says, it says by numbers alone.
    if (line !== undefined) findings.push(crossFinding(line, columns[code], code, about));
  });
}

const isInjection = ({ injection }: RecordRow): boolean => injection;

/** In the order of their numbers already, each number once. */
function isOneOfEach(doses: readonly DoseOfRow[]): boolean {
  for (let index = 1; index < doses.length; index += 1)
    if ((doses[index - 1]?.number ?? 0) >= (doses[index]?.number ?? 0)) return false;
  return true;
}

/** Two rows of one dose, by two tickets of the person: on one day it is one dose registered twice, on two days one of them is wrong. */
function checkTwice(doses: readonly DoseOfRow[], findings: CrossFinding[]): void {
  for (const [index, dose] of doses.entries()) {
    const before = doses[index - 1];
    if (before?.number !== dose.number || !before.dayIsPossible || !dose.dayIsPossible) continue;
    const { number, day, line } = dose;
    findings.push(
      before.day === day
        ? crossFinding(line, 'doseNumber', 'dose-same-day', { dose: number, other: number, day })
        : crossFinding(line, 'vaccinatedOn', 'dose-number-taken', {
            dose: number,
            standingDay: before.day,
            standingLot: '',
            day,
            differs: 'day',
          }),
    );
  }
}

function standingDose(dose: StandingDose, dayIsPossible: boolean): DoseOfRow {
  return {
    number: dose.doseNumber,
    day: dayNumber(dose.vaccinatedOn),
    vaccine: vaccineOfCells(dose.maker, normaliseLot(dose.lotNumber)),
    dayIsPossible,
    isTold: false,
    isContested: false,
    line: 0,
  };
}

const hasNumber = (doses: readonly DoseOfRow[], number: number): boolean =>
  doses.some((dose) => dose.number === number);

function birthDayIn(rows: readonly RecordRow[]): number | undefined {
  const [first] = rows;
  if (!first || first.birthDay === NO_DAY) return undefined;
  // Rows that contradict each other say nothing.
  return rows.every(({ birthDay }) => birthDay === first.birthDay) ? first.birthDay : undefined;
}
