import { dayNumber } from '../dates/calendar.ts';
import type { IsoDate } from '../identifiers.ts';
import { type CheckRules, standardRules } from '../rules/check-rules.ts';
import type { DoseRecord, Person } from '../../vrs-api/people.ts';
import { isPossibleDay } from './limits.ts';
import { normaliseLot, unusualLot } from './lots.ts';
import { identifyMaker, type KnownMaker } from './maker-text.ts';
import { checkSeries, type SeriesDose } from './series.ts';
import { checkDay, checkTicket, checkVaccine } from './single-checks.ts';
import { vaccineIdOf } from './vaccines.ts';
import { type DoseWarning, warningsInto, type Warn } from './warning.ts';

/** A dose that stands, with what the rules derive from it once. */
export interface KnownDose extends SeriesDose {
  readonly record: DoseRecord;
  readonly maker: KnownMaker | undefined;
  /** As data projects unified it. */
  readonly lot: string;
}

/**
 * Everything that the rules have to say about the doses of one person, 要修正 first, then by dose. It looks only at this person: what a
 * whole file or a venue shows (repeated tickets, lots carried over) is the batch check's.
 */
export function evaluateDoses(
  person: Person,
  today: IsoDate,
  rules: CheckRules = standardRules,
): DoseWarning[] {
  const doses = person.doses
    .map((record) => knownDose(record, person, dayNumber(today), rules))
    .toSorted((a, b) => a.number - b.number || a.day - b.day);
  const warnings: DoseWarning[] = [];
  const warn = warningsInto(warnings, rules);
  for (const dose of doses) checkDay(dose, person, dayNumber(today), rules.limits, warn);
  for (const dose of doses) checkTicket(dose, person, warn);
  // 予診のみ is no dose: nothing was injected, so it has no place in the series.
  const injections = doses.filter(({ record }) => record.ticketKind === '1');
  for (const [index, dose] of injections.entries()) {
    checkVaccine(dose, warn);
    checkTwice(injections[index - 1], dose, warn);
  }
  const oneOfEach = injections.filter(isFirstOfItsNumber);
  const context = {
    birthDay: dayNumber(person.birthDate),
    limits: rules.limits,
    alsoThere: 0,
    isComplete: true,
  };
  checkSeries(oneOfEach, context, (code, dose, about, lower) => {
    warn(code, lower ? [lower.number, dose.number] : [dose.number], about);
  });
  return warnings.toSorted(
    (a, b) => rank(a) - rank(b) || (a.doseNumbers.at(-1) ?? 0) - (b.doseNumbers.at(-1) ?? 0),
  );
}

/** Of two records of one dose the one whose day can be right stands for it. */
function isFirstOfItsNumber(dose: KnownDose, _: number, doses: readonly KnownDose[]): boolean {
  const ofNumber = doses.filter(({ number }) => number === dose.number);
  return dose === (ofNumber.find(({ dayIsPossible }) => dayIsPossible) ?? ofNumber[0]);
}

function knownDose(record: DoseRecord, person: Person, today: number, rules: CheckRules): KnownDose {
  const day = dayNumber(record.vaccinatedOn);
  const maker = identifyMaker(record.maker);
  const lot = normaliseLot(record.lotNumber);
  const isOdd = lot !== '' && unusualLot(lot, maker?.maker.id)?.isOfOtherMaker === true;
  return {
    record,
    maker,
    lot,
    number: record.doseNumber,
    day,
    vaccine: isOdd ? 0 : vaccineIdOf(record.maker),
    dayIsPossible: isPossibleDay(day, rules.limits, today, dayNumber(person.birthDate)),
    isTold: true,
    isContested: false,
  };
}

/** Two records of one dose, by two tickets: on one day it is one dose registered twice, on two days one of them is wrong. */
function checkTwice(before: KnownDose | undefined, dose: KnownDose, warn: Warn): void {
  if (before?.number !== dose.number || !before.dayIsPossible || !dose.dayIsPossible) return;
  const { number, day } = dose;
  if (before.day === day) {
    warn('dose-same-day', [number], { dose: number, other: number, day });
    return;
  }
  warn('dose-number-taken', [number], {
    dose: number,
    standingDay: before.day,
    standingLot: before.lot,
    day,
    differs: 'day',
    cell: dose.record.vaccinatedOn,
  });
}

const rank = ({ severity }: DoseWarning): number => (severity === 'must-correct' ? 0 : 1);
