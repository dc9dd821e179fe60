import type { RowSet } from '../../cache/staging/row-set.ts';

/** Rows that a filter leaves, in the order of the file. */
export interface Selection {
  readonly count: number;
  /** Undefined behind the end. */
  rowAt(place: number): number | undefined;
  /** Place of the first row that is not before this one; the last place where there is none after it, 0 where there is none at all. */
  placeOf(row: number): number;
  /** One after another. */
  rows(): Iterable<number>;
}

/** Every row of the file. */
export function allRows(count: number): Selection {
  return {
    count,
    rowAt: (place) => (place < count ? place : undefined),
    placeOf: (row) => Math.max(0, Math.min(row, count - 1)),
    *rows() {
      for (let row = 0; row < count; row += 1) yield row;
    },
  };
}

export function rowsIn(set: RowSet): Selection {
  return {
    get count() {
      return set.count;
    },
    rowAt: (place) => set.nth(place),
    placeOf: (row) => Math.max(0, Math.min(set.rank(row), set.count - 1)),
    rows: () => set.rows(),
  };
}
