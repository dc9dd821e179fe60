import { dayNumber } from '../dates/calendar.ts';
import { IsoDate } from '../identifiers.ts';
import type { MakerId } from './makers.ts';
import { specialProgramme } from './programme.ts';
import { type Vaccine, vaccines } from './vaccines.ts';

/** From that day on so many months. */
export interface MonthsSince {
  readonly from: number;
  readonly months: number;
}

/** The numbers that the rules go by. A profile may give others. Days are numbers. */
export interface Limits {
  readonly firstDay: number;
  readonly lastDay: number;
  /** Full days between doses 1 and 2. */
  readonly secondDoseDays: Readonly<Partial<Record<MakerId, number>>>;
  /** Full days between doses 2 and 3 of the infants' product. */
  readonly infantThirdDays: number;
  /** Months before a booster, by the day of the booster; the last one that has begun counts. */
  readonly boosterMonths: readonly MonthsSince[];
  /** The same for children. */
  readonly childBoosterMonths: readonly MonthsSince[];
  /** Makers whose boosters wait for so many months throughout. */
  readonly makerBoosterMonths: Readonly<Partial<Record<MakerId, number>>>;
  /** In the order of `vaccines`. */
  readonly vaccines: readonly Vaccine[];
  readonly carriedOver: CarriedOverLimits;
}

/** When a lot or a day of its own among many is asked about. */
export interface CarriedOverLimits {
  /** So many rows of one venue, day and vaccine at least. */
  readonly leastRows: number;
  /** Such a share of them must have one lot. */
  readonly sameShare: number;
  /** So many rows before and after it must have another day, for a day to be asked about. */
  readonly neighbours: number;
}

const since = (from: string, months: number): MonthsSince => ({
  from: dayNumber(IsoDate.parse(from)),
  months,
});

/**
 * Dose 2 after dose 1. ファイザー of every age 18 (京都市: 「一番早くて19日後」), 武田/モデルナ 20, アストラゼネカ 27 (uncertain: 実施要領 not read
 * itself), ノババックス 20 as a standard; its minimum is uncertain, so only below 18. ヤンセンファーマ has one dose, 第一三共 none here.
 * 乳幼児 dose 3: 55日以上 (手引き 13.1版).
 *
 * 追加接種. From 2021-12-01 eight months in principle, but six for some, and six for all by February 2022: six is the least that was ever
 * right. Five from 2022-05-25 and three from 2022-10-21; for children of 5–11 five until the bivalent product of 2023-03-08;
 * ノババックス six throughout (厚生労働省Q&A 0044, 0099, 0131, 0139; 足立区; 長野県).
 */
export const standardLimits: Limits = {
  firstDay: dayNumber(specialProgramme.firstDay),
  lastDay: dayNumber(specialProgramme.lastDay),
  secondDoseDays: { pfizer: 18, moderna: 20, astrazeneca: 27, novavax: 18 },
  infantThirdDays: 55,
  boosterMonths: [since('1900-01-01', 6), since('2022-05-25', 5), since('2022-10-21', 3)],
  childBoosterMonths: [since('1900-01-01', 5), since('2023-03-08', 3)],
  makerBoosterMonths: { novavax: 6 },
  vaccines,
  carriedOver: { leastRows: 20, sameShare: 0.95, neighbours: 10 },
};

/** The last one that has begun on a day. */
export function monthsOn(list: readonly MonthsSince[], day: number): number | undefined {
  let months: number | undefined;
  for (const each of list) if (each.from <= day) months = each.months;
  return months;
}

/** Whether a dose can have been given on that day at all. What can't be right says nothing about order, ages and intervals. */
export function isPossibleDay(
  day: number,
  { firstDay, lastDay }: Limits,
  today: number,
  birthDay: number | undefined,
): boolean {
  return day >= firstDay && day <= lastDay && day <= today && (birthDay === undefined || day >= birthDay);
}
