import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { StagingStore } from '../../cache/staging/staging-store.ts';
import { StagedRows } from '../checking/staged-rows.ts';
import { Dependents, moveOf } from './dependents.ts';
import type { DraftRows } from './draft-rows.ts';
import type { CellChange } from './edit-log.ts';
import { PendingEdits } from './pending-edits.ts';
import { type AskWhatStands, judge, type RowJudgement } from './rows-beside.ts';

/** What is to be stored when the changes are: worked out beforehand, so that nothing waits inside a transaction. */
export type Consequences = () => void;

/**
 * Works out what some changes of cells do to the check: which rows are touched, and what the rules say of those now. Undefined where so
 * many rows depend on them that everything has to be checked again.
 */
export async function consequencesOf(
  rows: DraftRows,
  changes: readonly CellChange[],
  ask: AskWhatStands,
): Promise<Outcome<Consequences | undefined>> {
  const { store, staged: before } = rows;
  const after = new StagedRows(store, new PendingEdits(rows.edits, changes));
  const changed = [...new Set(changes.map(({ row }) => row))];
  // Groups that a row comes into are found by its new values, those that it leaves by its old ones.
  const found = await new Dependents(store, [before, after], ask.ask).reachedFrom(changed);
  if (!found.ok) return found;
  const { value: reached } = found;
  if (!reached) return ok(undefined);
  const was = await judge(store, before, reached, ask);
  if (!was.ok) return was;
  const is = await judge(store, after, reached, ask);
  if (!is.ok) return is;
  const moves = changed.flatMap((row) => moveOf(before, after, row) ?? []);
  return ok(() => {
    for (const { row, to } of moves) store.move(row, to);
    for (const [row, judgement] of is.value) {
      recount(store, row, was.value.get(row), judgement);
      store.replaceFindingsOf(row, judgement.findings);
      store.setState(row, judgement.state);
    }
  });
}

/**
 * A rule's count goes on by the difference. Which rows a rule had found something in is kept, how often it was is worked out: where what
 * stands has changed since the check, the one that is kept holds.
 */
function recount(store: StagingStore, row: number, was: RowJudgement | undefined, is: RowJudgement): void {
  const old = timesOf(was);
  const now = timesOf(is);
  for (const code of new Set([...store.ruleCounts().keys(), ...now.keys()])) {
    const before = store.rowsWith(code).has(row) ? Math.max(1, old.get(code) ?? 0) : 0;
    const change = (now.get(code) ?? 0) - before;
    if (change !== 0) store.changeRuleCount(code, change);
  }
}

function timesOf(judgement: RowJudgement | undefined): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { code } of judgement?.findings ?? []) times.set(code, (times.get(code) ?? 0) + 1);
  return times;
}
