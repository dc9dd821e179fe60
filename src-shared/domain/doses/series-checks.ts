import { ageInMonths } from '../dates/age.ts';
import { clearDaysBetween } from '../dates/calendar.ts';
import { formatWesternDate } from '../dates/eras.ts';
import type { IsoDate } from '../identifiers.ts';
import { intervalInWords, isTooShort, minimumInterval } from './intervals.ts';
import { isInfantSeries, type KnownDose } from './known-dose.ts';
import { normaliseLot } from './lots.ts';
import { type DoseWarning, warning } from './warning.ts';

const words = formatWesternDate;
const TWELVE_YEARS = 144;

/** Checks doses beside each other. They come sorted by number, then day; every one is an injection on a possible day. */
export function checkSeries(doses: readonly KnownDose[], birthDate: IsoDate): DoseWarning[] {
  const oneOfEach = doses.filter((dose, index) => dose.number !== doses[index - 1]?.number);
  const infantSeries = isInfantSeries(oneOfEach, birthDate);
  return [
    ...doses.flatMap((dose, index) => checkTwice(doses[index - 1], dose)),
    ...oneOfEach.flatMap((dose, index) => {
      const lower = oneOfEach[index - 1];
      return lower ? checkPair(lower, dose, infantSeries, birthDate) : [];
    }),
    ...checkMakers(oneOfEach),
  ];
}

/** Doses whose number before is missing, among all injections: a wrong day is no missing dose. */
export function checkMissing(doses: readonly KnownDose[]): DoseWarning[] {
  const numbers = [...new Set(doses.map((dose) => dose.number))].toSorted((a, b) => a - b);
  return numbers.flatMap((number, index) => {
    const before = numbers[index - 1] ?? 0;
    if (number === before + 1) return [];
    const missing = Array.from({ length: number - before - 1 }, (_, gap) => `${before + gap + 1}回目`);
    return [warning('dose-missing-before', [number], { dose: number, missing: missing.join('・') })];
  });
}

/** Two records of one dose, by two tickets: on one day it is one dose registered twice, on two days one of them is wrong. */
function checkTwice(before: KnownDose | undefined, dose: KnownDose): DoseWarning[] {
  if (before?.number !== dose.number) return [];
  const { number, on } = dose;
  if (before.on === on) {
    return [warning('dose-same-day', [number], { dose: number, other: number, date: words(on) })];
  }
  const about = { dose: number, standing: dayAndLot(before), given: dayAndLot(dose) };
  return [warning('dose-number-taken', [number], about)];
}

/** 2021年6月1日 ロットFJ7489: what two records of one dose are told apart by. */
export function dayAndLot({ on, record }: KnownDose): string {
  const lot = normaliseLot(record.lotNumber);
  return lot === '' ? words(on) : `${words(on)} ロット${lot}`;
}

/** Order, day and interval of two doses, the lower number first. An interval needs the very next number. */
function checkPair(
  lower: KnownDose,
  dose: KnownDose,
  infantSeries: boolean,
  birthDate: IsoDate,
): DoseWarning[] {
  const numbers = [lower.number, dose.number];
  if (dose.on < lower.on) {
    const about = {
      dose: dose.number,
      date: words(dose.on),
      lower: lower.number,
      lowerDate: words(lower.on),
    };
    return [warning('dose-order-reversed', numbers, about)];
  }
  if (dose.on === lower.on) {
    const about = { dose: dose.number, other: lower.number, date: words(dose.on) };
    return [warning('dose-same-day', numbers, about)];
  }
  return dose.number === lower.number + 1 ? checkInterval(lower, dose, infantSeries, birthDate) : [];
}

function checkInterval(
  lower: KnownDose,
  dose: KnownDose,
  infantSeries: boolean,
  birthDate: IsoDate,
): DoseWarning[] {
  if (!lower.maker || !dose.maker) return [];
  const least = minimumInterval({
    doseNumber: dose.number,
    on: dose.on,
    maker: dose.maker.maker.id,
    previousMaker: lower.maker.maker.id,
    infantSeries,
    child: ageInMonths(birthDate, dose.on) < TWELVE_YEARS || dose.maker.product?.belowMonths === TWELVE_YEARS,
  });
  if (!least || !isTooShort(lower.on, dose.on, least)) return [];
  const about = {
    dose: dose.number,
    previous: lower.number,
    between: `${clearDaysBetween(lower.on, dose.on)}日`,
    least: intervalInWords(least),
  };
  return [warning('interval-too-short', [lower.number, dose.number], about)];
}

function checkMakers(doses: readonly KnownDose[]): DoseWarning[] {
  const first = doses.find((dose) => dose.number === 1)?.maker;
  const second = doses.find((dose) => dose.number === 2)?.maker;
  if (!first || !second || first.maker === second.maker) return [];
  const about = { first: first.name, second: second.name };
  return [warning('series-mixed-makers', [1, 2], about)];
}
