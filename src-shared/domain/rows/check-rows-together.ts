import { type CrossFinding, crossFinding } from './row-finding.ts';
import type { RecordRow } from './record-rows.ts';

const KEY = '市町村コード・券番号・接種回数';

/**
 * The rows of one ticket beside each other: the same row again, the same record with other contents, and a ticket that stayed in the
 * reader. `left` are the rows that go on to the other checks. Linear but for one sort: a column of one dummy number makes a million rows
 * of one ticket.
 */
export function checkRowsTogether(rows: readonly RecordRow[]): {
  readonly findings: CrossFinding[];
  readonly left: readonly RecordRow[];
} {
  const findings = checkRepeated(rows);
  const left: RecordRow[] = [];
  for (const ofOneDose of groupedByDose(rows)) {
    const only = checkOneDose(ofOneDose, findings);
    if (only) left.push(only);
  }
  return { findings, left };
}

/** One row of a dose stays; the very same again is skipped; where contents differ nobody can say which is right, so all are 取込不可. */
function checkOneDose(rows: readonly RecordRow[], findings: CrossFinding[]): RecordRow | undefined {
  const different = new Map<string, RecordRow>();
  for (const row of rows) {
    const first = different.get(identity(row));
    if (first) findings.push(crossFinding(row.line, 'row-duplicate', { line: first.line }));
    else different.set(identity(row), row);
  }
  const [one, other] = different.values();
  if (!one || !other) return one;
  for (const row of different.values()) {
    const { line } = row === one ? other : one;
    findings.push(crossFinding(row.line, 'row-key-conflict', { line, key: KEY }));
  }
  return undefined;
}

/** The same for rows that say the same. The key is the same already. */
const identity = ({ content, holder, birthDay }: RecordRow): string => `${content}/${holder}/${birthDay}`;

/** Neighbours of one venue and day with one ticket and different contents: the reader may still have shown the person before. */
function checkRepeated(rows: readonly RecordRow[]): CrossFinding[] {
  const inPlace = rows.toSorted((a, b) => a.place - b.place);
  return inPlace.flatMap((row, index) => {
    const before = inPlace[index - 1];
    const isRepeated =
      before !== undefined &&
      before.place === row.place - 1 &&
      before.day === row.day &&
      before.venue === row.venue &&
      row.venue !== 0 &&
      !(before.dose === row.dose && identity(before) === identity(row));
    return isRepeated ? [crossFinding(row.line, 'ticket-repeated-in-sequence', { line: before.line })] : [];
  });
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
