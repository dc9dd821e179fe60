import { dayOfNumber, partsOfDay } from '../dates/calendar.ts';
import { formatBoth } from '../dates/eras.ts';
import { shorten } from '../text/characters.ts';
import type { Severity } from './severity.ts';

/**
 * A check as data. Its code, the key in the table, never changes its meaning. The sentence says what was found, with the value, and
 * what is right, with an example where one helps. What it needs to say so is its only argument: numbers and texts as they were found, for
 * sentences are made only for what somebody will read.
 */
export interface Rule<About> {
  readonly severity: Severity;
  /** A few words for tables of counts. */
  readonly title: string;
  /** Where the rule comes from: a law, a published handbook, or what went wrong in real life. */
  readonly source: string;
  readonly sentence: (about: About) => string;
  /** A right value, as one would write it in the cell. */
  readonly example?: (about: About) => string;
  /** The value that would be right, where nothing else can have been meant; '' where that can't be said. */
  readonly proposal?: (about: About) => string;
}

/** `never` as the argument takes a rule of any argument; each keeps its own type in the table. */
export const defineRules = <const Table extends Readonly<Record<string, Rule<never>>>>(table: Table): Table =>
  table;

/** A value in a sentence: long ones are cut, so that a sentence stays one. */
export const quoted = (value: string): string => `「${shorten(value, 40)}」`;

/** A day number as sentences say it: 2021年6月1日. */
export function dayInWords(day: number): string {
  const { year, month, day: ofMonth } = partsOfDay(day);
  return `${year}年${month}月${ofMonth}日`;
}

/** 令和3年4月1日（2021年4月1日）. */
export const dayInBothCalendars = (day: number): string => formatBoth(dayOfNumber(day));

/** A day number as files have it: 20210601. */
export function dayInCell(day: number): string {
  const { year, month, day: ofMonth } = partsOfDay(day);
  return String(year * 10_000 + month * 100 + ofMonth).padStart(8, '0');
}
