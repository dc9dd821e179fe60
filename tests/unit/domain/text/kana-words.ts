import * as fc from 'fast-check';

/** Half-width katakana (U+FF66–FF9D) and the full-width ones that Unicode joins them to. */
const narrowOf = new Map<string, string>();
for (let code = 0xff66; code <= 0xff9d; code += 1) {
  const narrow = String.fromCharCode(code);
  for (const mark of ['', 'ﾞ', 'ﾟ']) {
    const wide = `${narrow}${mark}`.normalize('NFKC');
    if (wide.length === 1) narrowOf.set(wide, `${narrow}${mark}`);
  }
}

/** The half-width spelling of full-width katakana. */
export function narrowKana(katakana: string): string {
  return Array.from(katakana, (kana) => narrowOf.get(kana) ?? kana).join('');
}

export function toHiragana(katakana: string): string {
  return katakana.replaceAll(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

/** Words of full-width katakana with ー, each of which has a half-width spelling. */
export const katakanaWord = fc.string({
  unit: fc.constantFrom(...[...narrowOf.keys()].filter((kana) => /[ァ-ヴー]/u.test(kana))),
  minLength: 1,
  maxLength: 12,
});
