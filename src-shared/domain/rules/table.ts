import { shorten } from '../text/characters.ts';
import { doseRules } from './dose-rules.ts';
import { fileRules } from './file-rules.ts';
import type { Severity } from './severity.ts';
import { standingRules } from './standing-rules.ts';
import { valueRules } from './value-rules.ts';

/**
 * Every check of the product. A change of what any of them finds, or of the layouts, makes a new version: it is part of a batch's
 * fingerprint, so that what was approved was checked by the rules that the approver knew.
 */
export const rules = { ...fileRules, ...valueRules, ...doseRules, ...standingRules } as const;
export const rulesVersion = 'rules-1';

export type RuleCode = keyof typeof rules;

export function isRuleCode(code: string): code is RuleCode {
  return Object.hasOwn(rules, code);
}

export const ruleCodes: readonly RuleCode[] = Object.keys(rules).filter(isRuleCode);

/** What the sentence of a rule needs to be told. */
export type AboutOf<Code extends RuleCode> =
  Parameters<(typeof rules)[Code]['sentence']> extends [infer About] ? About : Record<string, never>;

/** The sentence of a rule with its values. The types know which values it takes. */
export function sentenceOf<Code extends RuleCode>(code: Code, about: AboutOf<Code>): string {
  // Every sentence takes the values of its own code, which AboutOf has made sure of.
  const sentence: string = Reflect.apply(rules[code].sentence, undefined, [about]);
  return shorten(sentence, 300);
}

export function severityOf(code: RuleCode): Severity {
  return rules[code].severity;
}
