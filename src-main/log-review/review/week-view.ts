import {
  MOST_SHOWN,
  type ReviewComparison,
  type ReviewFinding,
  ReviewOutcome,
  type ReviewSignature,
  type ReviewVisit,
  type ReviewWeek,
} from '../../../src-shared/contract/log-review.ts';
import { type AddresseeNumber, IsoTimestamp, Sha256 } from '../../../src-shared/domain/identifiers.ts';
import type { SignedInUser } from '../../../src-shared/vrs-api/session.ts';
import type { LogActor, LogHead } from '../../operation-log/operation-log.ts';
import type { UserDay, Visit } from './access.ts';
import { isOwnWork, mayDecide, type PersonsBehind } from './own.ts';
import type { DecisionMade, ReviewState } from './review-state.ts';
import { reviewRules } from './rules/review-rules.ts';
import type { WeekRead } from './week-book.ts';
import { standsAsSigned } from './week-entries.ts';
import type { Finding } from './week-findings.ts';

/** Who asks, and what is known beside the week. */
export interface Viewer {
  readonly caller: SignedInUser;
  readonly persons: PersonsBehind;
  readonly state: ReviewState;
}

export type WeekSummary = Omit<
  ReviewWeek,
  | 'oldestUnsigned'
  | 'explanations'
  | 'reasons'
  | 'sealed'
  | 'notInCopy'
  | 'hasRoster'
  | 'hasCopy'
  | 'undecidedOwn'
>;

/** The week in numbers: what the screen and the monthly sheet have in common. */
export function summaryOf(read: WeekRead, state: ReviewState, isFinished: boolean): WeekSummary {
  const { week, days, findings, entries } = read;
  const visits = days.flatMap((day) => day.visits);
  const explained = visits.filter(({ explanation }) => explanation !== null).length;
  const decided = findings.flatMap(({ id }) => state.decisions.get(id) ?? []);
  const comparison = state.comparisons.get(week);
  return {
    week,
    isFinished,
    counts: {
      accesses: days.reduce((sum, day) => sum + day.accesses.length, 0),
      people: visits.length,
      explained,
      unexplained: visits.length - explained,
      findings: findings.length,
      undecided: findings.length - decided.length,
    },
    rules: reviewRules.map(({ code, level, title, sentence }) => {
      const found = findings.filter(({ rule }) => rule === code);
      const undecided = found.filter(({ id }) => !state.decisions.has(id)).length;
      return { rule: code, level, title, sentence, findings: found.length, undecided };
    }),
    outcomes: outcomesOf(decided),
    head: headOf(read.head),
    brokenAt: entries.brokenAt ?? null,
    comparison: comparison === undefined ? null : comparisonOf(comparison),
    signature: signatureOf(read, state),
  };
}

function outcomesOf(decided: readonly DecisionMade[]): ReviewWeek['outcomes'] {
  return ReviewOutcome.options
    .map((outcome) => ({ outcome, findings: decided.filter((each) => each.outcome === outcome).length }))
    .filter((each) => each.findings > 0);
}

function headOf(head: LogHead | undefined): ReviewWeek['head'] {
  return head === undefined ? null : { sequence: head.sequence, hash: Sha256.parse(head.hash) };
}

function comparisonOf(
  compared: ReviewState['comparisons'] extends ReadonlyMap<string, infer Made> ? Made : never,
): ReviewComparison {
  const { here, atVrs, onlyAtVrs, onlyHere, by, at } = compared;
  return { here, atVrs, onlyAtVrs, onlyHere, by: staffOf(by), at: IsoTimestamp.parse(at) };
}

function signatureOf(read: WeekRead, state: ReviewState): ReviewSignature | null {
  const signed = state.signatures.get(read.week);
  if (signed === undefined) return null;
  const head = headOf(signed.head);
  if (head === null) return null;
  return {
    by: staffOf(signed.by),
    at: IsoTimestamp.parse(signed.at),
    head,
    entries: signed.entries,
    counts: { ...signed.totals, undecided: 0 },
    rules: [...signed.rules].map(([rule, findings]) => ({ rule, findings })),
    outcomes: [...signed.outcomes].map(([outcome, findings]) => ({ outcome, findings })),
    stands: standsAsSigned(signed, read.entries),
  };
}

