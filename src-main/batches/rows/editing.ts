import type { CellEdit } from '../../../src-shared/contract/batch-rows.ts';
import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { changesOf, labelOf } from './cell-edits.ts';
import type { DraftRows } from './draft-rows.ts';
import type { CellChange } from './edit-log.ts';
import type { OnShare } from './fixes.ts';
import { consequencesOf, type RecheckOptions } from './recheck.ts';
import type { Editing } from './row-tasks.ts';

/**
 * Edits cells, and checks at once what depends on them: the edit and what follows from it are one transaction, so that a crash leaves
 * both or neither. False where so many rows depend on it that it is to be done as a big change; then nothing is changed.
 */
export async function editCells(
  rows: DraftRows,
  edits: readonly CellEdit[],
  editing: Editing,
  options: RecheckOptions,
): Promise<Outcome<boolean>> {
  const changes = changesOf(rows, edits);
  if (!changes.ok) return changes;
  if (changes.value.length === 0) return ok(true);
  return storeChanges(rows, changes.value, options, () => {
    const step = rows.edits.begin({ label: labelOf(rows, changes.value), ...editing });
    for (const change of changes.value) rows.edits.add(step, change);
  });
}

/** The changes that take a step back, or do it again, in the order of the file. Ends early where it is told to stop. */
export function* goBack(
  rows: DraftRows,
  step: number,
  direction: 'undo' | 'redo',
  onShare: OnShare,
): Generator<CellChange> {
  const total = rows.edits.countOf(step);
  let after = { row: -1, cell: -1 };
  for (let done = 0; onShare(done / Math.max(1, total)); done += MANY_CELLS) {
    const piece = rows.edits.changesOf(step, after, MANY_CELLS);
    for (const { row, cell, before, after: then } of piece) {
      const [from, to] = direction === 'undo' ? [then, before] : [before, then];
      const original = rows.staged.cell(row, cell);
      yield { row, cell, original, before: from ?? undefined, after: to ?? undefined };
    }
    const last = piece.at(-1);
    if (!last || piece.length < MANY_CELLS) return;
    after = { row: last.row, cell: last.cell };
  }
}

/** More cells than these are changed as a job, and everything is checked again behind them. */
export const MANY_CELLS = 500;

/** False where so many rows depend on them that everything has to be checked again: then nothing is stored. */
export async function storeChanges(
  rows: DraftRows,
  changes: readonly CellChange[],
  options: RecheckOptions,
  note: () => void,
): Promise<Outcome<boolean>> {
  let isStored = false;
  try {
    const consequences = await consequencesOf(rows, changes, options);
    if (!consequences.ok) return consequences;
    const { value: follow } = consequences;
    if (!follow) return ok(false);
    rows.store.transaction(() => {
      note();
      for (const change of changes) rows.edits.put(change);
      follow();
    });
    isStored = true;
    return ok(true);
  } finally {
    if (!isStored) rows.forget();
  }
}
