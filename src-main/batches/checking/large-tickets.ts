import type { RecordFacts } from '../../../src-shared/domain/rows/record-facts.ts';
import type { RecordRow } from '../../../src-shared/domain/rows/record-rows.ts';
import { type CrossFinding, crossFinding } from '../../../src-shared/domain/rows/row-finding.ts';
import { RowKeys } from '../../cache/staging/row-keys.ts';

/** A ticket with more rows than this has something wrong with it: a dummy number, or a column of one value. */
export const LARGE_TICKET = 256;
const DOSES = 16;
/** What lies beside each other was told of already: the rows that are left do not. */
const APART = 2;
const KEY = '市町村コード・券番号・接種回数';

/**
 * `checkRowsTogether` for a ticket with any number of rows, in time that grows with them and without an object for each: a file of one
 * dummy number is a million rows of one ticket. What it finds it tells; it gives one row of each dose that goes on, and for a dose that
 * fell one that is not storable, so that it is not missing. `places` grow. `areNeighbours`: rows one after another were read one after another.
 */
export function reduceLargeTicket(
  facts: RecordFacts,
  places: Int32Array,
  tell: (found: CrossFinding) => void,
  areNeighbours = true,
): readonly RecordRow[] {
  if (areNeighbours) tellRepeated(facts, places, tell);
  const rows: RecordRow[] = [];
  for (let dose = 0; dose < DOSES; dose += 1) {
    const ofDose = places.filter((place) => facts.doseAt(place) === dose);
    const [first] = ofDose;
    if (first === undefined) continue;
    const storable = ofDose.filter((place) => facts.isStorable(place));
    const left = storable.length === 0 ? undefined : tellOneDose(facts, storable, tell);
    if (storable.length < ofDose.length || left === undefined)
      rows.push(facts.rowAt(first, { storable: false, place: rows.length * APART }));
    if (left !== undefined) rows.push(facts.rowAt(left, { place: rows.length * APART }));
  }
  return rows;
}

/** Neighbours of one venue and day with one ticket and different contents. */
function tellRepeated(facts: RecordFacts, places: Int32Array, tell: (found: CrossFinding) => void): void {
  let before = -2;
  for (const place of places) {
    if (!facts.isStorable(place)) continue;
    const isRepeated =
      before === place - 1 &&
      facts.dayAt(before) === facts.dayAt(place) &&
      facts.venueAt(before) === facts.venueAt(place) &&
      facts.venueAt(place) !== 0 &&
      !(facts.doseAt(before) === facts.doseAt(place) && facts.isSame(before, place));
    if (isRepeated) {
      const about = { line: facts.lineAt(before) };
      tell(crossFinding(facts.lineAt(place), 'ticketNumber', 'ticket-repeated-in-sequence', about));
    }
    before = place;
  }
}

/** The place of the row that stays; undefined where contents differ. Rows that are the same lie together once they are sorted. */
function tellOneDose(
  facts: RecordFacts,
  places: Int32Array,
  tell: (found: CrossFinding) => void,
): number | undefined {
  const keys = new RowKeys(places.length);
  for (const place of places) keys.add(facts.likenessAt(place), place);
  const sorted = keys.sorted();
  const different: number[] = [];
  for (let from = 0; from < sorted.count;) {
    const end = sorted.endOf(from);
    const firsts: number[] = [];
    for (let index = from; index < end; index += 1) {
      const place = sorted.rowAt(index);
      const same = firsts.find((first) => facts.isSame(first, place));
      if (same === undefined) firsts.push(place);
      else {
        const about = { line: facts.lineAt(same) };
        tell(crossFinding(facts.lineAt(place), null, 'row-duplicate', about));
      }
    }
    for (const first of firsts) different.push(first);
    from = end;
  }
  if (different.length === 1) return different[0];
  const [one, other] = twoLeast(different);
  for (const place of different) {
    const line = facts.lineAt(place === one ? other : one);
    tell(crossFinding(facts.lineAt(place), null, 'row-key-conflict', { line, key: KEY }));
  }
  return undefined;
}

function twoLeast(places: readonly number[]): [number, number] {
  let [one, other] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const place of places) {
    if (place < one) [one, other] = [place, one];
    else if (place < other) other = place;
  }
  return [one, other];
}
