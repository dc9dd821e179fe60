const PLAIN = /^[ -~]*$/;
const FULL_WIDTH_ASCII = /[！-～]/g;
const HALF_WIDTH_KANA = /[｡-ﾟ]+/g;
const BLANKS = /[\s\p{Cf}]/gu;
const HYPHENS = /[-‐‑‒–—―−─━－﹣ーｰ]/gu;
const VARIATION_SELECTORS = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu;

/** Distance from a full-width ASCII character (U+FF01–FF5E) to its half-width one. */
const FULL_WIDTH_OFFSET = 0xfee0;

/**
 * One width for each character: letters, digits and signs half width, katakana full width (ﾊﾟ → パ, two characters → one),
 * the ideographic space a plain space. Nothing else changes: unlike NFKC it keeps ① ㈱ and compatibility kanji as they are,
 * so it is safe for values that are stored.
 */
export function foldWidth(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replaceAll('\u3000', ' ')
    .replace(FULL_WIDTH_ASCII, (sign) => String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replace(HALF_WIDTH_KANA, widenKana);
}

/** NFKC joins ﾊ and ﾟ; a mark that fits no kana (ﾗﾞ) would be left as a combining one, which no screen shows well. */
function widenKana(run: string): string {
  return run.normalize('NFKC').replaceAll('\u3099', '゛').replaceAll('\u309A', '゜');
}

/** Without any blank, line end or invisible format character: 「１２３ ４５」 typed with spaces, a scanner's carriage return. */
export function removeBlanks(text: string): string {
  return text.replace(BLANKS, '');
}

/** Every sign that people and old systems use for a hyphen (- － ‐ − ― ー ｰ …) as the plain one. For dates and codes, never for names. */
export function foldHyphens(text: string): string {
  return text.replace(HYPHENS, '-');
}

/** Without the selectors that choose between the shapes of one kanji (IVS, SVS): 葛󠄀 and 葛󠄁 are both 葛. */
export function removeVariationSelectors(text: string): string {
  return text.replace(VARIATION_SELECTORS, '');
}