export function weekView(
  read: WeekRead,
  { caller, persons, state }: Viewer,
  facts: { readonly isFinished: boolean; readonly oldestUnsigned: ReviewWeek['oldestUnsigned'] },
): ReviewWeek {
  const visits = read.days.flatMap((day) => day.visits);
  const people = visits.flatMap(({ person }) => person ?? []);
  const undecided = read.findings.filter(({ id }) => !state.decisions.has(id));
  return {
    ...summaryOf(read, state, facts.isFinished),
    oldestUnsigned: facts.oldestUnsigned,
    explanations: counted(visits.flatMap(({ explanation }) => explanation?.words ?? [])).map(
      ([words, number]) => ({ words, people: number }),
    ),
    reasons: counted(
      visits
        .filter(({ explanation }) => explanation === null)
        .map(({ accesses }) => accesses[0]?.reason.split('：')[0] || 'なし'),
    ).map(([reason, number]) => ({ reason, people: number })),
    sealed: visits.length - people.length,
    notInCopy: people.filter((person) => !read.names.has(person)).length,
    hasRoster: read.hasRoster,
    hasCopy: read.hasCopy,
    undecidedOwn: undecided.filter(({ day }) => isOwnWork(day.actor, caller, persons)).length,
  };
}

/** The words with how often they are there, the most frequent first; the rarest beyond twenty are left out. */
function counted(words: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one).slice(0, 20);
}

export function findingView(finding: Finding, read: WeekRead, viewer: Viewer): ReviewFinding {
  const { id, rule, level, day, people, entries } = finding;
  const { caller, persons, state } = viewer;
  const decision = state.decisions.get(id);
  const isSigned = state.signatures.has(read.week);
  const times = entries.map(({ time }) => time);
  return {
    id,
    rule,
    level,
    staff: staffOf(day.actor),
    day: day.day,
    people: people.slice(0, MOST_SHOWN).map((person) => personOf(person, read)),
    peopleCount: people.length,
    entries: entries.slice(0, MOST_SHOWN).map(({ sequence }) => sequence),
    entryCount: entries.length,
    firstAt: momentOf(times.reduce((one, other) => Math.min(one, other))),
    lastAt: momentOf(times.reduce((one, other) => Math.max(one, other))),
    reasons: reasonsOf(entries),
    isOwn: isOwnWork(day.actor, caller, persons),
    mayDecide: !isSigned && mayDecide(day.actor, caller, persons),
    decision:
      decision === undefined
        ? null
        : {
            outcome: decision.outcome,
            note: decision.note,
            by: staffOf(decision.by),
            at: IsoTimestamp.parse(decision.at),
          },
  };
}

export function visitView(day: UserDay, visit: Visit, read: WeekRead): ReviewVisit {
  const { place, person, accesses, explanation } = visit;
  return {
    place,
    staff: staffOf(day.actor),
    day: day.day,
    person: personOf(person, read),
    firstAt: momentOf(accesses[0]?.time ?? 0),
    entryCount: accesses.length,
    reasons: reasonsOf(accesses),
    actions: distinct(accesses.map(({ action }) => action)),
    explanation: explanation?.words ?? null,
  };
}

export function personOf(
  person: AddresseeNumber | null,
  { names }: Pick<WeekRead, 'names'>,
): ReviewFinding['people'][number] {
  return { addresseeNumber: person, name: person === null ? null : (names.get(person) ?? null) };
}

export function staffOf({ userId, name, role }: LogActor): ReviewFinding['staff'] {
  return { userId, name, role };
}

function reasonsOf(entries: readonly { readonly reason: string }[]): string[] {
  return distinct(
    entries.map(({ reason }) => reason.slice(0, 200).toWellFormed()).filter((reason) => reason !== ''),
  );
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)].slice(0, MOST_SHOWN);
}

export function momentOf(time: number): IsoTimestamp {
  return IsoTimestamp.parse(new Date(time).toISOString());
}
