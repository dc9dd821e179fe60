import type { RowFilter, RowFix } from '../../../src-shared/contract/batch-rows.ts';
import type { Finding } from '../../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { isRuleCode, type RuleCode, rules } from '../../../src-shared/domain/rules/table.ts';
import { shownFinding } from '../checking/findings.ts';
import { changeOf, checkText, nameOf, number } from './cell-edits.ts';
import type { DraftRows } from './draft-rows.ts';
import type { CellChange } from './edit-log.ts';
import { FilteredSelection } from './row-filter.ts';

/** Told how much of it is done, from 0 to 1; false where it is to stop: then what was begun ends where it is. */
export type OnShare = (share: number) => boolean;

/** Rows between two looks at whether to stop. */
const A_LOOK = 256;

/**
 * What a fix changes in the rows of a filter, in their order: of the rows as they are when it is first asked for, however often it is. Rows that can't be told into cells, and proposals for cells that can't be
 * edited, are passed over. Problems: `cell-not-editable`, `edit-holds-individual-number`.
 */
export function changesOfFix(rows: DraftRows, filter: RowFilter, fix: RowFix): Outcome<ChangesOf> {
  if (fix.kind === 'accept-proposals') {
    const { code } = fix;
    if (!isRuleCode(code)) return failed('input-invalid');
    const narrowed = filter.code === null ? { ...filter, code } : filter;
    return ok(changesIn(rows, narrowed, (row) => proposalsOf(rows, row, code)));
  }
  const allowed = checkText(rows, fix.cell, fix.kind === 'set' ? fix.text : fix.to);
  if (!allowed.ok) return allowed;
  const newText = (text: string | undefined): string | undefined => {
    if (fix.kind === 'set') return fix.text;
    return text === fix.from ? fix.to : undefined;
  };
  return ok(
    changesIn(rows, filter, (row) => {
      const text = newText(fix.kind === 'set' ? undefined : rows.staged.effectiveCell(row, fix.cell));
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

export type ChangesOf = (onShare: OnShare) => Iterable<CellChange>;

/** The share of looking for the rows; where nothing is looked for, that takes no time. */
const SEARCH = 0.5;

function changesIn(
  rows: DraftRows,
  filter: RowFilter,
  textsFor: (row: number) => readonly NewText[],
): ChangesOf {
  let selected: Int32Array | undefined;
  return function* changes(onShare) {
    const filtered = new FilteredSelection(rows, filter);
    const searching = selected || filter.text === '' ? 0 : SEARCH;
    if (!selected && !filtered.searchAll((searched) => onShare(searched * searching))) return;
    // A copy: what is edited on the way may leave the filter.
    selected ??= Int32Array.from(filtered.selection.rows());
    for (const [place, row] of selected.entries()) {
      if (place % A_LOOK === 0 && !onShare(searching + (1 - searching) * (place / selected.length))) return;
      if (!rows.isEditable(row)) continue;
      for (const { cell, text } of textsFor(row)) {
        const change = changeOf(rows, row, cell, text);
        if (change) yield change;
      }
    }
  };
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
