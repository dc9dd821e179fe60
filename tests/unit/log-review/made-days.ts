import type { Access, UserDay } from '../../../src-main/log-review/review/access.ts';
import { visitsIn } from '../../../src-main/log-review/review/access.ts';
import type { Facts, Raised, ReviewRule } from '../../../src-main/log-review/review/rules/rule.ts';
import { reviewRules } from '../../../src-main/log-review/review/rules/review-rules.ts';
import { AddresseeNumber, IsoDate } from '../../../src-shared/domain/identifiers.ts';
import { ReviewHours } from '../../../src-shared/domain/review-hours.ts';
import { nameKey } from '../../../src-shared/domain/text/search-keys.ts';
import type { ReviewRuleCode } from '../../../src-shared/contract/log-review.ts';

export const clerk = {
  userId: 'clerk01',
  name: '高橋　花子',
  department: '健康推進課',
  role: 'clerk',
} as const;

export function number(text: string): AddresseeNumber {
  return AddresseeNumber.parse(text);
}

let sequence = 0;

/** A look-up of one person by 照会（詳細） at 10:00 of a Tuesday, but for what is said otherwise. */
export function access(people: readonly (string | null)[], changes: Partial<Access> = {}): Access {
  sequence += 1;
  return {
    sequence,
    time: Date.parse('2026-11-10T01:00:00Z'),
    actor: clerk,
    operation: people.length > 1 ? 'people.search' : 'people.open',
    action: '照会（詳細）',
    reason: '電話',
    people: people.map((person) => (person === null ? null : number(person))),
    draft: '',
    batch: '',
    ...changes,
  };
}

export function at(time: string): Partial<Access> {
  return { time: Date.parse(time) };
}

/** A day with these look-ups; whom a case explains. */
export function dayOf(accesses: readonly Access[], explained: readonly string[] = []): UserDay {
  const visits = visitsIn(accesses, (person) =>
    explained.includes(person) ? { source: 'batch', words: '一括登録' } : undefined,
  );
  return { actor: clerk, day: IsoDate.parse('2026-11-10'), accesses, visits };
}

export function facts(
  changes: {
    readonly residents?: Readonly<Record<string, string>>;
    readonly staff?: readonly string[];
    readonly marked?: readonly string[];
  } = {},
): Facts {
  return {
    residents: new Map(Object.entries(changes.residents ?? {}).map(([who, name]) => [number(who), name])),
    staff: new Set((changes.staff ?? []).map(nameKey)),
    marked: new Set((changes.marked ?? []).map(number)),
    hours: ReviewHours.parse({}),
  };
}

function ruleOf(code: ReviewRuleCode): ReviewRule {
  const rule = reviewRules.find((each) => each.code === code);
  if (rule === undefined) throw new Error(`no rule ${code}`);
  return rule;
}

export function raised(code: ReviewRuleCode, day: UserDay, known: Facts = facts()): readonly Raised[] {
  return ruleOf(code).find(day, known);
}

/** Whom the findings are about. */
export function peopleIn(findings: readonly Raised[]): readonly (string | null)[][] {
  return findings.map(({ people }) => [...people]);
}
