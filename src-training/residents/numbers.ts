import { individualNumberCheckDigit } from '../../src-shared/domain/individual-number.ts';
import { type Municipality, ownMunicipality } from './municipalities.ts';
import type { Random } from './random.ts';

/**
 * People are made in blocks of a hundred, each from the seed and its own number alone. So block 7 is the same in a population of
 * a thousand and of a million, in whatever order the blocks are made.
 */
export const BLOCK = 100;

/** 券番号 of the first issue, of re-issues, and such as were never given to anybody. */
const FIRST_SERIES = '001';
export const REISSUE_SERIES = '009';
export const NEVER_ISSUED_SERIES = '007';

/** Disjoint ranges of thirteen: unique, and not in the order of anything. */
export function addresseeNumber(index: number, random: Random): string {
  return String(10_000_000 + index * 13 + random.whole(0, 12));
}

/** Twelve digits with the right check digit. The zeros in front show that nobody was ever given such a number. */
export function individualNumber(municipality: Municipality, index: number, random: Random): string {
  const kind = municipality === ownMunicipality ? '00' : '01';
  const eleven = kind + String(index * 17 + random.whole(0, 16)).padStart(9, '0');
  return `${eleven}${individualNumberCheckDigit(eleven)}`;
}

/**
 * 券番号 are dense, as a city prints them: a misread digit hits another person's ticket. Within a block of a hundred they are
 * shuffled, so that they follow neither 宛名番号 nor age. A re-issue keeps the seven last digits.
 */
export function ticketNumber(index: number, series: string = FIRST_SERIES): string {
  const place = ((index % BLOCK) * 37 + 11) % BLOCK;
  return series + String(index - (index % BLOCK) + place).padStart(7, '0');
}
