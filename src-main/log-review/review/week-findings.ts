import type { ReviewLevel, ReviewRuleCode } from '../../../src-shared/contract/log-review.ts';
import type { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import { type UserDay, visitsIn } from './access.ts';
import { explain, type ExplanationSource } from './explanations.ts';
import { reviewRules } from './rules/review-rules.ts';
import type { Facts, Raised } from './rules/rule.ts';
import { Slices } from './slices.ts';
import type { RawDay } from './week-entries.ts';

export interface Finding extends Raised {
  /** Rule and place: stable as long as the log stands. */
  readonly id: string;
  readonly rule: ReviewRuleCode;
  readonly level: ReviewLevel;
  readonly day: UserDay;
}

/** Each user's day with what explains whom. Days in the order of their first entry. */
export async function explainDays(
  days: Iterable<RawDay>,
  sources: readonly ExplanationSource[],
  signal?: AbortSignal,
): Promise<readonly UserDay[]> {
  const slices = new Slices();
  const explained: UserDay[] = [];
  for (const { actor, day, accesses, acts } of days) {
    if (accesses.length === 0) continue;
    const cases = explain(sources, { userId: actor.userId, day, accesses, acts });
    const visits = visitsIn(accesses, (person) => cases.get(person));
    explained.push({ actor, day, accesses, visits });
    await slices.pause(signal);
  }
  return explained.toSorted((one, other) => firstOf(one) - firstOf(other));
}

function firstOf(day: UserDay): number {
  return day.accesses[0]?.sequence ?? 0;
}

/** Everybody who was seen, each once. */
export function peopleOf(days: readonly UserDay[]): readonly AddresseeNumber[] {
  const people = new Set<AddresseeNumber>();
  for (const { visits } of days) {
    for (const { person } of visits) if (person !== null) people.add(person);
  }
  return [...people];
}

/** What the rules find, the gravest first and then in the order of the log. */
export async function findingsIn(
  days: readonly UserDay[],
  facts: Facts,
  signal?: AbortSignal,
): Promise<readonly Finding[]> {
  const slices = new Slices();
  const findings: Finding[] = [];
  for (const { code, level, find } of reviewRules) {
    for (const day of days) {
      for (const raised of find(day, facts))
        findings.push({ ...raised, id: `${code}.${raised.place}`, rule: code, level, day });
      await slices.pause(signal);
    }
  }
  return findings;
}
