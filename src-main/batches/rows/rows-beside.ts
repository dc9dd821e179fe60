import { dayNumber } from '../../../src-shared/domain/dates/calendar.ts';
import { tidyIdentifier } from '../../../src-shared/domain/identifier-text.ts';
import type { RowValues } from '../../../src-shared/domain/rules/check-values.ts';
import type { RowFinding } from '../../../src-shared/domain/rules/finding.ts';
import { asRowFinding } from '../../../src-shared/domain/rows/row-finding.ts';
import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { shownFinding } from '../checking/findings.ts';
import { addRows } from '../checking/logical-rows.ts';
import {
  type RowsTogether,
  rowsTogether,
  type RowsTogetherParts,
  subjectOf,
} from '../checking/rows-together.ts';
import { rulesOf } from '../checking/rules-of-layout.ts';
import type { StagedRows } from '../checking/staged-rows.ts';
import type { AskHolders, AskResidents } from '../checking/ticket-questions.ts';
import { type RowState, rowStates } from '../../cache/staging/row-states.ts';
import type { StagedFinding } from '../../cache/staging/staged-findings.ts';
import type { StagingStore } from '../../cache/staging/staging-store.ts';
import type { Reached } from './dependents.ts';

/** What the rules make of a row. */
export interface RowJudgement {
  readonly findings: readonly StagedFinding[];
  /** By code, for how many findings of the row's own cells there is a proposal. */
  readonly proposed: ReadonlyMap<string, number>;
}

/**
 * What the rules make of the affected rows, each by itself, beside the other rows and beside what stands. It is the check itself over a
 * file that has no rows but those that are looked at.
 */
export async function judge(
  store: StagingStore,
  staged: StagedRows,
  { affected, looked }: Reached,
  ask: AskWhatStands,
): Promise<Outcome<ReadonlyMap<number, RowJudgement>>> {
  const found = new Map<number, Judging>();
  const add = (row: number, finding: RowFinding, subject: string, isOwn = false): void => {
    const shown = shownFinding(store.lineOf(row), finding);
    const of = found.get(row);
    of?.findings.push({ ...shown, subject });
    if (isOwn && shown.proposal !== null)
      of?.proposed.set(shown.code, (of.proposed.get(shown.code) ?? 0) + 1);
  };
  const together = stagedTogether(staged, ask, (cross, subject, texts) => {
    const row = store.rowOfLine(cross.line);
    if (row !== undefined) add(row, asRowFinding(cross, texts), subject);
  });
  for (const row of looked) {
    const checked = staged.check(row);
    if (!checked) continue;
    if (affected.has(row)) {
      found.set(row, { findings: [], proposed: new Map() });
      const subject = checked.findings.length === 0 ? '' : subjectOf(checked.values);
      const line = store.lineOf(row);
      for (const finding of checked.findings)
        if (!together.defers?.(line, checked.values, finding, subject)) add(row, finding, subject, true);
    }
    addRows(together, store.lineOf(row), checked, individualNumberOf(store, staged, row));
  }
  const settled = await together.finish(() => undefined);
  if (!settled.ok) return settled;
  return ok(found);
}

interface Judging extends RowJudgement {
  readonly findings: StagedFinding[];
  readonly proposed: Map<string, number>;
}

/** Asks the local copy what stands. */
export interface AskWhatStands {
  readonly ask: AskHolders;
  readonly askResidents: AskResidents;
}

/** The check of rows beside each other, as the check of the file had it. */
export function stagedTogether(
  { facts, layout }: StagedRows,
  { ask, askResidents }: AskWhatStands,
  addCross: RowsTogetherParts['addCross'],
  /** Of a whole file; without it these are some rows of one. */
  expectedRows?: number,
): RowsTogether {
  const { profile, municipalityCode, today } = facts;
  const context = { today: dayNumber(today), rules: rulesOf(profile) };
  return rowsTogether({ layout, municipalityCode, context, addCross, ask, askResidents, expectedRows });
}

/** SECURITY: P4 — whether two rows are the very same depends on the 個人番号 too: it is compared here and goes nowhere. */
export function individualNumberOf(store: StagingStore, staged: StagedRows, row: number): RowValues {
  if (staged.numberCell < 0 || !store.hasIndividualNumber(row)) return {};
  return { individualNumber: tidyIdentifier(store.individualNumber(row).toString('latin1')) };
}

/** Root causes first: a row that is skipped is nothing else. */
export function stateOf(findings: readonly StagedFinding[]): RowState {
  if (findings.some(({ code }) => code === 'row-duplicate')) return rowStates.repeated;
  let state: RowState = rowStates.good;
  for (const { severity } of findings)
    if (severity !== 'note' && rowStates[severity] > state) state = rowStates[severity];
  return state;
}
