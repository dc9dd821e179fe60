import { removeVariationSelectors } from './width.ts';

/** The characters of a text one by one, by code point: 𠮷 is one. */
export function codePoints(text: string): string[] {
  return Array.from(text);
}

/**
 * How many characters a person counts: code points, so that 𠮷 is one, and a variation selector is none.
 * Widths of layouts are in characters (手引き 13.1版: 氏名 20文字).
 */
export function characterCount(text: string): number {
  return codePoints(removeVariationSelectors(text)).length;
}

/** At most `limit` characters, with … in place of the rest. Never cuts a character in two. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = codePoints(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}
