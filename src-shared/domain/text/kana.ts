import { codePoints } from './characters.ts';

/** Distance from a hiragana (U+3041–3096, ゝゞ) to the katakana of the same sound. */
const KATAKANA_OFFSET = 0x60;
const HIRAGANA = /[ぁ-ゖゝゞ]/gu;

/** ぁ–ゖ and ゝゞ as katakana; everything else stays. */
export function toKatakana(text: string): string {
  return text.replace(HIRAGANA, (kana) => String.fromCharCode(kana.charCodeAt(0) + KATAKANA_OFFSET));
}

/** A kana said with its voice mark: カ → ガ. Where there is none (ア, ー) the kana itself. */
export function voiced(kana: string): string {
  const joined = `${kana}\u3099`.normalize('NFC');
  return joined.length === 1 ? joined : kana;
}

/** A kana without its voice mark: ガ → カ, パ → ハ. */
export function unvoiced(kana: string): string {
  return kana.normalize('NFD').charAt(0);
}

const pairs = (from: string, to: string): [string, string][] =>
  codePoints(from).map((kana, index) => [kana, to.charAt(index)]);

/**
 * Kana that a search takes for each other.
 *
 * - Small and large are the same (キョウコ = キヨウコ): registers of the punched-card days and bank-style half-width kana have no
 *   small ones, and a caller can't hear which one the register holds. The price is one hit more, now and then.
 * - ヰ ヱ ヲ ヂ ヅ are written in given names (キクヱ, カヲル, シヅコ) and sound like イ エ オ ジ ズ (現代仮名遣い, 昭和61年内閣告示第1号).
 */
const sameSound: ReadonlyMap<string, string> = new Map([
  ...pairs('ァィゥェォッャュョヮヵヶ', 'アイウエオツヤユヨワカケ'),
  ...pairs('ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ', 'クシストヌハヒフヘホムラリルレロ'),
  ...pairs('ヰヱヲヂヅ', 'イエオジズ'),
  ...pairs('ヷヸヹヺ', 'バビベボ'),
]);

/** ヴ with the large kana after it; alone it is ブ. */
const V_ROW: ReadonlyMap<string, string> = new Map([
  ['ヴア', 'バ'],
  ['ヴイ', 'ビ'],
  ['ヴエ', 'ベ'],
  ['ヴオ', 'ボ'],
  ['ヴヤ', 'ビヤ'],
  ['ヴユ', 'ビユ'],
  ['ヴヨ', 'ビヨ'],
]);

/**
 * Katakana → katakana that stands for the sound. ヴァ and バ, ヴュ and ビュ are two ways to write one foreign sound
 * (外来語の表記, 平成3年内閣告示第2号). ー stays what it is: オーノ (大野) and オノ (小野) are different families, and whether ー stands
 * for ウ or オ can't be known.
 */
export function foldSounds(katakana: string): string {
  let folded = '';
  for (const kana of katakana) folded += sameSound.get(kana) ?? kana;
  return folded.includes('ヴ')
    ? folded.replace(/ヴ[アイエオヤユヨ]?/gu, (sound) => V_ROW.get(sound) ?? 'ブ')
    : folded;
}
