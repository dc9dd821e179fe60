import { addMonths, clearDaysBetween } from '../dates/calendar.ts';
import type { IsoDate } from '../identifiers.ts';
import type { MakerId } from './makers.ts';

/** Days are full days between two doses; months are met on the same day of the month (予防接種実施要領の数え方). */
export type MinimumInterval =
  { readonly unit: 'days'; readonly count: number } | { readonly unit: 'months'; readonly count: number };

/** What an interval depends on, of the later dose and the one before it. */
export interface IntervalQuestion {
  /** The number of the later dose, 2 or more. */
  readonly doseNumber: number;
  readonly on: IsoDate;
  readonly maker: MakerId;
  readonly previousMaker: MakerId;
  /** Whether doses 1 to 3 are those of the infants' product. */
  readonly infantSeries: boolean;
  /** Whether the person is younger than twelve on the day, or had the product for 5–11 years. */
  readonly child: boolean;
}

const days = (count: number): MinimumInterval => ({ unit: 'days', count });
const months = (count: number): MinimumInterval => ({ unit: 'months', count });

/**
 * Dose 2 after dose 1. ファイザー of every age 18 (京都市: 「一番早くて19日後」), 武田/モデルナ 20, アストラゼネカ 27 (uncertain: 実施要領 not read
 * itself), ノババックス 20 as a standard; its minimum is uncertain, so only below 18. ヤンセンファーマ has one dose, 第一三共 none here.
 */
const secondDose: Readonly<Partial<Record<MakerId, MinimumInterval>>> = {
  pfizer: days(18),
  moderna: days(20),
  astrazeneca: days(27),
  novavax: days(18),
};
/** 乳幼児 dose 3: 55日以上 (手引き 13.1版). */
const INFANT_THIRD = days(55);

/**
 * The least interval before a dose, as it stood on that day; undefined where none is known. There is no upper limit, ever.
 */
export function minimumInterval(question: IntervalQuestion): MinimumInterval | undefined {
  const { doseNumber, maker, previousMaker, infantSeries } = question;
  if (doseNumber === 2) return shorter(secondDose[previousMaker], secondDose[maker]);
  if (doseNumber === 3 && infantSeries) return INFANT_THIRD;
  return months(boosterMonths(question));
}

/**
 * Two makers are asked about anyway, and mostly one of them is a slip: then 27日以上 for 交互接種 (広島県) would be a second finding of the
 * same cause. Only what is too short for both makers is.
 */
function shorter(
  one: MinimumInterval | undefined,
  other: MinimumInterval | undefined,
): MinimumInterval | undefined {
  if (!one || !other) return one ?? other;
  return one.count <= other.count ? one : other;
}

/**
 * 追加接種. From 2021-12-01 eight months in principle, but six for some, and six for all by February 2022: six is the least that was ever
 * right. Five from 2022-05-25 and three from 2022-10-21; for children of 5–11 five until the bivalent product of 2023-03-08;
 * ノババックス six throughout (厚生労働省Q&A 0044, 0099, 0131, 0139; 足立区; 長野県).
 */
function boosterMonths({ maker, on, child }: IntervalQuestion): number {
  if (maker === 'novavax') return 6;
  if (child) return on < '2023-03-08' ? 5 : 3;
  if (on < '2022-05-25') return 6;
  return on < '2022-10-21' ? 5 : 3;
}

/** Whether the later day is too early. A month without that day is met on its last day. */
export function isTooShort(before: IsoDate, after: IsoDate, least: MinimumInterval): boolean {
  return least.unit === 'days'
    ? clearDaysBetween(before, after) < least.count
    : after < addMonths(before, least.count);
}

/** 18日以上, 3か月以上: as the handbooks say it. */
export function intervalInWords(least: MinimumInterval): string {
  return least.unit === 'days' ? `${least.count}日以上` : `${least.count}か月以上`;
}
