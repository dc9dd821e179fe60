import { ageOnDay, dayOfAge } from '../dates/age.ts';
import type { AboutOf } from '../rules/table.ts';
import { isTooShort, minimumInterval } from './intervals.ts';
import type { Limits } from './limits.ts';
import { NO_VACCINE, type Vaccine, type VaccineId } from './vaccines.ts';

/** A dose as it would stand, in numbers. */
export interface SeriesDose {
  /** 1–7. */
  readonly number: number;
  readonly day: number;
  /** `NO_VACCINE` where the cell names none, or its lot is another maker's: then one of them is wrong, and says nothing more. */
  readonly vaccine: VaccineId;
  /** A dose whose day is wrong gets that one finding and stays out of intervals, ages and orders: root causes first. */
  readonly dayIsPossible: boolean;
  /** False for what stands already beside the rows of a file: nothing is told of it. */
  readonly isTold: boolean;
  /** Another day stands for this dose, and nobody knows yet which is right: it is not compared with what stands. */
  readonly isContested: boolean;
}

export type SeriesCode =
  | 'dose-missing-before'
  | 'dose-order-reversed'
  | 'dose-same-day'
  | 'interval-too-short'
  | 'series-mixed-makers'
  | 'product-not-in-use'
  | 'age-below'
  | 'age-product-mismatch';

/** Takes what is found: of which dose, and beside which lower one. */
export type TellSeries<Dose extends SeriesDose> = <Code extends SeriesCode>(
  code: Code,
  dose: Dose,
  about: AboutOf<Code>,
  lower?: Dose,
) => void;

export interface SeriesContext {
  /** Undefined where nobody knows it. */
  readonly birthDay: number | undefined;
  readonly limits: Limits;
  /** Numbers of doses that are there though nothing else of them can be used, as bits: 1 << number. */
  readonly alsoThere: number;
  /** Whether all that stands is known. Otherwise a dose may be missing here only. */
  readonly isComplete: boolean;
}

const FIVE_YEARS = 60;
const TWELVE_YEARS = 144;
/** 2022-10-24: the first day of ファイザー for infants (厚生労働省Q&A 0044). */
const INFANTS_FROM = 19_289;

/**
 * Checks the doses of one person, one of each number, in the order of their numbers. The one implementation for what stands (照会) and
 * for the rows of a file beside what stands.
 */
export function checkSeries<Dose extends SeriesDose>(
  doses: readonly Dose[],
  context: SeriesContext,
  tell: TellSeries<Dose>,
): void {
  if (context.isComplete) checkMissing(doses, context.alsoThere, tell);
  const infants = isInfantSeries(doses[0], context);
  let lower: Dose | undefined;
  for (const dose of doses) {
    if (!dose.dayIsPossible) continue;
    if (lower && (dose.isTold || lower.isTold)) checkPair(lower, dose, infants, context, tell);
    if (dose.isTold) checkVaccineOnDay(dose, doses[0], infants, context, tell);
    lower = dose;
  }
  checkMakers(doses, context, tell);
}

/** Doses whose number before is missing. A wrong day is no missing dose. */
function checkMissing<Dose extends SeriesDose>(
  doses: readonly Dose[],
  alsoThere: number,
  tell: TellSeries<Dose>,
): void {
  let there = alsoThere;
  for (const dose of doses) there |= 1 << dose.number;
  for (const dose of doses) {
    let before = dose.number - 1;
    while (before > 0 && (there & (1 << before)) === 0) before -= 1;
    if (dose.isTold && before < dose.number - 1) {
      tell('dose-missing-before', dose, { dose: dose.number, before });
    }
  }
}

/** Order, day and interval of two doses, the lower number first. An interval needs the very next number. */
function checkPair<Dose extends SeriesDose>(
  lower: Dose,
  dose: Dose,
  infants: boolean | undefined,
  context: SeriesContext,
  tell: TellSeries<Dose>,
): void {
  if ((lower.isContested && !dose.isTold) || (dose.isContested && !lower.isTold)) return;
  if (dose.day < lower.day) {
    const about = { dose: dose.number, day: dose.day, lower: lower.number, lowerDay: lower.day };
    tell('dose-order-reversed', dose, about, lower);
    return;
  }
  if (dose.day === lower.day) {
    const about = { dose: dose.number, other: lower.number, day: dose.day };
    tell('dose-same-day', dose, about, lower);
    return;
  }
  if (dose.number === lower.number + 1) checkInterval(lower, dose, infants, context, tell);
}

