import { shorten } from '../text/characters.ts';
import type { Severity } from './severity.ts';
import { type AboutOf, type RuleCode, sentenceOf, severityOf } from './table.ts';

/** What a rule found in a row, but for the row's line: that is the caller's to add. */
export interface RowFinding {
  /** The layout's name for the column; null where it is about the whole row. */
  readonly column: string | null;
  readonly code: RuleCode;
  readonly severity: Severity;
  readonly value: string;
  readonly sentence: string;
}

/** SECURITY: P4 — stands for 個人番号 in every finding, whatever was wrong with it. */
export const HIDDEN_NUMBER = '［個人番号］';

export function finding<Code extends RuleCode>(
  code: Code,
  column: string | null,
  value: string,
  about: AboutOf<Code>,
): RowFinding {
  return {
    column,
    code,
    severity: severityOf(code),
    value: shorten(value, 100),
    sentence: sentenceOf(code, about),
  };
}
