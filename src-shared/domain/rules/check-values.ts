import { formatBoth, formatWesternDate } from '../dates/eras.ts';
import { isRecalledLot, unusualLot } from '../doses/lots.ts';
import { identifyMaker, nearestMaker } from '../doses/maker-text.ts';
import type { Programme } from '../doses/programme.ts';
import { IsoDate, type MunicipalityCode } from '../identifiers.ts';
import { finding, type RowFinding } from './finding.ts';
import type { ColumnId, Layout, LayoutKind } from './layout.ts';
import { columnOf, recordsLayout, subjectsLayout } from './layouts.ts';

/** The cells of a row that could be read, by column: what can't be read is missing, what is empty is ''. */
export type RowValues = Readonly<Record<string, string>>;

interface Context {
  readonly municipalityCode: MunicipalityCode;
  readonly today: IsoDate;
  readonly programme: Programme;
}

const words = formatWesternDate;
const named = <Kind extends LayoutKind>(layout: Layout<Kind>, id: ColumnId<Kind>): string =>
  columnOf(layout, id).name;

const MUNICIPALITY = named(recordsLayout, 'municipalityCode');
const VACCINATED_ON = named(recordsLayout, 'vaccinatedOn');
const MAKER = named(recordsLayout, 'maker');
const LOT = named(recordsLayout, 'lotNumber');
const BIRTH_DATE = named(subjectsLayout, 'birthDate');
const FLAG_ON = named(subjectsLayout, 'flagOn');

/** What the cells of a 接種記録 row say together. */
export function checkRecordRow(values: RowValues, context: Context): RowFinding[] {
  return [
    ...checkMunicipality(values, context),
    ...checkVaccinatedOn(values, context),
    ...checkMaker(values),
    ...checkLot(values),
  ];
}

/** What the cells of a 接種対象者 row say together. */
export function checkSubjectRow(values: RowValues, context: Context): RowFinding[] {
  const birthDate = dayIn(values, 'birthDate');
  return [
    ...checkMunicipality(values, context),
    ...(birthDate ? notAfterToday(BIRTH_DATE, birthDate, context.today) : []),
    ...checkFlag(values, birthDate, context.today),
  ];
}

/** What the cells of a 転出・死亡フラグ row say together. Whose it is, and when that person was born, the row does not say. */
export function checkFlagRow(values: RowValues, context: Context): RowFinding[] {
  return [...checkMunicipality(values, context), ...checkFlag(values, undefined, context.today)];
}

/** 接種自治体コード of another municipality is normal and never looked at. */
function checkMunicipality(values: RowValues, { municipalityCode: own }: Context): RowFinding[] {
  const value = values['municipalityCode'];
  if (value === undefined || value === own) return [];
  return [finding('other-municipality', MUNICIPALITY, value, { value, own })];
}

/** The one thing that is most wrong with 接種日. */
function checkVaccinatedOn(values: RowValues, { today, programme }: Context): RowFinding[] {
  const on = dayIn(values, 'vaccinatedOn');
  if (!on) return [];
  const date = words(on);
  if (on > today) return notAfterToday(VACCINATED_ON, on, today);
  if (on < programme.firstDay) {
    const about = { date, firstDay: words(programme.firstDay) };
    return [finding('date-before-programme', VACCINATED_ON, on, about)];
  }
  if (on > programme.lastDay) {
    const about = { date, lastDay: words(programme.lastDay) };
    return [finding('date-after-programme', VACCINATED_ON, on, about)];
  }
  return notBeforeBirth(VACCINATED_ON, on, dayIn(values, 'birthDate'));
}

function notAfterToday(column: string, on: IsoDate, today: IsoDate): RowFinding[] {
  if (on <= today) return [];
  return [finding('date-in-future', column, on, { column, date: words(on), today: words(today) })];
}

function notBeforeBirth(column: string, on: IsoDate, birthDate: IsoDate | undefined): RowFinding[] {
  if (!birthDate || on >= birthDate) return [];
  const about = { column, date: words(on), birthDate: formatBoth(birthDate) };
  return [finding('date-before-birth', column, on, about)];
}

function checkMaker(values: RowValues): RowFinding[] {
  const value = values['maker'];
  if (value === undefined || value === '' || identifyMaker(value)) return [];
  return [finding('maker-unknown', MAKER, value, { value, nearest: nearestMaker(value) ?? '' })];
}

function checkLot(values: RowValues): RowFinding[] {
  const lot = values['lotNumber'];
  if (lot === undefined || lot === '') return [];
  if (isRecalledLot(lot)) return [finding('lot-recalled', LOT, lot, { lot })];
  const why = unusualLot(lot, identifyMaker(values['maker'] ?? '')?.maker.id);
  return why === undefined ? [] : [finding('lot-pattern-unusual', LOT, lot, { lot, why })];
}

/** 異動日 beside a flag that says «none»: VRS takes none there, so it is left out, and said. */
export function idleFlagDay(values: RowValues): RowFinding | undefined {
  const before = values['flagOn'] ?? '';
  if (values['flag'] !== 'none' || before === '') return undefined;
  return finding('value-normalised', FLAG_ON, before, { column: FLAG_ON, before, after: '' });
}

/** 転出/死亡フラグ and 異動日 come together. A move may be announced before its day; a death can't. */
function checkFlag(values: RowValues, birthDate: IsoDate | undefined, today: IsoDate): RowFinding[] {
  const flag = values['flag'];
  if (flag === undefined || flag === 'none') return [];
  if (values['flagOn'] === '') return [finding('value-missing', FLAG_ON, '', { column: FLAG_ON })];
  const on = dayIn(values, 'flagOn');
  if (!on) return [];
  if (flag === 'deceased' && on > today) return notAfterToday(FLAG_ON, on, today);
  return notBeforeBirth(FLAG_ON, on, birthDate);
}

function dayIn(values: RowValues, column: string): IsoDate | undefined {
  const parsed = IsoDate.safeParse(values[column]);
  return parsed.success ? parsed.data : undefined;
}
