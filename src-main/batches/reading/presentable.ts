import { IndividualNumber } from '../../../src-shared/domain/individual-number.ts';
import { foldWidth } from '../../../src-shared/domain/text/width.ts';

const INDIVIDUAL_NUMBER_COLUMN = '個人番号';
/** Its values are the municipality's own and may happen to look like 個人番号. */
const ADDRESSEE_COLUMN = '宛名番号';
const MASK = '［個人番号］';
const TWELVE_DIGITS = /(?<![0-9０-９])[0-9０-９]{12}(?![0-9０-９])/g;

/**
 * A cell as it may be shown: no control characters, at most so many UTF-16 units, and no 個人番号.
 * SECURITY: P4 — those never leave the file this way, not even out of a column where they don't belong.
 */
export function presentable(cell: string, column: string | null, limit: number): string {
  if (column === INDIVIDUAL_NUMBER_COLUMN) return cell.trim() === '' ? '' : MASK;
  const masked = column === ADDRESSEE_COLUMN ? cell : maskIndividualNumbers(cell);
  return withinUnits(masked.replaceAll(/\p{Cc}+/gu, ' '), limit);
}

export function maskIndividualNumbers(text: string): string {
  return text.replaceAll(TWELVE_DIGITS, (digits) =>
    IndividualNumber.parse(foldWidth(digits)) ? MASK : digits,
  );
}

/** Schemas count UTF-16 units; no character is cut in two. */
export function withinUnits(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
