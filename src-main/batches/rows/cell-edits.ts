import type { CellEdit } from '../../../src-shared/contract/batch-rows.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { maskIndividualNumbers } from '../reading/presentable.ts';
import type { DraftRows } from './draft-rows.ts';
import type { CellChange } from './edit-log.ts';
import { shownText } from './row-window.ts';

const ADDRESSEE_COLUMN = '宛名番号';

/**
 * What some edits change: of two for one cell the last one, and none that says what the cell says already. Problems: `row-not-editable`, `cell-not-editable`,
 * `edit-holds-individual-number`.
 */
export function changesOf(rows: DraftRows, edits: readonly CellEdit[]): Outcome<readonly CellChange[]> {
  const last = new Map<string, CellEdit>();
  for (const edit of edits) last.set(`${edit.line}/${edit.cell}`, edit);
  const changes: CellChange[] = [];
  for (const { line, cell, text } of last.values()) {
    const row = rows.store.rowOfLine(line);
    if (row === undefined || !rows.isEditable(row)) return failed('row-not-editable');
    const allowed = checkText(rows, cell, text);
    if (!allowed.ok) return allowed;
    const change = changeOf(rows, row, cell, text);
    if (change) changes.push(change);
  }
  return ok(changes.toSorted((a, b) => a.row - b.row || a.cell - b.cell));
}

/** SECURITY: P4 — the cell of the 個人番号 is not edited here, and no other cell takes one. */
export function checkText(rows: DraftRows, cell: number, text: string): Outcome<undefined> {
  const column = rows.columnNames[cell] ?? null;
  if (column === null || cell === rows.numberCell) return failed('cell-not-editable');
  if (column !== ADDRESSEE_COLUMN && maskIndividualNumbers(text) !== text)
    return failed('edit-holds-individual-number');
  return ok(undefined);
}

/** Undefined where nothing changes: also where the cell comes back as it was shown, which may be less than it holds. */
export function changeOf(rows: DraftRows, row: number, cell: number, text: string): CellChange | undefined {
  const original = rows.staged.cell(row, cell);
  const before = rows.edits.cellsOf(row)?.get(cell) ?? original;
  if (text === before || text === shownText(rows, row, cell, before)) return undefined;
  return { row, cell, original, before, after: text };
}

/** «行12 接種日の修正», «行12 接種日ほか3か所の修正». */
export function labelOf(rows: DraftRows, changes: readonly CellChange[]): string {
  const [first] = changes;
  if (!first) return '修正';
  const where = `行${number.format(rows.store.lineOf(first.row))} ${nameOf(rows, first.cell)}`;
  return changes.length === 1
    ? `${where}の修正`
    : `${where}ほか${number.format(changes.length - 1)}か所の修正`;
}

/** As the layout calls it; short enough for a label. */
export function nameOf(rows: DraftRows, cell: number): string {
  return rows.columnNames[cell] ?? '';
}

export const number = new Intl.NumberFormat('ja-JP');
