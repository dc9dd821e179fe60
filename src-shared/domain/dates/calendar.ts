import type { IsoDate } from '../identifiers.ts';

/** The first day that Japan's calendar and ours have in common: 明治6年1月1日. Days before it are 旧暦 and are refused everywhere. */
const FIRST_YEAR = 1873;
const LAST_YEAR = 9999;
const MS_A_DAY = 86_400_000;
/** From 0000-03-01, where counting is easiest, to 1970-01-01. */
const DAYS_BEFORE_1970 = 719_468;
/** Four hundred years: then the leap years come round. */
const DAYS_A_CYCLE = 146_097;

export interface DateParts {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  /** 1–31. */
  readonly day: number;
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** The number of days of a month (1–12); 0 for a month that does not exist. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

/** The day with these numbers, if the calendar has it (no 0229 in other years than leap years) and it is not before 1873. */
export function isoDateOf(year: number, month: number, day: number): IsoDate | undefined {
  if (year < FIRST_YEAR || year > LAST_YEAR || day < 1 || day > daysInMonth(year, month)) return undefined;
  return `${year}-${twoDigits(month)}-${twoDigits(day)}` as IsoDate;
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

export function partsOf(date: IsoDate): DateParts {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** Days since 1970-01-01, negative before it. Small enough for an Int32Array of a million rows. */
export function dayNumber(date: IsoDate): number {
  // Read digit by digit: of a large file there are millions.
  return dayNumberOf(digitsIn(date, 0, 4), digitsIn(date, 5, 7), digitsIn(date, 8, 10));
}

function digitsIn(text: string, from: number, until: number): number {
  let number = 0;
  for (let index = from; index < until; index += 1) number = number * 10 + text.charCodeAt(index) - 0x30;
  return number;
}

/** As `dayNumber`, for a text that should be YYYY-MM-DD: undefined for any other. */
export function dayNumberIn(text: string): number | undefined {
  if (text.length !== 10 || text.charAt(4) !== '-' || text.charAt(7) !== '-') return undefined;
  const [year, month, day] = [text.slice(0, 4), text.slice(5, 7), text.slice(8)].map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return day >= 1 && day <= daysInMonth(year, month) ? dayNumberOf(year, month, day) : undefined;
}

/** The number of a day that exists. Counts the years from March on, so that a leap day is the last of its year. */
export function dayNumberOf(year: number, month: number, day: number): number {
  const yearFromMarch = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays =
    Math.floor(yearFromMarch / 4) - Math.floor(yearFromMarch / 100) + Math.floor(yearFromMarch / 400);
  return yearFromMarch * 365 + leapDays + dayOfYear - DAYS_BEFORE_1970;
}

/** Year, month and day of a day's number, without a string or a Date. */
export function partsOfDay(number: number): DateParts {
  const days = number + DAYS_BEFORE_1970;
  const era = Math.floor(days / DAYS_A_CYCLE);
  const dayOfEra = days - era * DAYS_A_CYCLE;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  };
}

/** As `addMonths`, for numbers of days. */
export function addMonthsToDay(number: number, months: number): number {
  const { year, month, day } = partsOfDay(number);
  const count = year * 12 + (month - 1) + months;
  const [inYear, inMonth] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1];
  return dayNumberOf(inYear, inMonth, Math.min(day, daysInMonth(inYear, inMonth)));
}

/** The day with that number. Out of the years 1873–9999 it is a bug of the caller. */
export function dayOfNumber(number: number): IsoDate {
  const moment = new Date(number * MS_A_DAY);
  const date = isoDateOf(moment.getUTCFullYear(), moment.getUTCMonth() + 1, moment.getUTCDate());
  if (date === undefined) throw new RangeError(`no day of the calendar: ${number}`);
  return date;
}

/** Days from one day to another: 1 from today to tomorrow, negative backwards. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}

/**
 * Full days that lie between two days, in either order: 0 for neighbours and for one and the same day.
 * Intervals of vaccinations count these: 「18日以上の間隔をおいて」 is met by the 19th day after (予防接種の間隔の数え方, 手引き 13.1版).
 */
export function clearDaysBetween(one: IsoDate, other: IsoDate): number {
  return Math.max(0, Math.abs(daysBetween(one, other)) - 1);
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return dayOfNumber(dayNumber(date) + days);
}

/** The same day of the month that many months later; the last day of that month where it has no such day (01-31 + 1 → 02-28). */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const { year, month, day } = monthsLater(date, months);
  const added = isoDateOf(year, month, Math.min(day, daysInMonth(year, month)));
  if (added === undefined) throw new RangeError(`no such month: ${months} months from a date`);
  return added;
}

/** Year and month counted on, the day as it was: it may not exist there. */
export function monthsLater(date: IsoDate, months: number): DateParts {
  const { year, month, day } = partsOf(date);
  const count = year * 12 + (month - 1) + months;
  return { year: Math.floor(count / 12), month: (((count % 12) + 12) % 12) + 1, day };
}
