import { createHash } from 'node:crypto';

import { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import { editLine } from '../../../src-shared/vrs-api/fingerprint.ts';
import { isLeftOut } from '../../cache/staging/row-states.ts';
import { cellReader } from '../reading/cells.ts';
import { maskIndividualNumbers, withinUnits } from '../reading/presentable.ts';
import { RecordSplitter } from '../reading/record-splitter.ts';
import type { DraftRows } from '../rows/draft-rows.ts';
import type { EditedCell } from '../rows/edit-log.ts';

/** What the opening of a batch says of the edits. */
export interface EditsAnnounced {
  /** Rows for VRS whose line was edited. */
  readonly rows: number;
  /** Over the lines of the edits, each with a line feed after it; null where there are none. */
  readonly sha256: Sha256 | null;
}

const CELLS_AT_ONCE = 1_000;
const MOST_OF_A_CELL = 400;
const MOST_OF_A_NAME = 100;
const ADDRESSEE_COLUMN = '宛名番号';

/**
 * Every edit of the rows that go to VRS as it travels: line, column, what the file says, what is sent instead; in the order of the file.
 * SECURITY: P4 — a 個人番号 that stood in a wrong cell is not told to whoever judges the edit.
 */
export function* editLinesToSend(rows: DraftRows): Generator<string> {
  const names = headerNames(rows);
  for (const { row, cell, text } of editedCells(rows)) {
    if (isLeftOut(rows.store.stateOf(row))) continue;
    const original = rows.staged.cells(row)[cell];
    const before = original ?? `〔${rows.badBytes(row, cell)}〕`;
    const isAddressee = rows.columnNames[cell] === ADDRESSEE_COLUMN;
    yield editLine({
      line: rows.store.lineOf(row),
      column: names[cell] ?? '',
      before: withinUnits(isAddressee ? before : maskIndividualNumbers(before), MOST_OF_A_CELL),
      after: text,
    });
  }
}

export function editsAnnounced(rows: DraftRows): EditsAnnounced {
  const digest = createHash('sha256');
  let isAny = false;
  for (const line of editLinesToSend(rows)) {
    digest.update(`${line}\n`);
    isAny = true;
  }
  return isAny
    ? { rows: editedRowsToSend(rows), sha256: Sha256.parse(digest.digest('hex')) }
    : { rows: 0, sha256: null };
}

/** A line of a ledger may be several rows for VRS. */
function editedRowsToSend({ store, staged, edits }: DraftRows): number {
  let count = 0;
  for (const row of edits.editedRows().rows())
    if (!isLeftOut(store.stateOf(row))) count += staged.check(row)?.rows.length ?? 0;
  return count;
}

function* editedCells({ edits }: DraftRows): Generator<EditedCell> {
  let after = { row: -1, cell: -1 };
  for (;;) {
    const piece = edits.editedCells(after, CELLS_AT_ONCE);
    yield* piece;
    const last = piece.at(-1);
    if (!last || piece.length < CELLS_AT_ONCE) return;
    after = last;
  }
}

/** As the header line of the file has them; as the layout calls them where that says nothing, or says it twice. */
function headerNames({ store, staged, columnNames }: DraftRows): readonly string[] {
  const cells = cellReader(staged.facts.encoding);
  const headers: string[] = [];
  const splitter = new RecordSplitter((record) => {
    for (let cell = 0; cell < record.cells; cell += 1) headers.push(cells.text(record, cell)?.trim() ?? '');
  });
  splitter.push(store.header);
  splitter.end();
  return columnNames.map((name, cell) => {
    const header = headers[cell] ?? '';
    const isClear = header !== '' && headers.indexOf(header) === headers.lastIndexOf(header);
    return withinUnits(isClear ? header : (name ?? ''), MOST_OF_A_NAME);
  });
}
