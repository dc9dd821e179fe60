import { type AboutOf, sentenceOf, severityOf } from '../rules/table.ts';
import type { RowFinding } from '../rules/finding.ts';

/** The rules that need more than one row, or what stands. */
export type CrossRuleCode =
  | 'row-duplicate'
  | 'row-key-conflict'
  | 'ticket-repeated-in-sequence'
  | 'ticket-not-issued'
  | 'ticket-stopped'
  | 'ticket-person-mismatch'
  | 'record-unchanged'
  | 'record-confirmed'
  | 'dose-number-taken'
  | 'dose-order-reversed'
  | 'dose-same-day'
  | 'dose-missing-before'
  | 'date-after-death'
  | 'date-after-move-out';

/**
 * What a rule found by looking at rows together. The sentence is made only when somebody reads it: of a million findings a caller keeps
 * a thousand of each rule and counts the rest.
 */
export type CrossFinding = {
  readonly [Code in CrossRuleCode]: {
    readonly line: number;
    readonly code: Code;
    readonly about: AboutOf<Code>;
  };
}[CrossRuleCode];

export function crossFinding<Code extends CrossRuleCode>(
  line: number,
  code: Code,
  about: AboutOf<Code>,
): CrossFinding {
  // The code and what its sentence needs belong together, which the parameters have made sure of.
  return { line, code, about } as CrossFinding;
}

/** The finding with its sentence, as a row check gives it. */
export function withSentence({ line, code, about }: CrossFinding): RowFinding & { readonly line: number } {
  return {
    line,
    column: null,
    code,
    severity: severityOf(code),
    value: '',
    sentence: sentenceOf(code, about),
  };
}
