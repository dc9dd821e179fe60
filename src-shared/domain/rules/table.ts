import { shorten } from '../text/characters.ts';
import { doseRules } from './dose-rules.ts';
import { fileRules } from './file-rules.ts';
import type { Rule } from './rule.ts';
import type { Severity } from './severity.ts';
import { standingRules } from './standing-rules.ts';
import { valueRules } from './value-rules.ts';

/**
 * Every check of the product. A change of what any of them finds, or of the layouts, makes a new version: it is part of a batch's
 * fingerprint, so that what was approved was checked by the rules that the approver knew.
 */
export const rules = { ...fileRules, ...valueRules, ...doseRules, ...standingRules } as const;
export const rulesVersion = 'rules-2';

export type RuleCode = keyof typeof rules;

export function isRuleCode(code: string): code is RuleCode {
  return Object.hasOwn(rules, code);
}

export const ruleCodes: readonly RuleCode[] = Object.keys(rules).filter(isRuleCode);

/** What the sentence of a rule needs to be told. */
export type AboutOf<Code extends RuleCode> =
  Parameters<(typeof rules)[Code]['sentence']> extends [infer About extends object]
    ? About
    : Record<string, never>;

/** What a person reads of a finding. */
export interface Told {
  readonly sentence: string;
  /** A right value; '' where none makes sense. */
  readonly example: string;
  /** The value that would be right; null where that can't be said for certain. */
  readonly proposal: string | null;
}

/** A rule with its values put into words. The types of `finding` have seen to it that the values are the code's. */
export function told(code: RuleCode, about: object): Told {
  const rule: Rule<never> = rules[code];
  return {
    sentence: shorten(inWords(rule.sentence, about), 300),
    example: shorten(inWords(rule.example, about), 100),
    proposal: proposalOf(code, about),
  };
}

/** The value that would be right; null where that can't be said for certain. */
export function proposalOf(code: RuleCode, about: object): string | null {
  const rule: Rule<never> = rules[code];
  const proposal = inWords(rule.proposal, about);
  return proposal === '' || proposal.length > 200 ? null : proposal;
}

function inWords(say: ((about: never) => string) | undefined, about: object): string {
  if (!say) return '';
  const words: string = Reflect.apply(say, undefined, [about]);
  return words;
}

/** The sentence of a rule with its values. The types know which values it takes. */
export function sentenceOf<Code extends RuleCode>(code: Code, about: AboutOf<Code>): string {
  return told(code, about).sentence;
}

export function severityOf(code: RuleCode): Severity {
  return rules[code].severity;
}
