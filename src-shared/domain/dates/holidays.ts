import type { IsoDate } from '../identifiers.ts';
import { dayNumber, partsOf, partsOfDay } from './calendar.ts';

/**
 * Whether a day is a 休日 under 国民の祝日に関する法律 (昭和23年法律第178号), as it has stood since 2022: the 祝日 themselves, the 振替休日 of article
 * 3 paragraph 2, and the day between two 祝日 of paragraph 3. Years 2022–2099; false before, and of what a later law changes nothing is known.
 */
export function isNationalHoliday(date: IsoDate): boolean {
  const { year } = partsOf(date);
  if (year < FIRST_YEAR || year > LAST_YEAR) return false;
  const day = dayNumber(date);
  if (isNamed(day)) return true;
  if (isNamed(day - 1) && isNamed(day + 1)) return true;
  // The first day behind a Sunday's 祝日 that is none itself.
  let before = day - 1;
  while (isNamed(before) && weekdayOf(before) !== SUNDAY) before -= 1;
  return isNamed(before) && weekdayOf(before) === SUNDAY;
}

/** 年末年始: 12月29日 to 1月3日, as the ordinances of municipalities have it (地方自治法第4条の2第2項第3号). */
export function isTurnOfTheYear(date: IsoDate): boolean {
  const { month, day } = partsOf(date);
  return (month === 12 && day >= 29) || (month === 1 && day <= 3);
}

const FIRST_YEAR = 2022;
const LAST_YEAR = 2099;
const SUNDAY = 0;
const MONDAY = 1;

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** 元日, 建国記念の日, 天皇誕生日, 昭和の日, 憲法記念日, みどりの日, こどもの日, 山の日, 文化の日, 勤労感謝の日. */
const fixed: ReadonlySet<string> = new Set([
  '1/1',
  '2/11',
  '2/23',
  '4/29',
  '5/3',
  '5/4',
  '5/5',
  '8/11',
  '11/3',
  '11/23',
]);

/** 成人の日, 海の日, 敬老の日, スポーツの日: the month, and which Monday of it. */
const mondays: ReadonlyMap<number, number> = new Map([
  [1, 2],
  [7, 3],
  [9, 3],
  [10, 2],
]);

/** A 祝日 with a name of its own. */
function isNamed(number: number): boolean {
  const { year, month, day } = partsOfDay(number);
  if (fixed.has(`${month}/${day}`)) return true;
  if (weekdayOf(number) === MONDAY && mondays.get(month) === Math.ceil(day / 7)) return true;
  return (month === 3 && day === equinox(year, 20.8431)) || (month === 9 && day === equinox(year, 23.2488));
}

/**
 * The day in March or September of 春分の日 and 秋分の日, by the known approximation of the equinoxes for 1980–2099. The days themselves are
 * announced each February for the year after (暦要項); the two have never differed.
 */
function equinox(year: number, in1980: number): number {
  const years = year - 1980;
  return Math.floor(in1980 + 0.242194 * years) - Math.floor(years / 4);
}
