import type { IsoDate } from '../identifiers.ts';
import {
  addDays,
  addMonths,
  dayNumberOf,
  daysInMonth,
  isoDateOf,
  monthsLater,
  partsOf,
  partsOfDay,
} from './calendar.ts';

/**
 * The day on which a person reaches an age in months: the day before the same day of the month, since the day of birth counts
 * (年齢計算ニ関スル法律; 民法143条). Born 2022-04-01: six months old from 2022-09-30. Where the month has no such day, its last day:
 * born on 02-29, a year older on 02-28 of every year.
 */
export function dayOfAgeInMonths(birthDate: IsoDate, months: number): IsoDate {
  const { year, month, day } = monthsLater(birthDate, months);
  if (day > daysInMonth(year, month)) return addMonths(birthDate, months);
  const anniversary = isoDateOf(year, month, day);
  if (anniversary === undefined) throw new RangeError('an age out of the calendar');
  return addDays(anniversary, -1);
}

/** As `dayOfAgeInMonths`, for numbers of days. */
export function dayOfAge(birthDay: number, months: number): number {
  const { year, month, day } = partsOfDay(birthDay);
  const count = year * 12 + (month - 1) + months;
  const [inYear, inMonth] = [Math.floor(count / 12), (count % 12) + 1];
  const length = daysInMonth(inYear, inMonth);
  return day > length ? dayNumberOf(inYear, inMonth, length) : dayNumberOf(inYear, inMonth, day) - 1;
}

/** As `ageInMonths`, for numbers of days. */
export function ageOnDay(birthDay: number, on: number): number {
  const birth = partsOfDay(birthDay);
  const then = partsOfDay(on);
  let months = (then.year - birth.year) * 12 + (then.month - birth.month) + 1;
  while (months > 0 && dayOfAge(birthDay, months) > on) months -= 1;
  return Math.max(0, months);
}

/** Full months lived on a day, by 年齢計算. Negative before birth is not known: 0. */
export function ageInMonths(birthDate: IsoDate, day: IsoDate): number {
  const birth = partsOf(birthDate);
  const then = partsOf(day);
  // One more than the calendar months in between can be full at most, because an age is reached a day early.
  let months = (then.year - birth.year) * 12 + (then.month - birth.month) + 1;
  while (months > 0 && dayOfAgeInMonths(birthDate, months) > day) months -= 1;
  return Math.max(0, months);
}

/** Full years lived on a day, by 年齢計算: born 2010-04-02, five years old from 2015-04-01. */
export function ageOn(birthDate: IsoDate, day: IsoDate): number {
  return Math.floor(ageInMonths(birthDate, day) / 12);
}

/** An age in the words of the forms: 12歳, 生後6か月. */
export function ageInWords(months: number): string {
  return months < 12 ? `生後${months}か月` : `${Math.floor(months / 12)}歳`;
}
