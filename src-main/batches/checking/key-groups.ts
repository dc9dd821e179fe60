import type { SortedKeys } from '../../cache/staging/row-keys.ts';

/** The places of rows that share a key with others, key by key; they grow within a key. */
export function eachGroup(sorted: SortedKeys, check: (places: readonly number[]) => void): void {
  for (let from = 0; from < sorted.count;) {
    const end = sorted.endOf(from);
    if (end - from > 1) check(Array.from({ length: end - from }, (_, index) => sorted.rowAt(from + index)));
    from = end;
  }
}

/** Rows that share a key told apart where it is only the key that they share. */
export function apart(
  places: readonly number[],
  isSame: (one: number, other: number) => boolean,
): readonly (readonly number[])[] {
  const [first] = places;
  if (first === undefined) return [];
  if (places.every((place) => isSame(first, place))) return [places];
  const groups: number[][] = [];
  for (const place of places) {
    const group = groups.find(([one]) => one !== undefined && isSame(one, place));
    if (group) group.push(place);
    else groups.push([place]);
  }
  return groups;
}
