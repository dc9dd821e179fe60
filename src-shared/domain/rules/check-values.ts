import { dayNumber, dayNumberIn, dayOfNumber } from '../dates/calendar.ts';
import type { Limits } from '../doses/limits.ts';
import { isRecalledLot, type UnusualLot, unusualLot } from '../doses/lots.ts';
import { identifyMaker } from '../doses/maker-text.ts';
import type { MakerId } from '../doses/makers.ts';
import type { IsoDate, MunicipalityCode } from '../identifiers.ts';
import type { CheckRules } from './check-rules.ts';
import { finding, type RowFinding } from './finding.ts';

/** The cells of a row that could be read, by column: what can't be read is missing, what is empty is ''. */
export type RowValues = Readonly<Record<string, string>>;

/** What the layout calls a column. */
export type NameOf = (column: string) => string;

export interface ValuesContext {
  readonly municipalityCode: MunicipalityCode;
  readonly today: IsoDate;
  readonly rules: CheckRules;
  readonly nameOf: NameOf;
}

/** What the cells of a 接種記録 row say together. */
export function checkRecordRow(values: RowValues, context: ValuesContext, found: RowFinding[]): void {
  checkMunicipality(values, context, found);
  checkVaccinatedOn(values, context, found);
  checkVaccine(values['maker'], values['lotNumber'], context.nameOf, found);
}

/** What the cells of a 接種対象者 row say together. */
export function checkSubjectRow(values: RowValues, context: ValuesContext, found: RowFinding[]): void {
  checkMunicipality(values, context, found);
  const birthDay = dayIn(values, 'birthDate');
  const today = dayNumber(context.today);
  if (birthDay !== undefined && birthDay > today) found.push(inFuture('birthDate', birthDay, today, context));
  checkFlag(values, birthDay, today, context, found);
}

/** What the cells of a 転出・死亡フラグ row say together. Whose it is, and when that person was born, the row does not say. */
export function checkFlagRow(values: RowValues, context: ValuesContext, found: RowFinding[]): void {
  checkMunicipality(values, context, found);
  checkFlag(values, undefined, dayNumber(context.today), context, found);
}

/** 接種自治体コード of another municipality is normal and never looked at. */
function checkMunicipality(values: RowValues, context: ValuesContext, found: RowFinding[]): void {
  const value = values['municipalityCode'];
  const own = context.municipalityCode;
  if (value === undefined || value === own) return;
  found.push(finding('other-municipality', context.nameOf('municipalityCode'), value, { value, own }));
}

/** The rule that a day of vaccination breaks by itself, the worst first; undefined for a day that can be right. */
export function faultOfDay(
  day: number,
  birthDay: number | undefined,
  today: number,
  { firstDay, lastDay }: Limits,
): 'date-in-future' | 'date-before-programme' | 'date-after-programme' | 'date-before-birth' | undefined {
  if (day > today) return 'date-in-future';
  if (day < firstDay) return 'date-before-programme';
  if (day > lastDay) return 'date-after-programme';
  return birthDay !== undefined && day < birthDay ? 'date-before-birth' : undefined;
}

function checkVaccinatedOn(values: RowValues, context: ValuesContext, found: RowFinding[]): void {
  const day = dayIn(values, 'vaccinatedOn');
  if (day === undefined) return;
  const { limits } = context.rules;
  const today = dayNumber(context.today);
  const birthDay = dayIn(values, 'birthDate');
  const column = context.nameOf('vaccinatedOn');
  const value = values['vaccinatedOn'] ?? '';
  switch (faultOfDay(day, birthDay, today, limits)) {
    case 'date-in-future':
      found.push(inFuture('vaccinatedOn', day, today, context));
      return;
    case 'date-before-programme':
      found.push(finding('date-before-programme', column, value, { day, firstDay: limits.firstDay }));
      return;
    case 'date-after-programme':
      found.push(finding('date-after-programme', column, value, { day, lastDay: limits.lastDay }));
      return;
    case 'date-before-birth':
      found.push(finding('date-before-birth', column, value, { column, day, birthDay: birthDay ?? day }));
      return;
    case undefined:
  }
}

function inFuture(column: string, day: number, today: number, { nameOf }: ValuesContext): RowFinding {
  const name = nameOf(column);
  return finding('date-in-future', name, dayOfNumber(day), { column: name, day, today });
}

/** Maker and lot as they stand in a row. Both are of few kinds: what this finds may be kept for the next row with the same two. */
export function checkVaccine(
  maker: string | undefined,
  lot: string | undefined,
  nameOf: NameOf,
  found: RowFinding[],
): void {
  const known = maker === undefined || maker === '' ? undefined : identifyMaker(maker);
  if (maker !== undefined && maker !== '' && !known) {
    found.push(finding('maker-unknown', nameOf('maker'), maker, { value: maker }));
  }
  if (lot === undefined || lot === '') return;
  const fault = faultOfLot(lot, known?.maker.id);
  const column = nameOf('lotNumber');
  if (fault === 'recalled') found.push(finding('lot-recalled', column, lot, { lot }));
  else if (fault !== undefined) found.push(finding('lot-pattern-unusual', column, lot, { lot, ...fault }));
}

/** What is odd about a normalised lot: it was withdrawn, or why it looks unusual. */
export function faultOfLot(lot: string, maker: MakerId | undefined): 'recalled' | UnusualLot | undefined {
  return isRecalledLot(lot) ? 'recalled' : unusualLot(lot, maker);
}

/** 異動日 beside a flag that says «none»: VRS takes none there, so it is left out, and said. */
export function idleFlagDay(values: RowValues, nameOf: NameOf): RowFinding | undefined {
  const before = values['flagOn'] ?? '';
  if (values['flag'] !== 'none' || before === '') return undefined;
  const column = nameOf('flagOn');
  return finding('value-normalised', column, before, { column, before, after: '' });
}

/** 転出/死亡フラグ and 異動日 come together. A move may be announced before its day; a death can't. */
function checkFlag(
  values: RowValues,
  birthDay: number | undefined,
  today: number,
  context: ValuesContext,
  found: RowFinding[],
): void {
  const flag = values['flag'];
  if (flag === undefined || flag === 'none') return;
  const column = context.nameOf('flagOn');
  if (values['flagOn'] === '') {
    found.push(finding('value-missing', column, '', { column, type: 'date' }));
    return;
  }
  const day = dayIn(values, 'flagOn');
  if (day === undefined) return;
  if (flag === 'deceased' && day > today) found.push(inFuture('flagOn', day, today, context));
  else if (birthDay !== undefined && day < birthDay) {
    found.push(finding('date-before-birth', column, values['flagOn'] ?? '', { column, day, birthDay }));
  }
}

function dayIn(values: RowValues, column: string): number | undefined {
  const value = values[column];
  return value === undefined || value === '' ? undefined : dayNumberIn(value);
}
