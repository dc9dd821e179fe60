import type { CheckRules } from '../rules/check-rules.ts';
import { type AboutOf, type RuleCode, sentenceOf } from '../rules/table.ts';

/** What a rule says about the doses of one person. */
export interface DoseWarning {
  code: RuleCode;
  severity: 'must-correct' | 'should-check';
  sentence: string;
  /** The doses that it is about, in order. */
  doseNumbers: number[];
}

export type Warn = <Code extends RuleCode>(
  code: Code,
  doseNumbers: readonly number[],
  about: AboutOf<Code>,
) => void;

/** Collects warnings. What stands can't be refused any more: a rule raised that far is 要修正 here; a rule that only notes says nothing. */
export function warningsInto(warnings: DoseWarning[], rules: CheckRules): Warn {
  return (code, doseNumbers, about) => {
    const level = rules.severityOf(code);
    if (level === 'off' || level === 'note') return;
    const severity = level === 'reject' ? 'must-correct' : level;
    warnings.push({
      code,
      severity,
      sentence: sentenceOf(code, about),
      doseNumbers: [...new Set(doseNumbers)],
    });
  };
}
