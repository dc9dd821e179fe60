import { type CrossFinding, crossFinding } from './row-finding.ts';
import type { RecordRow } from './record-rows.ts';

const KEY = '市町村コード・券番号・接種回数';

/**
 * The rows of one ticket beside each other: the same row again, the same record with other contents, and a ticket that stayed in the
 * reader. `left` are the rows that go on to the other checks; `fallen`, as bits 1 << dose, the doses that a row was there for and is
 * left out, so that they are not missing. Linear but for one sort: a column of one dummy number makes a million rows of one ticket.
 */
export function checkRowsTogether(
  rows: readonly RecordRow[],
  findings: CrossFinding[],
): { readonly left: readonly RecordRow[]; readonly fallen: number } {
  const [only] = rows;
  // Most tickets have one row in a file.
  if (rows.length === 1 && only) {
    return only.storable ? { left: rows, fallen: 0 } : { left: [], fallen: 1 << only.dose };
  }
  if (haveNothingInCommon(rows)) return { left: rows, fallen: 0 };
  const storable = rows.filter((row) => row.storable);
  checkRepeated(storable, findings);
  const left: RecordRow[] = [];
  let fallen = 0;
  for (const row of rows) if (!row.storable) fallen |= 1 << row.dose;
  for (const ofOneDose of groupedByDose(storable)) {
    const one = checkOneDose(ofOneDose, findings);
    if (one) left.push(one);
    else fallen |= 1 << (ofOneDose[0]?.dose ?? 0);
  }
  return { left, fallen };
}

/** Nearly every ticket: a row for each dose, and none of them beside another in the file. */
function haveNothingInCommon(rows: readonly RecordRow[]): boolean {
  let dose = -1;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    if (!row?.storable || row.dose <= dose) return false;
    dose = row.dose;
    // A person has few doses: each is held against those before.
    for (let before = 0; before < index; before += 1)
      if (Math.abs((rows[before]?.place ?? row.place) - row.place) === 1) return false;
  }
  return true;
}

/** One row of a dose stays; the very same again is skipped; where contents differ nobody can say which is right, so all are 取込不可. */
function checkOneDose(rows: readonly RecordRow[], findings: CrossFinding[]): RecordRow | undefined {
  const [first] = rows;
  if (rows.length === 1) return first;
  const different = new Map<string, RecordRow>();
  for (const row of rows) {
    const before = different.get(identity(row));
    if (before) findings.push(crossFinding(row.line, null, 'row-duplicate', { line: before.line }));
    else different.set(identity(row), row);
  }
  const [one, other] = different.values();
  if (!one || !other) return one;
  for (const row of different.values()) {
    const { line } = row === one ? other : one;
    findings.push(crossFinding(row.line, null, 'row-key-conflict', { line, key: KEY }));
  }
  return undefined;
}

/** The same for rows that say the same. The key is the same already. */
const identity = ({ day, venue, lot, maker, otherContent, holder, birthDay, name }: RecordRow): string =>
  [day, venue, lot, maker, otherContent, holder, birthDay, name].join('/');

/** Neighbours of one venue and day with one ticket and different contents: the reader may still have shown the person before. */
function checkRepeated(rows: readonly RecordRow[], findings: CrossFinding[]): void {
  const inPlace = rows.toSorted((a, b) => a.place - b.place);
  let before: RecordRow | undefined;
  for (const row of inPlace) {
    const isRepeated =
      before !== undefined &&
      before.place === row.place - 1 &&
      before.day === row.day &&
      before.venue === row.venue &&
      row.venue !== 0 &&
      !(before.dose === row.dose && identity(before) === identity(row));
    if (isRepeated && before) {
      const about = { line: before.line };
      findings.push(crossFinding(row.line, 'ticketNumber', 'ticket-repeated-in-sequence', about));
    }
    before = row;
  }
}

function groupedByDose(rows: readonly RecordRow[]): RecordRow[][] {
  const groups: RecordRow[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last?.[0]?.dose === row.dose) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

/** The rows of a ticket by dose and then by place, as `checkRowsTogether` wants them; few rows, nearly always in order. */
export function byDose(rows: RecordRow[]): readonly RecordRow[] {
  for (let index = 1; index < rows.length; index += 1)
    if ((rows[index - 1]?.dose ?? 0) > (rows[index]?.dose ?? 0))
      return rows.toSorted((a, b) => a.dose - b.dose || a.place - b.place);
  return rows;
}
