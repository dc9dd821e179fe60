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
export function venuesOf(rows: DraftRows, { stopped, onProgress }: VenueReading): Venues | 'unread' {
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
  const explaining = [...explainsLot].map((code) => store.rowsWith(code));
  const isExplained = (row: number): boolean => {
    const judgement = judged.get(row);
    return judgement
      ? judgement.findings.some(({ code }) => explains.has(code))
      : explaining.some((set) => set.has(row));
  };
  const takesPart = (place: number): boolean => venues.isStorable(place) && !isExplained(venues.rowAt(place));
  const { count, day, lot, vaccine } = venues;
  const venue = venues.venuesAmong(some);
  const odd = carriedOver({ count, venue, day, lot, vaccine, takesPart }, rules.limits.carriedOver);
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
    const [told] = underRules([crossOf(each, day, line)], rules);
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
