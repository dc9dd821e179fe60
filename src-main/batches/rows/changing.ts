import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { RowSet } from '../../cache/staging/row-set.ts';
import { changesOf, labelOf } from './cell-edits.ts';
import { keysOf } from './dependents.ts';
import type { DraftRows } from './draft-rows.ts';
import type { CellChange } from './edit-log.ts';
import { goBack, MANY_CELLS, storeChanges } from './editing.ts';
import { type ChangesOf, changesOfFix, labelOfFix, type OnShare } from './fixes.ts';
import { recheckAll, type RecheckParts } from './recheck-all.ts';
import type { BigChange, Editing } from './row-tasks.ts';

/**
 * A change of many rows, all of it or nothing: while it runs, and where it is stopped or the machine fails, the staging file says what
 * it said before. As long as few rows depend on it, only those are checked again.
 */
export async function changeRows(
  rows: DraftRows,
  change: BigChange,
  editing: Editing,
  parts: RecheckParts,
): Promise<Outcome<undefined>> {
  const planned = plan(rows, change, editing);
  if (!planned.ok) return planned;
  const changing = shareOf(rows, parts, 0, CHANGING);
  const few = takeFew(planned.value.changes(changing));
  if (parts.stopped()) return failed('job-cancelled');
  if (few) {
    if (few.length === 0) return ok(undefined);
    const stored = await storeChanges(rows, few, parts, () => planned.value.note(few));
    if (!stored.ok || stored.value) return stored.ok ? ok(undefined) : stored;
  }
  return changeAll(rows, planned.value, parts);
}

/** So much of the work is finding and writing down the changes; the rest is checking everything again. */
const CHANGING = 0.3;

/** Tells the progress of a part of the work. */
function shareOf({ store }: DraftRows, parts: RecheckParts, from: number, until: number): OnShare {
  return (share) => {
    parts.onProgress(Math.floor(store.rowCount * (from + (until - from) * share)), store.rowCount);
    return !parts.stopped();
  };
}

interface Plan {
  /** Every change, in the order of the file; the same each time it is asked for. Ends early where it is told to stop. */
  readonly changes: ChangesOf;
  /** Inside the transaction: writes the step down, whole where it is small. */
  readonly note: (changes: readonly CellChange[]) => void;
  /** Inside the transaction: begins the step; gives what writes each change down. */
  readonly begin: () => (change: CellChange) => void;
  /** When every change is written. */
  readonly end: (count: number) => void;
}

function plan(rows: DraftRows, change: BigChange, editing: Editing): Outcome<Plan> {
  if (change.kind === 'undo' || change.kind === 'redo') return ok(oldStep(rows, change.kind));
  if (change.kind === 'fix') {
    const { filter, fix } = change;
    const changes = changesOfFix(rows, filter, fix);
    if (!changes.ok) return changes;
    return ok(newStep(rows, changes.value, editing, (count) => labelOfFix(rows, fix, count)));
  }
  const changes = changesOf(rows, change.edits);
  if (!changes.ok) return changes;
  const label = labelOf(rows, changes.value);
  return ok(
    newStep(
      rows,
      () => changes.value,
      editing,
      () => label,
    ),
  );
}

function newStep(
  rows: DraftRows,
  changes: ChangesOf,
  editing: Editing,
  labelFor: (count: number) => string,
): Plan {
  let step = 0;
  const begin = (label: string): ((change: CellChange) => void) => {
    step = rows.edits.begin({ label, ...editing });
    return (change) => rows.edits.add(step, change);
  };
  return {
    changes,
    note: (few) => {
      const add = begin(labelFor(few.length));
      for (const each of few) add(each);
    },
    begin: () => begin(''),
    end: (count) => rows.edits.rename(step, labelFor(count)),
  };
}

function oldStep(rows: DraftRows, direction: 'undo' | 'redo'): Plan {
  const step = direction === 'undo' ? rows.edits.undoable() : rows.edits.redoable();
  const mark = (): void => {
    if (step) rows.edits.mark(step.step, direction === 'undo');
  };
  return {
    changes: (onShare) => (step ? goBack(rows, step.step, direction, onShare) : []),
    note: mark,
    begin: () => () => undefined,
    end: mark,
  };
}

/** Undefined where there are many. */
function takeFew(changes: Iterable<CellChange>): readonly CellChange[] | undefined {
  const few: CellChange[] = [];
  for (const change of changes) {
    if (few.length === MANY_CELLS) return undefined;
    few.push(change);
  }
  return few;
}

async function changeAll(
  rows: DraftRows,
  { changes, begin, end }: Plan,
  parts: RecheckParts,
): Promise<Outcome<undefined>> {
  const { database } = rows.store;
  database.execute('BEGIN IMMEDIATE');
  try {
    const keys = keyCells(rows);
    const moved = new RowSet();
    const add = begin();
    let count = 0;
    for (const change of changes(shareOf(rows, parts, 0, CHANGING))) {
      add(change);
      rows.edits.put(change);
      if (keys.has(change.cell)) moved.add(change.row);
      count += 1;
    }
    if (parts.stopped()) return undone(rows);
    end(count);
    for (const row of moved.rows()) {
      rows.store.move(row, keysOf(rows.staged, row));
      if (parts.stopped()) return undone(rows);
    }
    const rechecking = shareOf(rows, parts, CHANGING, 1);
    const onProgress = (done: number, total: number): void => void rechecking(done / total);
    const checked = await recheckAll(rows, { ...parts, onProgress });
    if (!checked.ok) {
      undone(rows);
      return checked;
    }
    database.execute('COMMIT');
    rows.forget();
    return checked;
  } catch (thrown) {
    undone(rows);
    throw thrown;
  }
}

/** Cells by which rows are found. */
function keyCells({ staged }: DraftRows): ReadonlySet<number> {
  const ids = new Set(['municipalityCode', 'ticketNumber', 'addresseeNumber']);
  // In a ledger a column belongs to a dose: `ticketNumber.2`.
  const isKey = (id: string | null): boolean => ids.has((id ?? '').replace(/\.\d+$/, ''));
  return new Set(staged.facts.columns.flatMap((id, cell) => (isKey(id) ? [cell] : [])));
}

function undone(rows: DraftRows): Outcome<never> {
  rows.store.database.execute('ROLLBACK');
  rows.forget();
  return failed('job-cancelled');
}
