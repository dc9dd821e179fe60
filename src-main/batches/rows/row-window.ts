import type { GridCell, GridRow } from '../../../src-shared/contract/batch-rows.ts';
import { Finding } from '../../../src-shared/contract/batches.ts';
import { rowStates, severityOfState } from '../../cache/staging/row-states.ts';
import { shownFinding } from '../checking/findings.ts';
import { presentable } from '../reading/presentable.ts';
import { titleFinding } from './check-as-it-stands.ts';
import type { DraftRows } from './draft-rows.ts';

const MAX_TEXT = 400;
const MAX_CELLS = 200;
const MAX_FINDINGS = 50;
const NOT_SHOWN = '（セルに分けられない行のため、内容は表示しません）';
const THERE_IS_ONE = 'あり';

/** One row as the grid shows it. SECURITY: P4 — a 個人番号 is never in it: its cell says only that there is one. */
export function shownRow(rows: DraftRows, row: number): GridRow {
  const state = rows.store.stateOf(row);
  const cells = rows.staged.cells(row);
  return {
    line: rows.store.lineOf(row),
    severity: severityOfState(state),
    repeated: state === rowStates.repeated,
    editable: rows.isEditable(row),
    cells: cells.length === 0 ? [wholeLine(rows, row)] : shownCells(rows, row, cells),
    findings: [...findingsOf(rows, row)].slice(0, MAX_FINDINGS),
  };
}

/** A cell as it is shown, and as it comes back where nobody changed it. */
export function shownText(rows: DraftRows, row: number, cell: number, text: string | undefined): string {
  return text === undefined
    ? `〔${rows.badBytes(row, cell)}〕`
    : presentable(text, rows.columnNames[cell] ?? null, MAX_TEXT);
}

function shownCells(rows: DraftRows, row: number, cells: readonly (string | undefined)[]): GridCell[] {
  const edited = rows.edits.cellsOf(row);
  return cells.slice(0, MAX_CELLS).map((original, cell): GridCell => {
    if (cell === rows.numberCell)
      return { text: rows.store.hasIndividualNumber(row) ? THERE_IS_ONE : '', original: null };
    const now = edited?.get(cell);
    return now === undefined
      ? { text: shownText(rows, row, cell, original), original: null }
      : { text: shownText(rows, row, cell, now), original: shownText(rows, row, cell, original) };
  });
}

function wholeLine(rows: DraftRows, row: number): GridCell {
  const text = rows.lineText(row) ?? NOT_SHOWN;
  return { text: presentable(text, null, MAX_TEXT), original: null };
}

/**
 * What was found in a row, every rule of it. Of a rule that found more than is kept, the row's own cells are checked again; what can't be
 * said that way is said by the rule's title.
 */
export function findingsOf(rows: DraftRows, row: number): readonly Finding[] {
  const kept = rows.store.findingsOf(row).map((finding) => Finding.strip().parse(finding));
  const said = new Set(kept.map(({ code }) => code));
  const unsaid = rows.codesOf(row).filter((code) => !said.has(code));
  if (unsaid.length === 0) return kept;
  const line = rows.store.lineOf(row);
  const again = rows.staged.check(row)?.findings ?? [];
  const more = unsaid.flatMap((code): readonly Finding[] => {
    const found = again.filter((each) => each.code === code).map((each) => shownFinding(line, each));
    return found.length > 0 ? found : [titleFinding(rows, code, row)];
  });
  return [...kept, ...more];
}
