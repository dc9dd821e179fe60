import { type AboutOf, type RuleCode, sentenceOf, severityOf } from '../rules/table.ts';

/** What a rule says about the doses of one person. */
export interface DoseWarning {
  code: RuleCode;
  severity: 'must-correct' | 'should-check';
  sentence: string;
  /** The doses that it is about, in order. */
  doseNumbers: number[];
}

/** A warning of a rule. Rules that reject or only note have nothing to say about what stands: they are a bug here. */
export function warning<Code extends RuleCode>(
  code: Code,
  doseNumbers: readonly number[],
  about: AboutOf<Code>,
): DoseWarning {
  const severity = severityOf(code);
  if (severity !== 'must-correct' && severity !== 'should-check') {
    throw new Error(`no rule for what stands: ${code}`);
  }
  return { code, severity, sentence: sentenceOf(code, about), doseNumbers: [...new Set(doseNumbers)] };
}
