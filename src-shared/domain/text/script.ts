import { foldWidth, removeBlanks } from './width.ts';

const KANA = /^[\p{Script=Hiragana}\p{Script=Katakana}ー゛゜・=＝\-‐−―]+$/u;
const HAS_KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HAS_KANJI = /[\p{Script=Han}々〻]/u;
const NAME = /^[\p{L}\p{M}\p{N}\p{Co}⺀-⻳ー゛゜・.,'’‘=‐−―-]+$/u;

/** Kana only, whatever width and blanks; ー, ・ and hyphens may stand between them. */
export function isKana(text: string): boolean {
  const folded = removeBlanks(foldWidth(text));
  return KANA.test(folded) && HAS_KANA.test(folded);
}

/** Whether there is at least one kanji. */
export function hasKanji(text: string): boolean {
  return HAS_KANJI.test(text);
}

/** Whether a text can be a name: letters of any script, 外字, and the few signs that names have. No @ # % and the like. */
export function isNameLike(text: string): boolean {
  return NAME.test(removeBlanks(foldWidth(text)));
}

export function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

/** Half-width letters and digits only. */
export function isLettersAndDigits(text: string): boolean {
  return /^[0-9A-Za-z]+$/.test(text);
}
