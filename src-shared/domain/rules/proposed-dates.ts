import { dayNumber, isoDateOf } from '../dates/calendar.ts';
import { specialProgramme } from '../doses/programme.ts';
import { foldWidth, removeBlanks } from '../text/width.ts';
import { dayInCell } from './rule.ts';

const SERIAL = /^([0-9]{5})(?:\.0+)?$/;
const COMPACT_DECIMAL = /^([0-9]{4})([0-9]{2})([0-9]{2})\.0+$/;
/** A time behind the day, as spreadsheets put it: 2021/6/1 0:00. */
const WITH_TIME = /^([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})[ T]+0{1,2}:00(?::00)?$/;
const DAY_OR_MONTH_FIRST = /^([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{4})$/;

/** Day 1 is 1900-01-01, and 1900 is taken for a leap year: right from March 1900 on. */
const SERIAL_OF_1970 = 25_569;

/**
 * The day that a spreadsheet broke, as files write it; '' where another day may be meant just as well. 44348 is 2021-06-01; 30401 may be
 * 3年4月1日 of an era that nobody wrote, and stays.
 */
export function proposedDate(text: string, isVaccination: boolean): string {
  if (text.length > 40) return '';
  const tidied = foldWidth(text).trim();
  const day = daySerial(removeBlanks(tidied)) ?? dayWritten(tidied);
  if (day === undefined) return '';
  const inProgramme =
    day >= dayNumber(specialProgramme.firstDay) && day <= dayNumber(specialProgramme.lastDay);
  return !isVaccination || inProgramme ? dayInCell(day) : '';
}

function daySerial(text: string): number | undefined {
  const digits = SERIAL.exec(text)?.[1];
  if (digits === undefined || digits.startsWith('0')) return undefined;
  const [month, day] = [Number(digits.slice(1, 3)), Number(digits.slice(3))];
  const mayBeEraYear = month >= 1 && month <= 12 && day >= 1 && day <= 31;
  return mayBeEraYear ? undefined : Number(digits) - SERIAL_OF_1970;
}

function dayWritten(text: string): number | undefined {
  const [, year, month, day] = COMPACT_DECIMAL.exec(text) ?? WITH_TIME.exec(text) ?? [];
  if (year !== undefined) return dayOf(Number(year), Number(month), Number(day));
  const [, one, other, inYear] = DAY_OR_MONTH_FIRST.exec(text) ?? [];
  if (inYear === undefined) return undefined;
  const [monthFirst, dayFirst] = [
    dayOf(Number(inYear), Number(one), Number(other)),
    dayOf(Number(inYear), Number(other), Number(one)),
  ];
  if (monthFirst !== undefined && dayFirst !== undefined && monthFirst !== dayFirst) return undefined;
  return monthFirst ?? dayFirst;
}

function dayOf(year: number, month: number, day: number): number | undefined {
  const date = isoDateOf(year, month, day);
  return date === undefined ? undefined : dayNumber(date);
}
