import type { RowFinding } from '../../../src-shared/domain/rules/finding.ts';
import { isRuleCode, proposalOf, type RuleCode, rules } from '../../../src-shared/domain/rules/table.ts';

/** Of one rule and column. */
const MOST_KEPT = 20_000;
/** Longer values come once. */
const LONGEST_KEPT = 40;

/**
 * Whether there is a proposal for what a rule found in a row by itself. That follows from rule, column and value, and a slip in an export
 * repeats the same few values a million times.
 */
export class Proposals {
  /** By rule, column and value. */
  readonly #known = new Map<RuleCode, Map<string | null, Map<string, boolean>>>();

  has(found: RowFinding): boolean {
    const { code, column, value, about } = found;
    if (!mayPropose.has(code)) return false;
    if (isAtHand.has(code) || value.length > LONGEST_KEPT) return proposalOf(code, about) !== null;
    const known = within(within(this.#known, code), column);
    const before = known.get(value);
    if (before !== undefined) return before;
    const has = proposalOf(code, about) !== null;
    if (known.size < MOST_KEPT) known.set(value, has);
    return has;
  }
}

function within<Key, Inner, Value>(outer: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const known = outer.get(key);
  if (known) return known;
  const first = new Map<Inner, Value>();
  outer.set(key, first);
  return first;
}

/** What was found says it already; and their values are different in every row. */
const isAtHand: ReadonlySet<RuleCode> = new Set<RuleCode>(['ticket-number-format']);

const mayPropose: ReadonlySet<RuleCode> = new Set(
  Object.entries(rules).flatMap(([code, rule]) => ('proposal' in rule && isRuleCode(code) ? [code] : [])),
);
