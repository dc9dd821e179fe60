import type { CarriedOverLimits } from '../doses/limits.ts';
import type { RuleCode } from '../rules/table.ts';
import { VenueDays } from './venue-days.ts';

/** The rows of a file in its order, as numbers. Any two numbers do that are the same for the same venue, lot and so on. */
export interface VenueRows {
  readonly count: number;
  /** 0 for no venue. */
  readonly venue: ArrayLike<number>;
  readonly day: ArrayLike<number>;
  readonly lot: ArrayLike<number>;
  readonly vaccine: ArrayLike<number>;
  /** False for a row that will not be stored, or whose lot or day has a finding of its own (`explainsLot`): it is not looked at. */
  readonly takesPart: (row: number) => boolean;
}

/** Findings after which nothing more is to be said of a row's lot, day or venue: it is odd for a reason that is known. */
export const explainsLot: ReadonlySet<RuleCode> = new Set<RuleCode>([
  'lot-pattern-unusual',
  'lot-recalled',
  'maker-unknown',
  'dose-number-taken',
  'record-confirmed',
  'row-key-conflict',
  'dose-same-day',
  'dose-order-reversed',
  'ticket-repeated-in-sequence',
  'date-in-future',
  'date-before-programme',
  'date-after-programme',
  'date-before-birth',
]);

/** A single row that has a lot or a day of its own among many. */
export interface CarriedOverRow {
  readonly row: number;
  readonly differs: 'lot' | 'day';
  /** So many rows have the other lot or day; `like` is one of them. */
  readonly others: number;
  readonly like: number;
}

/**
 * Finds what a setting left over from another day does: among the rows of one venue, day and vaccine that nearly all have one lot, a row
 * that has a lot of its own; and among neighbours of one venue that all have one day and lot, a row with the same lot and a day that
 * no other row of the venue has, or on which the venue had another lot. Some passes over the rows, each linear; the memory is that of
 * the venues' days with many rows. `onPass` is called between them, as those over millions of rows take their time.
 */
export function carriedOver(
  rows: VenueRows,
  limits: CarriedOverLimits,
  onPass: () => void = () => undefined,
): readonly CarriedOverRow[] {
  const lots = oddLots(rows, limits, onPass);
  const byRow = new Map(lots.map((each): [number, CarriedOverRow] => [each.row, each]));
  onPass();
  const days = oddDays(rows, limits);
  onPass();
  const alone = daysOfOneRow(rows, days);
  for (const each of days) if (byRow.has(each.row) || alone.has(each.row)) byRow.set(each.row, each);
  return [...byRow.values()].toSorted((one, other) => one.row - other.row);
}

function oddLots(
  rows: VenueRows,
  { leastRows, sameShare }: CarriedOverLimits,
  onPass: () => void,
): CarriedOverRow[] {
  const groups = new VenueDays(rows, leastRows);
  groups.count(onPass);
  const odd: { readonly row: number; readonly group: number; readonly lot: number }[] = [];
  for (let row = 0; row < rows.count; row += 1) {
    const group = groups.groupOf(row);
    if (group < 0) continue;
    const lot = rows.lot[row] ?? 0;
    const isMany = groups.rowsIn(group) >= leastRows;
    const isNearlyAll = groups.sameIn(group) >= groups.rowsIn(group) * sameShare;
    if (isMany && isNearlyAll && lot !== groups.lotOf(group)) odd.push({ row, group, lot });
  }
  odd.sort((one, other) => one.group - other.group || one.lot - other.lot || one.row - other.row);
  return odd.flatMap(({ row, group, lot }, index) => {
    const isAlone = [odd[index - 1], odd[index + 1]].every(
      (beside) => beside?.group !== group || beside.lot !== lot,
    );
    if (!isAlone) return [];
    return [{ row, differs: 'lot' as const, others: groups.sameIn(group), like: groups.likeIn(group) }];
  });
}

/** Rows one after another of one venue, day, lot and vaccine. */
interface Run {
  readonly first: number;
  readonly length: number;
}

/** Single rows between runs that agree with each other and, but for the day, with the row. */
function oddDays(rows: VenueRows, { neighbours }: CarriedOverLimits): CarriedOverRow[] {
  const odd: CarriedOverRow[] = [];
  const { venue, day, lot, vaccine } = rows;
  const isLike = (one: number, other: number): boolean =>
    venue[one] === venue[other] && lot[one] === lot[other] && vaccine[one] === vaccine[other];
  let before: Run | undefined;
  let single: number | undefined;
  let run: Run | undefined;
  const close = (): void => {
    if (before && run && single !== undefined && before.length >= neighbours && run.length >= neighbours) {
      const isBetween =
        (venue[single] ?? 0) !== 0 &&
        isLike(before.first, single) &&
        isLike(single, run.first) &&
        day[before.first] === day[run.first];
      const others = before.length + run.length;
      if (isBetween) odd.push({ row: single, differs: 'day', others, like: run.first });
    }
    // A run of one may be what lies between; a longer one begins anew.
    if (run?.length === 1 && single === undefined) single = run.first;
    else {
      before = run;
      single = undefined;
    }
  };
  for (let row = 0; row < rows.count; row += 1) {
    if (!rows.takesPart(row)) continue;
    if (run && isLike(run.first, row) && day[run.first] === day[row]) {
      run = { first: run.first, length: run.length + 1 };
      continue;
    }
    close();
    run = { first: row, length: 1 };
  }
  close();
  return odd;
}

/** Of these rows those whose day no other row of the venue has. */
function daysOfOneRow(rows: VenueRows, odd: readonly CarriedOverRow[]): ReadonlySet<number> {
  if (odd.length === 0) return new Set();
  const { venue, day } = rows;
  const counts = new Map<number, Map<number, number>>();
  const places = odd.map(({ row }) => ({ row, onDay: day[row] ?? 0, at: venue[row] ?? 0 }));
  for (const { onDay, at } of places) {
    const venues = counts.get(onDay) ?? new Map<number, number>();
    counts.set(onDay, venues.set(at, 0));
  }
  for (let row = 0; row < rows.count; row += 1) {
    const venues = counts.get(day[row] ?? 0);
    const at = venue[row] ?? 0;
    const count = venues?.get(at);
    if (count !== undefined && rows.takesPart(row)) venues?.set(at, count + 1);
  }
  return new Set(places.flatMap(({ row, onDay, at }) => (counts.get(onDay)?.get(at) === 1 ? [row] : [])));
}
