import type { z } from 'zod';

import { foldSounds, toKatakana, unvoiced, voiced } from './kana.ts';
import { foldNameVariants } from './name-variants.ts';
import { removeBlanks, removeVariationSelectors } from './width.ts';

/**
 * What a name or a reading is compared by: letters, digits and 外字 (private use) only, in one width, one case and one kana, without
 * blanks and signs. Never shown and never stored in place of the name. Made only by `kanaKey` and `nameKey`.
 */
export type SearchKey = string & z.$brand<'SearchKey'>;

const LATIN_ACCENTS = /[\u0300-\u036F]/gu;
const HYPHEN_AFTER_KANA = /(?<=[ァ-ヺー])[-‐‑‒–—―−─━]/gu;
const NEITHER_LETTER_NOR_DIGIT = /[^\p{L}\p{N}\p{Co}]/gu;
const ITERATION_MARKS = /(.)([々〻ヽヾ])/u;

/** The key of a reading (カナ氏名): the same for half and full width, hiragana and katakana, small and large kana, with or without blanks. */
export function kanaKey(text: string): SearchKey {
  return keyOf(oneWidthAndKana(text));
}

/**
 * The key of a written name (氏名): what `kanaKey` folds, and variants of one kanji too (髙 = 高, 邊 = 邉 = 辺).
 * Search equivalents only, see `name-variants.ts`.
 */
export function nameKey(text: string): SearchKey {
  return keyOf(foldNameVariants(oneWidthAndKana(text)));
}

/**
 * NFKC is right here and nowhere else: a key may lose what a stored name must keep (① ㈱ 神 U+FA19).
 * A spaced voice mark (カ゛) is joined to its kana; the accents of Latin names are dropped as registers mostly do.
 */
function oneWidthAndKana(text: string): string {
  const joined = removeBlanks(removeVariationSelectors(text))
    .replaceAll('゛', '\u3099')
    .replaceAll('゜', '\u309A')
    .normalize('NFKD')
    .replace(LATIN_ACCENTS, '')
    .normalize('NFC')
    .toUpperCase();
  return toKatakana(joined);
}

function keyOf(text: string): SearchKey {
  const letters = text.replace(HYPHEN_AFTER_KANA, 'ー').replace(NEITHER_LETTER_NOR_DIGIT, '');
  // The one place where a key is made: what is left holds letters, digits and private use only.
  return foldSounds(repeatMarked(letters)).normalize('NFC') as SearchKey;
}

/** 佐々木 → 佐佐木, ミスヾ → ミスズ: the marks say 「the character before once more」, and both spellings are in use. */
function repeatMarked(text: string): string {
  if (!ITERATION_MARKS.test(text)) return text;
  let repeated = '';
  let before = '';
  for (const character of text) {
    const written = before === '' ? character : repeatedBy(character, before);
    repeated += written;
    before = written;
  }
  return repeated;
}

function repeatedBy(mark: string, before: string): string {
  switch (mark) {
    case '々':
    case '〻':
      return before;
    case 'ヽ':
      return unvoiced(before);
    case 'ヾ':
      return voiced(unvoiced(before));
    default:
      return mark;
  }
}
