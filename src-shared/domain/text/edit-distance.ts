import { codePoints } from './characters.ts';

/**
 * The least number of characters to put in, take out or replace to get from one text to the other (Levenshtein), by code point.
 * For names of columns and makers: short texts, a few comparisons.
 */
export function editDistance(one: string, other: string): number {
  const columns = codePoints(other);
  let previous = [0, ...columns.map((_, index) => index + 1)];
  for (const [row, character] of codePoints(one).entries()) {
    const current = [row + 1];
    for (const [column, compared] of columns.entries()) {
      const replaced = (previous[column] ?? 0) + (character === compared ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

/** The candidate with the fewest edits, if it is nearer than half of the text; otherwise a guess would only confuse. */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(codePoints(text).length / 2)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(text, candidate);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}