function checkInterval<Dose extends SeriesDose>(
  lower: Dose,
  dose: Dose,
  infants: boolean | undefined,
  { birthDay, limits }: SeriesContext,
  tell: TellSeries<Dose>,
): void {
  const [vaccine, previous] = [vaccineOf(dose, limits), vaccineOf(lower, limits)];
  if (!vaccine || !previous) return;
  const least = minimumInterval(
    {
      doseNumber: dose.number,
      day: dose.day,
      maker: vaccine.maker,
      previousMaker: previous.maker,
      infantSeries: infants,
      child: isChild(vaccine, dose.day, birthDay),
    },
    limits,
  );
  if (!least || !isTooShort(lower.day, dose.day, least)) return;
  tell(
    'interval-too-short',
    dose,
    { dose: dose.number, day: dose.day, previous: lower.number, previousDay: lower.day, least },
    lower,
  );
}

function isChild(vaccine: Vaccine, day: number, birthDay: number | undefined): boolean | undefined {
  if (vaccine.belowMonths === TWELVE_YEARS) return true;
  return birthDay === undefined ? undefined : isYounger(birthDay, day, TWELVE_YEARS);
}

/**
 * Whether doses 1 to 3 are those of the infants' product: because a record says so, or because only ファイザー is said and the person was
 * younger than five at dose 1 when there was no other product for that age. Undefined where the birth date would have to say it.
 */
function isInfantSeries(
  first: SeriesDose | undefined,
  { birthDay, limits }: SeriesContext,
): boolean | undefined {
  const vaccine = first?.number === 1 ? vaccineOf(first, limits) : undefined;
  if (!first || vaccine?.maker !== 'pfizer') return false;
  if (vaccine.belowMonths === FIVE_YEARS) return true;
  if (vaccine.isProduct || first.day < INFANTS_FROM) return false;
  return birthDay === undefined ? undefined : isYounger(birthDay, first.day, FIVE_YEARS);
}

function checkMakers<Dose extends SeriesDose>(
  doses: readonly Dose[],
  { limits }: SeriesContext,
  tell: TellSeries<Dose>,
): void {
  const [one, two] = doses;
  if (one?.number !== 1 || two?.number !== 2 || !(one.isTold || two.isTold)) return;
  const [first, second] = [vaccineOf(one, limits), vaccineOf(two, limits)];
  if (!first || !second || first.maker === second.maker) return;
  tell('series-mixed-makers', two, { first: first.name, second: second.name }, one);
}

/** Whether the product was in use; a product that was not says nothing about ages. */
function checkVaccineOnDay<Dose extends SeriesDose>(
  dose: Dose,
  first: Dose | undefined,
  infants: boolean | undefined,
  context: SeriesContext,
  tell: TellSeries<Dose>,
): void {
  const vaccine = vaccineOf(dose, context.limits);
  if (!vaccine) return;
  const { from, until, name } = vaccine;
  if (dose.day < from || dose.day > until) {
    tell('product-not-in-use', dose, { product: name, day: dose.day, from, until });
  } else if (context.birthDay !== undefined) {
    checkAge(dose, vaccine, context.birthDay, first, infants, tell);
  }
}

/**
 * Whether people of that age were given that product. For the first doses the age at dose 1 decides, also when a birthday lies between
 * them; for boosters the age on the day (川越町, ふじみ野市, 長野県: 1回目の接種日の年齢).
 */
function checkAge<Dose extends SeriesDose>(
  dose: Dose,
  vaccine: Vaccine,
  birthDay: number,
  first: Dose | undefined,
  infants: boolean | undefined,
  tell: TellSeries<Dose>,
): void {
  const least = leastAgeOn(vaccine, dose.day);
  const product = vaccine.name;
  if (isYounger(birthDay, dose.day, least)) {
    tell('age-below', dose, { product, age: ageOnDay(birthDay, dose.day), least });
    return;
  }
  if (!vaccine.isProduct) return;
  const lastOfFirst = infants === true ? 3 : 2;
  const isOfFirst = dose.number <= lastOfFirst && first?.number === 1 && first.dayIsPossible;
  const deciding = isOfFirst ? first : dose;
  const below = vaccine.belowMonths ?? Number.POSITIVE_INFINITY;
  const isOlder =
    vaccine.belowMonths !== undefined && !isYounger(birthDay, deciding.day, vaccine.belowMonths);
  if (!isOlder && !isYounger(birthDay, deciding.day, least)) return;
  const age = ageOnDay(birthDay, deciding.day);
  const atDose = deciding === dose ? 0 : deciding.number;
  tell('age-product-mismatch', dose, { product, age, least, below, atDose });
}

/** The least age that held on a day, in months. */
function leastAgeOn({ leastAges }: Vaccine, day: number): number {
  let months = 0;
  for (const age of leastAges) if (age.from <= day) months = age.months;
  return months;
}

/** Whether somebody has not reached an age in months. Grown-ups need no calendar for that. */
function isYounger(birthDay: number, day: number, months: number): boolean {
  return day - birthDay <= months * 31 && day < dayOfAge(birthDay, months);
}

function vaccineOf({ vaccine }: SeriesDose, { vaccines }: Limits): Vaccine | undefined {
  return vaccine === NO_VACCINE ? undefined : vaccines[vaccine - 1];
}
