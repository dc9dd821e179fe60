import { formatJapaneseDate, formatShortJapaneseDate } from '../../src-shared/domain/dates/eras.ts';
import { IsoDate } from '../../src-shared/domain/identifiers.ts';
import { makers } from '../residents/lots.ts';
import type { Random } from '../residents/random.ts';
import { fullWidth } from './slips.ts';
import type { Line, Wrong } from './wanted.ts';

/** A cell in another notation, and whether the check says that it was put right. */
interface Untidy {
  readonly column: string;
  readonly text: (value: string) => string | undefined;
  readonly isPutRight: boolean;
}

const dates = ['vaccinatedOn', 'birthDate', 'flagOn'];

const untidy: readonly Untidy[] = [
  ...dates.flatMap((column): Untidy[] => [
    { column, text: inIso, isPutRight: false },
    { column, text: (value) => inIso(value)?.replaceAll('-', '/'), isPutRight: false },
    { column, text: (value) => written(value, formatJapaneseDate), isPutRight: false },
    { column, text: (value) => written(value, formatShortJapaneseDate), isPutRight: false },
    { column, text: fullWidth, isPutRight: true },
  ]),
  { column: 'ticketNumber', text: fullWidth, isPutRight: true },
  { column: 'doseNumber', text: fullWidth, isPutRight: true },
  { column: 'addresseeNumber', text: (value) => ` ${value}`, isPutRight: true },
  { column: 'lotNumber', text: (value) => otherwise(value.toLowerCase(), value), isPutRight: true },
  { column: 'lotNumber', text: fullWidth, isPutRight: true },
  { column: 'maker', text: (value) => (value === makers.pfizer ? 'ﾌｧｲｻﾞｰ' : undefined), isPutRight: true },
  { column: 'maker', text: (value) => (value === makers.moderna ? 'モデルナ' : undefined), isPutRight: true },
  { column: 'venue', text: (value) => `${value} `, isPutRight: true },
  // Signs that CP932 has and Shift_JIS has not, a comma and quotes: nothing is wrong with any of them.
  { column: 'venue', text: () => '㈱髙﨑, "青葉" 診療所①', isPutRight: false },
  { column: 'doctor', text: () => '髙﨑　"Ⅲ", 彅', isPutRight: false },
];

/** Gives a right line one cell in an unusual notation. */
export function untidied(line: Line, random: Random, fits: (text: string) => boolean): Line {
  if (line.wrong.length > 0 || line.spoilt || line.asItIs) return line;
  const { column, text, isPutRight } = random.pick(untidy);
  const value = line.cells[column] ?? '';
  const changed = value === '' ? undefined : text(value);
  if (changed === undefined || !fits(changed)) return line;
  const note: Wrong = { code: 'value-normalised', column };
  return { cells: { ...line.cells, [column]: changed }, wrong: isPutRight ? [note] : [] };
}

/** What offices write beside their rows; no layout has such a column. */
export const REMARKS = '備考';

export function remark(random: Random): string {
  return random.chance(0.9) ? '' : random.pick(remarks);
}

const remarks = [
  '要確認, 電話済',
  '「"再発行"」の申し出あり',
  '1行目\n2行目',
  '本人確認：免許証\r\n担当：髙橋',
  '㈱〇〇勤務 ①',
];

function inIso(value: string): string | undefined {
  const [, year, month, day] = /^([0-9]{4})([0-9]{2})([0-9]{2})$/.exec(value) ?? [];
  return year === undefined ? undefined : `${year}-${month}-${day}`;
}

function written(value: string, format: (date: IsoDate) => string): string | undefined {
  const date = IsoDate.safeParse(inIso(value));
  return date.success ? format(date.data) : undefined;
}

const otherwise = (text: string, than: string): string | undefined => (text === than ? undefined : text);
