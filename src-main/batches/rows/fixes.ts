import type { RowFilter, RowFix } from '../../../src-shared/contract/batch-rows.ts';
import type { Finding } from '../../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { isRuleCode, type RuleCode, rules } from '../../../src-shared/domain/rules/table.ts';
import { shownFinding } from '../checking/findings.ts';
import { changeOf, checkText, nameOf, number } from './cell-edits.ts';
import type { DraftRows } from './draft-rows.ts';
import type { CellChange } from './edit-log.ts';
import { FilteredSelection } from './row-filter.ts';
import { rowsOf } from './selection.ts';

/**
 * What a fix changes in the rows of a filter, in their order. Rows that can't be told into cells, and proposals for cells that can't be
 * edited, are passed over. Problems: `cell-not-editable`, `edit-holds-individual-number`.
 */
export function changesOfFix(
  rows: DraftRows,
  filter: RowFilter,
  fix: RowFix,
): Outcome<() => Iterable<CellChange>> {
  if (fix.kind === 'accept-proposals') {
    const { code } = fix;
    if (!isRuleCode(code)) return failed('input-invalid');
    const narrowed = filter.code === null ? { ...filter, code } : filter;
    return ok(() => changesIn(rows, narrowed, (row) => proposalsOf(rows, row, code)));
  }
  const allowed = checkText(rows, fix.cell, fix.kind === 'set' ? fix.text : fix.to);
  if (!allowed.ok) return allowed;
  const newText = (text: string | undefined): string | undefined => {
    if (fix.kind === 'set') return fix.text;
    return text === fix.from ? fix.to : undefined;
  };
  return ok(() =>
    changesIn(rows, filter, (row) => {
      const text = newText(rows.staged.effectiveCells(row)[fix.cell]);
      return text === undefined ? [] : [{ cell: fix.cell, text }];
    }),
  );
}

/** «ワクチンメーカー 38件の修正案を受け入れ», «接種日 38行をまとめて修正». */
export function labelOfFix(rows: DraftRows, fix: RowFix, count: number): string {
  const many = number.format(count);
  if (fix.kind === 'accept-proposals')
    return `${isRuleCode(fix.code) ? rules[fix.code].title : ''} ${many}件の修正案を受け入れ`;
  return `${nameOf(rows, fix.cell)} ${many}行を${fix.kind === 'set' ? 'まとめて修正' : '置き換え'}`;
}

interface NewText {
  readonly cell: number;
  readonly text: string;
}

function* changesIn(
  rows: DraftRows,
  filter: RowFilter,
  textsFor: (row: number) => readonly NewText[],
): Generator<CellChange> {
  const filtered = new FilteredSelection(rows, filter);
  filtered.searchAll();
  for (const row of rowsOf(filtered.selection)) {
    if (!rows.isEditable(row)) continue;
    for (const { cell, text } of textsFor(row)) {
      const change = changeOf(rows, row, cell, text);
      if (change) yield change;
    }
  }
}

/** What the rule proposes for the row: from what was kept, and where that is not all, from the row's own cells. One for each cell. */
function proposalsOf(rows: DraftRows, row: number, code: RuleCode): readonly NewText[] {
  const kept = rows.store.findingsOf(row).filter((finding) => finding.code === code);
  const found = kept.length > 0 ? kept : ownFindings(rows, row, code);
  const texts = new Map<number, string>();
  for (const { column, proposal } of found) {
    const cell = column === null ? -1 : rows.columnNames.indexOf(column);
    if (proposal !== null && cell >= 0 && !texts.has(cell) && checkText(rows, cell, proposal).ok)
      texts.set(cell, proposal);
  }
  return [...texts].map(([cell, text]) => ({ cell, text }));
}

function ownFindings(rows: DraftRows, row: number, code: RuleCode): readonly Finding[] {
  const own = rows.staged.check(row)?.findings.filter((finding) => finding.code === code) ?? [];
  return own.map((finding) => shownFinding(rows.store.lineOf(row), finding));
}
