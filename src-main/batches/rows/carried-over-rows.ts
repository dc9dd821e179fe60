import {
  carriedOver,
  type CarriedOverRow,
  explainsLot,
} from '../../../src-shared/domain/rows/carried-over.ts';
import {
  asRowFinding,
  type CrossFinding,
  crossFinding,
} from '../../../src-shared/domain/rows/row-finding.ts';
import type { CarriedOverLimits } from '../../../src-shared/domain/doses/limits.ts';
import { underRules } from '../../../src-shared/domain/rules/finding.ts';
import type { StagedFinding } from '../../cache/staging/staged-findings.ts';
import { shownFinding } from '../checking/findings.ts';
import { subjectOf } from '../checking/rows-together.ts';
import { rulesOf } from '../checking/rules-of-layout.ts';
import type { StagedRows } from '../checking/staged-rows.ts';
import type { DraftRows } from './draft-rows.ts';
import type { RowJudgement } from './rows-beside.ts';
import { RowProofs } from './row-proofs.ts';
import { VenueColumns } from './venue-columns.ts';

const CODE = 'lot-carried-over';
/** More rows than these are not read while somebody waits. */
const MANY_ROWS = 100_000;

export interface VenueReading {
  /** Where nobody waits for it: every row may be read, unless it is stopped. */
  readonly stopped?: () => boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The rows of a file as `lot-carried-over` sees them; undefined where it does not look at any. */
export type Venues = VenueColumns | undefined;

/** `unread` where they would have to be read first and somebody waits, or where that was stopped. */
export function venuesOf(rows: DraftRows, reading: VenueReading): Venues | 'unread' {
  if (rows.venues) return rows.venues;
  const venues = readVenues(rows, reading);
  if (venues !== 'unread') rows.venues = venues;
  return venues;
}

function readVenues(rows: DraftRows, { stopped, onProgress }: VenueReading): Venues | 'unread' {
  const { store, staged } = rows;
  const { kind } = staged.facts;
  if (kind !== 'records' && kind !== 'ledger') return undefined;
  if (rulesOf(staged.facts.profile).severityOf(CODE) === 'off') return undefined;
  const stored = VenueColumns.stored(store.database, store.rowCount, kind === 'ledger');
  if (stored) return stored;
  if (store.rowCount > MANY_ROWS && !stopped) return 'unread';
  const total = store.rowCount;
  const onRow = (row: number): boolean => {
    if (row % 1_024 !== 0) return true;
    onProgress?.(row, total);
    return stopped?.() !== true;
  };
  return VenueColumns.read(staged, total, RowProofs.of(rows), onRow) ?? 'unread';
}

/** By row, what is found now in the rows of some venues, when the changed rows are as in `after` and the judged ones as they are found. */
export function carriedOverNow(
  { store }: DraftRows,
  venues: VenueColumns,
  after: StagedRows,
  judged: ReadonlyMap<number, RowJudgement>,
  some: ReadonlySet<number>,
): ReadonlyMap<number, readonly StagedFinding[]> {
  const { facts, layout } = after;
  const rules = rulesOf(facts.profile);
  const explaining = [...explainsLot].map((code) => store.rowsWith(code)).filter(({ count }) => count > 0);
  const isExplained = (row: number): boolean => {
    const judgement = judged.get(row);
    return judgement
      ? judgement.findings.some(({ code }) => explains.has(code))
      : explaining.some((set) => set.has(row));
  };
  const takesPart = (place: number): boolean => venues.isStorable(place) && !isExplained(venues.rowAt(place));
  const odd = carriedOverAmong(venues, some, takesPart, rules.limits.carriedOver);
  const nameIn = (column: string, block: number): string =>
    layout.columns.find(({ id }) => id === (block === 0 ? column : `${column}.${block}`))?.name ?? column;
  const cellAt = (place: number, column: string): string => {
    const of = after.check(venues.rowAt(place))?.rows.find(({ block }) => block === venues.blockAt(place));
    return of?.values[column] ?? '';
  };
  const found = new Map<number, StagedFinding[]>();
  for (const each of odd) {
    const row = venues.rowAt(each.row);
    const line = store.lineOf(row);
    const [told] = underRules([crossOf(each, venues.day, line)], rules);
    if (!told) continue;
    const finding = asRowFinding(told, {
      nameOf: (column) => nameIn(column, venues.blockAt(each.row)),
      cellOf: (at, column) => cellAt(at === LIKE ? each.like : each.row, column),
    });
    const values = after.check(row)?.values ?? {};
    const ofRow = found.get(row) ?? [];
    found.set(row, [...ofRow, { ...shownFinding(line, finding), subject: subjectOf(values) }]);
  }
  return found;
}

/** Stands for rows of other venues, however many. */
const OTHERS = -1;

/**
 * The same as over the whole file, but only of some venues: the rest stands between, and that is all that matters of it. An edit
 * touches one or two venues of a million rows.
 */
function carriedOverAmong(
  venues: VenueColumns,
  some: ReadonlySet<number>,
  takesPart: (place: number) => boolean,
  limits: CarriedOverLimits,
): readonly CarriedOverRow[] {
  const places = placesAmong(venues.venue, some, takesPart);
  const count = places.length;
  const [venue, lot] = [new Uint32Array(count), new Uint32Array(count)];
  const [day, vaccine] = [new Int32Array(count), new Uint8Array(count)];
  for (let index = 0; index < count; index += 1) {
    const place = places[index] ?? OTHERS;
    if (place === OTHERS) continue;
    venue[index] = venues.venue[place] ?? 0;
    lot[index] = venues.lot[place] ?? 0;
    day[index] = venues.day[place] ?? 0;
    vaccine[index] = venues.vaccine[place] ?? 0;
  }
  const odd = carriedOver({ count, venue, day, lot, vaccine, takesPart: () => true }, limits);
  const placeOf = (index: number): number => places[index] ?? 0;
  return odd.map(({ row, like, differs, others }) => ({
    row: placeOf(row),
    like: placeOf(like),
    differs,
    others,
  }));
}

/** The places of some venues that take part, in order, with `OTHERS` between two that are no neighbours. */
function placesAmong(
  venue: Uint32Array,
  some: ReadonlySet<number>,
  takesPart: (place: number) => boolean,
): Int32Array {
  // Numbers of venues are small: a byte for each is asked faster than a set.
  const isWanted = new Uint8Array(Math.max(0, ...some) + 1);
  for (const each of some) if (each !== 0) isWanted[each] = 1;
  let found = 0;
  for (let place = 0; place < venue.length; place += 1) found += isWanted[venue[place] ?? 0] ?? 0;
  const places = new Int32Array(found * 2);
  let count = 0;
  let isApart = false;
  for (let place = 0; place < venue.length; place += 1) {
    const isOne = isWanted[venue[place] ?? 0] === 1;
    if ((!isOne && isApart) || !takesPart(place)) continue;
    isApart = !isOne;
    if (!isOne && count === 0) continue;
    places[count] = isOne ? place : OTHERS;
    count += 1;
  }
  return places.subarray(0, count);
}

/** Stands for the line of the row that the odd one should be like. */
const LIKE = -1;
const explains: ReadonlySet<string> = explainsLot;

function crossOf(
  { row, differs, others, like }: CarriedOverRow,
  days: Int32Array,
  line: number,
): CrossFinding {
  const day = days[row] ?? 0;
  const otherDay = differs === 'lot' ? undefined : (days[like] ?? 0);
  const column = differs === 'lot' ? 'lotNumber' : 'vaccinatedOn';
  return crossFinding(line, column, CODE, { others, day, otherDay }, LIKE);
}

/** Rows of some venues in which it is found now and was not, or the other way round, or with other words. */
export function otherwiseFound(
  { store }: DraftRows,
  venues: VenueColumns,
  some: ReadonlySet<number>,
  now: ReadonlyMap<number, readonly StagedFinding[]>,
): readonly number[] {
  const before = store.rowsWith(CODE);
  const isOfSome = (row: number): boolean => venues.venuesIn(row).some((venue) => some.has(venue));
  const gone = [...before.rows()].filter((row) => !now.has(row) && isOfSome(row));
  const other = [...now].filter(([row, findings]) => {
    if (!before.has(row)) return true;
    const kept = store.findingsOf(row).find(({ code }) => code === CODE);
    return kept !== undefined && findings.some(({ sentence }) => sentence !== kept.sentence);
  });
  return [...gone, ...other.map(([row]) => row)];
}
