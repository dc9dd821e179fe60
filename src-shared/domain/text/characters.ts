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
  // Counted one by one: a cell may have ten million.
  let count = 0;
  for (const _ of removeVariationSelectors(text)) count += 1;
  return count;
}

/** At most `limit` characters, with … in place of the rest. Never cuts a character in two. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A character is two units at most: of a long text only the beginning is looked at.
  const characters = codePoints(text.slice(0, (limit + 1) * 2));
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}
