import { codePoints } from './characters.ts';
import type { SearchKey } from './search-keys.ts';

/** Stands after the last character, so that the last one is a pair too. No name ends in it, and an index keeps it as a letter. */
const END = '0';

/**
 * A key cut into overlapping pairs by code point, for a full-text index: 佐藤 → `佐藤 藤0`, 林 → `林0`.
 * Trigram indexes can't find surnames of two kanji at all (measured), and a scan with LIKE takes a hundred times as long.
 */
export function bigrams(key: SearchKey): string {
  const characters = codePoints(key);
  return characters.map((character, index) => character + (characters[index + 1] ?? END)).join(' ');
}

/**
 * The FTS5 expression that finds a key anywhere inside a column of bigrams: one character is a prefix query, more are a phrase.
 * A key has neither quotes nor operators, so it can't change the query; an empty key matches nothing and gives undefined.
 */
export function bigramQuery(column: string, key: SearchKey): string | undefined {
  const characters = codePoints(key);
  const [first] = characters;
  if (first === undefined) return undefined;
  if (characters.length === 1) return `${column} : "${first}" *`;
  const pairs = characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
  return `${column} : "${pairs.join(' ')}"`;
}
