import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { NO_ROW } from '../../cache/staging/staged-findings.ts';
import { Findings } from '../checking/findings.ts';
import { addRows } from '../checking/logical-rows.ts';
import { RecordsTogether } from '../checking/records-together.ts';
import { RowStates } from '../checking/row-states.ts';
import { subjectOf } from '../checking/rows-together.ts';
import type { DraftRows } from './draft-rows.ts';
import { RowProofs } from './row-proofs.ts';
import { VenueColumns } from './venue-columns.ts';
import { type AskWhatStands, individualNumberOf, stagedTogether } from './rows-beside.ts';

export interface RecheckParts extends AskWhatStands {
  readonly stopped: () => boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/** A row that can't be told into cells has one of these and nothing else. Nobody can edit it, so what was found in it stays. */
const unreadable = ['row-quote', 'row-cell-count'] as const;
/** Reading is most of the work; the rest is looking at rows together. */
const READING_SHARE = 0.8;
const A_LOOK = 256;

/**
 * Checks every row of the staging file again, as it is now, inside a transaction of the caller: at its end the file says what a check of
 * the edited file would have said. Problems: `job-cancelled`, and what asking the local copy may give.
 */
export async function recheckAll(rows: DraftRows, parts: RecheckParts): Promise<Outcome<undefined>> {
  const { store, staged } = rows;
  const total = store.rowCount;
  const states = new RowStates();
  const rewriting = store.rewriteCheck(unreadable);
  const findings = new Findings(rewriting, states);
  const together = stagedTogether(
    staged,
    parts,
    (found, subject, texts) =>
      findings.addCross(store.rowOfLine(found.line) ?? NO_ROW, found, subject, texts),
    total,
  );
  const left = unreadable.map((code) => store.rowsWith(code));
  const proofs = RowProofs.of(rows);
  const isClean = (row: number): boolean => {
    const proven = proofs?.prove(row);
    if (proven && together instanceof RecordsTogether) together.addRow(proven);
    return proven !== undefined;
  };
  const checkRow = (row: number): void => {
    const checked = staged.check(row);
    if (!checked) return;
    const line = store.lineOf(row);
    const subject = checked.findings.length === 0 ? '' : subjectOf(checked.values);
    for (const found of checked.findings)
      if (!together.defers?.(line, checked.values, found, subject)) findings.add(row, line, found, subject);
    addRows(together, line, checked, individualNumberOf(store, staged, row));
  };
  for (let row = 0; row < total; row += 1) {
    states.addRow();
    if (left.some((set) => set.has(row))) {
      states.found(row, 'reject');
      continue;
    }
    if (!isClean(row)) checkRow(row);
    if (row % A_LOOK !== 0) continue;
    const settled = await together.settle();
    if (!settled.ok) return settled;
    if (parts.stopped()) return failed('job-cancelled');
    parts.onProgress(Math.floor(row * READING_SHARE), total);
  }
  if (together instanceof RecordsTogether)
    for (const { digests, texts } of proofs?.texts() ?? []) together.know(digests, texts);
  const finished = await together.finish((share) =>
    parts.onProgress(Math.floor(total * (READING_SHARE + (1 - READING_SHARE) * share)), total),
  );
  if (!finished.ok) return finished;
  if (parts.stopped()) return failed('job-cancelled');
  const venues = finished.value?.venues;
  const rowAt = (place: number): number => store.rowOfLine(finished.value?.lineAt(place) ?? 0) ?? 0;
  if (venues) VenueColumns.write(store.database, venues, total, rowAt);
  else VenueColumns.forget(store.database);
  rewriting.finish(states.all(), findings.rules);
  parts.onProgress(total, total);
  return ok(undefined);
}
