import { ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { StagedFinding } from '../../cache/staging/staged-findings.ts';
import type { StagingStore } from '../../cache/staging/staging-store.ts';
import { StagedRows } from '../checking/staged-rows.ts';
import { Dependents, moveOf } from './dependents.ts';
import type { DraftRows } from './draft-rows.ts';
import type { CellChange } from './edit-log.ts';
import { PendingEdits } from './pending-edits.ts';
import { carriedOverNow, otherwiseFound, type VenueReading, venuesOf } from './carried-over-rows.ts';
import { type AskWhatStands, judge, type RowJudgement, stateOf } from './rows-beside.ts';

/** What is to be stored when the changes are: worked out beforehand, so that nothing waits inside a transaction. */
export type Consequences = () => void;

/** What is asked while consequences are worked out. */
export type RecheckOptions = AskWhatStands & VenueReading;

/**
 * Works out what some changes of cells do to the check: which rows are touched, and what the rules say of those now. Undefined where so
 * many rows depend on them that everything has to be checked again.
 */
export async function consequencesOf(
  rows: DraftRows,
  changes: readonly CellChange[],
  options: RecheckOptions,
): Promise<Outcome<Consequences | undefined>> {
  const { store, staged: before } = rows;
  const after = new StagedRows(store, new PendingEdits(rows.edits, changes));
  const changed = [...new Set(changes.map(({ row }) => row))];
  const venues = venuesOf(rows, options);
  if (venues === 'unread') return ok(undefined);
  const touched = new Set(changed.flatMap((row) => venues?.venuesIn(row) ?? []));
  for (const row of changed) venues?.putRow(after, row);
  const judging = new Judging(rows, after, options);
  const first = await judging.from(changed);
  if (!first.ok || !first.value) return first.ok ? ok(undefined) : first;
  let judged = first.value;
  let carried: ReturnType<typeof carriedOverNow> = new Map();
  if (venues) {
    for (const row of judged.is.keys()) for (const venue of venues.venuesIn(row)) touched.add(venue);
    carried = carriedOverNow(rows, venues, after, judged.is, touched);
    const others = otherwiseFound(rows, venues, touched, carried).filter((row) => !first.value?.is.has(row));
    // Rows far away in which a setting left over from another day is seen now, or no longer.
    const again = others.length > 0 ? await judging.from([...changed, ...others]) : first;
    if (!again.ok || !again.value) return again.ok ? ok(undefined) : again;
    judged = again.value;
    if (others.length > 0) {
      for (const row of judged.is.keys()) for (const venue of venues.venuesIn(row)) touched.add(venue);
      carried = carriedOverNow(rows, venues, after, judged.is, touched);
    }
  }
  const moves = changed.flatMap((row) => moveOf(before, after, row) ?? []);
  return ok(() => {
    for (const { row, to } of moves) store.move(row, to);
    venues?.store(store.database);
    for (const [row, { findings: own }] of judged.is) {
      const findings = [...own, ...(carried.get(row) ?? [])];
      recount(store, row, judged.was.get(row), findings);
      store.replaceFindingsOf(row, findings);
      store.setState(row, stateOf(findings));
    }
  });
}

interface Judged {
  readonly was: ReadonlyMap<number, RowJudgement>;
  readonly is: ReadonlyMap<number, RowJudgement>;
}

/** Judges the rows that a change reaches, as they were and as they are to be. */
class Judging {
  readonly #store: StagingStore;
  readonly #before: StagedRows;
  readonly #after: StagedRows;
  readonly #ask: AskWhatStands;

  constructor({ store, staged }: DraftRows, after: StagedRows, ask: AskWhatStands) {
    this.#store = store;
    this.#before = staged;
    this.#after = after;
    this.#ask = ask;
  }

  /** Undefined where too many are reached. Groups that a row comes into are found by its new values, those that it leaves by its old ones. */
  async from(changed: readonly number[]): Promise<Outcome<Judged | undefined>> {
    const dependents = new Dependents(this.#store, [this.#before, this.#after], this.#ask.ask);
    const reached = await dependents.reachedFrom(changed);
    if (!reached.ok || !reached.value) return reached.ok ? ok(undefined) : reached;
    const was = await judge(this.#store, this.#before, reached.value, this.#ask);
    if (!was.ok) return was;
    const is = await judge(this.#store, this.#after, reached.value, this.#ask);
    return is.ok ? ok({ was: was.value, is: is.value }) : is;
  }
}

/**
 * A rule's count goes on by the difference. Which rows a rule had found something in is kept, how often it was is worked out: where what
 * stands has changed since the check, the one that is kept holds. What was proposed is kept too, but for rows whose findings are not.
 */
function recount(
  store: StagingStore,
  row: number,
  was: RowJudgement | undefined,
  is: readonly StagedFinding[],
): void {
  const old = timesOf(was?.findings ?? []);
  const now = timesOf(is);
  const kept = store.findingsOf(row);
  const [keptTimes, keptProposals, proposals] = [timesOf(kept), proposalsIn(kept), proposalsIn(is)];
  for (const code of new Set([...store.ruleCounts().keys(), ...now.keys()])) {
    const had = store.rowsWith(code).has(row);
    const before = had ? Math.max(1, old.get(code) ?? 0) : 0;
    const proposed = keptTimes.has(code) ? keptProposals.get(code) : had ? was?.proposed.get(code) : 0;
    const by = {
      count: (now.get(code) ?? 0) - before,
      proposals: (proposals.get(code) ?? 0) - (proposed ?? 0),
    };
    if (by.count !== 0 || by.proposals !== 0) store.changeRuleCount(code, by);
  }
}

function timesOf(findings: readonly StagedFinding[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { code } of findings) times.set(code, (times.get(code) ?? 0) + 1);
  return times;
}

const proposalsIn = (findings: readonly StagedFinding[]): ReadonlyMap<string, number> =>
  timesOf(findings.filter(({ proposal }) => proposal !== null));
