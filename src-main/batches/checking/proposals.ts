import { type RowFinding, toldOf } from '../../../src-shared/domain/rules/finding.ts';
import { isRuleCode, type RuleCode, rules } from '../../../src-shared/domain/rules/table.ts';

const MOST_KEPT = 20_000;
/** Longer values come once. */
const LONGEST_KEPT = 40;

/**
 * Whether there is a proposal for what a rule found in a row by itself. That follows from rule, column and value, and a slip in an export
 * repeats the same few values a million times.
 */
export class Proposals {
  readonly #known = new Map<string, boolean>();

  has(found: RowFinding): boolean {
    if (!mayPropose.has(found.code)) return false;
    if (found.value.length > LONGEST_KEPT) return toldOf(found).proposal !== null;
    const key = `${found.code}/${found.column ?? ''}/${found.value}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const has = toldOf(found).proposal !== null;
    if (this.#known.size < MOST_KEPT) this.#known.set(key, has);
    return has;
  }
}

const mayPropose: ReadonlySet<RuleCode> = new Set(
  Object.entries(rules).flatMap(([code, rule]) => ('proposal' in rule && isRuleCode(code) ? [code] : [])),
);
