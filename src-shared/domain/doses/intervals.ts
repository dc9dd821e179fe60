import { addMonthsToDay } from '../dates/calendar.ts';
import { type Limits, monthsOn } from './limits.ts';
import type { MakerId } from './makers.ts';

/** Days are full days between two doses; months are met on the same day of the month (予防接種実施要領の数え方). */
export interface MinimumInterval {
  readonly unit: 'days' | 'months';
  readonly count: number;
}

/** What an interval depends on, of the later dose and the one before it. */
export interface IntervalQuestion {
  /** The number of the later dose, 2 or more. */
  readonly doseNumber: number;
  /** The day of the later dose. */
  readonly day: number;
  readonly maker: MakerId;
  readonly previousMaker: MakerId;
  /** Whether doses 1 to 3 are those of the infants' product; undefined where the age is not known and it may be so. */
  readonly infantSeries: boolean | undefined;
  /** Whether the person is younger than twelve on the day, or had the product for 5–11 years; undefined where nobody can say. */
  readonly child: boolean | undefined;
}

/**
 * The least interval before a dose, as it stood on that day; undefined where none is known. There is no upper limit, ever. Where the age
 * is not known it is the shortest that may have been right.
 */
export function minimumInterval(question: IntervalQuestion, limits: Limits): MinimumInterval | undefined {
  const { doseNumber, maker, previousMaker, infantSeries } = question;
  if (doseNumber === 2) {
    const count = shorter(limits.secondDoseDays[previousMaker], limits.secondDoseDays[maker]);
    return count === undefined ? undefined : { unit: 'days', count };
  }
  if (doseNumber === 3 && infantSeries !== false) return { unit: 'days', count: limits.infantThirdDays };
  const count = boosterMonths(question, limits);
  return count === undefined ? undefined : { unit: 'months', count };
}

/**
 * Two makers are asked about anyway, and mostly one of them is a slip: then 27日以上 for 交互接種 (広島県) would be a second finding of the
 * same cause. Only what is too short for both makers is.
 */
function shorter(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

function boosterMonths({ maker, day, child }: IntervalQuestion, limits: Limits): number | undefined {
  const ofMaker = limits.makerBoosterMonths[maker];
  if (ofMaker !== undefined) return ofMaker;
  const ofAdults = monthsOn(limits.boosterMonths, day);
  const ofChildren = monthsOn(limits.childBoosterMonths, day);
  if (child === undefined) return shorter(ofAdults, ofChildren);
  return child ? ofChildren : ofAdults;
}

/** The first day on which a dose keeps the interval. A month without that day is met on its last day. */
export function firstDayAfter(before: number, { unit, count }: MinimumInterval): number {
  return unit === 'days' ? before + count + 1 : addMonthsToDay(before, count);
}

/** Whether the later day is too early. */
export function isTooShort(before: number, after: number, least: MinimumInterval): boolean {
  // No month is longer: nearly every booster needs no calendar.
  if (least.unit === 'months' && after - before >= least.count * 31) return false;
  return after < firstDayAfter(before, least);
}

/** 18日以上, 3か月以上: as the handbooks say it. */
export function intervalInWords({ unit, count }: MinimumInterval): string {
  return unit === 'days' ? `${count}日以上` : `${count}か月以上`;
}
