import { isDigits } from '../identifier-text.ts';
import type { IsoDate } from '../identifiers.ts';
import { foldHyphens, foldWidth, removeBlanks } from '../text/width.ts';
import { daysInMonth, isoDateOf } from './calendar.ts';
import { type Era, dayInEra, eraNamed } from './eras.ts';

/** From the first to the last day, both of them included. */
export interface DayRange {
  readonly from: IsoDate;
  readonly until: IsoDate;
}

/**
 * What was written, before the calendar has looked at it. Month and day are missing where only the year, or year and month, were
 * written. `era` is missing for western years.
 */
interface WrittenDate {
  readonly era: Era | undefined;
  readonly year: number;
  readonly month: number | undefined;
  readonly day: number | undefined;
}

const COMPACT = /^([0-9]{4})([0-9]{2})([0-9]{2})$/;
const COMPACT_MONTH = /^([0-9]{4})([0-9]{2})$/;
const YEAR = /^([0-9]{4})年?$/;
/** The same separator twice, so that 2021/4-1 is a slip and not a date. */
const SEPARATED = /^([0-9]{4})(?:([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?)$/;
const WESTERN_WORDS = /^([0-9]{4})年([0-9]{1,2})月(?:([0-9]{1,2})日)?$/;

const ERA = '(令和|平成|昭和|大正|明治|[令平昭大明MTSHRmtshr])';
const ERA_COMPACT = new RegExp(`^${ERA}([0-9]{2})([0-9]{2})([0-9]{2})$`);
const ERA_YEAR = new RegExp(`^${ERA}(元|[0-9]{1,2})年?$`);
const ERA_SEPARATED = new RegExp(`^${ERA}(元|[0-9]{1,2})(?:([-/.])([0-9]{1,2})(?:\\3([0-9]{1,2}))?)$`);
const ERA_WORDS = new RegExp(`^${ERA}(元|[0-9]{1,2})年([0-9]{1,2})月(?:([0-9]{1,2})日)?$`);

/**
 * A full date: 20210401, 2021-04-01, 2021/4/1, 2021年4月1日, 令和3年4月1日, 令和元年5月1日, 令和3.4.1, R3.4.1, R3/4/1, S300102, with full-width
 * digits and blanks allowed. Undefined for what is not a day of the calendar or of its era, and before 1873-01-01.
 */
export function parseJapaneseDate(text: string): IsoDate | undefined {
  // The form of nearly every cell of a file, and there are millions.
  if (isDigits(text, 8)) {
    return isoDateOf(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)));
  }
  const written = readDate(text);
  if (written?.month === undefined || written.day === undefined) return undefined;
  return dayOf(written, written.month, written.day);
}

/**
 * A birth date as far as a caller knows it: a full date, a month (1955-01, 195501, S30.1, 昭和30年1月) or a year (1955, S30, 昭和30年).
 * An era's first and last year give only the days that lie in the era.
 */
export function parseBirthDateQuery(text: string): DayRange | undefined {
  const written = readDate(text);
  if (written === undefined) return undefined;
  const { month, day } = written;
  if (month !== undefined && day !== undefined) {
    const date = dayOf(written, month, day);
    return date && { from: date, until: date };
  }
  return rangeOf(written, month);
}

/** Whether a text is written like a date, be there such a day or not: 令和3年2月30日 is a wrong date, not a name. */
export function looksLikeDate(text: string): boolean {
  return readDate(text) !== undefined;
}

/** Whether a text can be nothing but a date: it has an era, separators or 年月日, not just digits. */
export function isWrittenAsDate(text: string): boolean {
  return looksLikeDate(text) && !/^[0-9A-Za-z]+$/.test(tidy(text));
}

const tidy = (text: string): string => {
  // ㍻ and its fellows are one character each; NFKC spells them out and changes nothing else that a date may have.
  const folded = foldWidth(removeBlanks(text)).replace(/[㍾㍽㍼㍻㋿]/gu, (sign) => sign.normalize('NFKC'));
  return foldHyphens(folded);
};

function readDate(text: string): WrittenDate | undefined {
  const tidied = tidy(text);
  return readWestern(tidied) ?? readEra(tidied);
}

function readWestern(text: string): WrittenDate | undefined {
  const compact =
    COMPACT.exec(text) ?? COMPACT_MONTH.exec(text) ?? YEAR.exec(text) ?? WESTERN_WORDS.exec(text);
  if (compact) return asWritten(undefined, compact[1], compact[2], compact[3]);
  const separated = SEPARATED.exec(text);
  return separated ? asWritten(undefined, separated[1], separated[3], separated[4]) : undefined;
}

function readEra(text: string): WrittenDate | undefined {
  const plain = ERA_COMPACT.exec(text) ?? ERA_YEAR.exec(text) ?? ERA_WORDS.exec(text);
  if (plain) return asWritten(plain[1], plain[2], plain[3], plain[4]);
  const separated = ERA_SEPARATED.exec(text);
  return separated ? asWritten(separated[1], separated[2], separated[4], separated[5]) : undefined;
}

function asWritten(
  era: string | undefined,
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): WrittenDate {
  return {
    era: era === undefined ? undefined : eraNamed(era),
    year: year === '元' ? 1 : Number(year),
    month: month === undefined ? undefined : Number(month),
    day: day === undefined ? undefined : Number(day),
  };
}

function dayOf(date: WrittenDate, month: number, day: number): IsoDate | undefined {
  return date.era ? dayInEra(date.era, date.year, month, day) : isoDateOf(date.year, month, day);
}

/** The days of a year or a month, cut to the era where one is named. */
function rangeOf(date: WrittenDate, month: number | undefined): DayRange | undefined {
  const { era } = date;
  const year = era ? era.firstYear + date.year - 1 : date.year;
  if (date.year < 1) return undefined;
  const first = isoDateOf(year, month ?? 1, 1);
  const last = isoDateOf(year, month ?? 12, daysInMonth(year, month ?? 12));
  if (first === undefined || last === undefined) return undefined;
  if (era === undefined) return { from: first, until: last };
  const from = first < era.firstDay ? era.firstDay : first;
  const until = last > era.lastDay ? era.lastDay : last;
  return from <= until ? { from, until } : undefined;
}
