import type { RuleCode } from '../../../src-shared/domain/rules/table.ts';

/** Two cells of givens, as the file has them. */
export type Given = readonly [string, string];

/** A numbered case: what is given, which codes must be found, and why. */
export interface RuleCase {
  readonly number: string;
  readonly given: Given;
  readonly expected: string;
  readonly explanation: string;
}

/** What the rules found in a case. */
export interface CaseResult {
  /** As the expected cell is written: codes, each with its line where there are several, and with what is proposed. */
  readonly found: string;
  readonly sentences: readonly { readonly code: RuleCode; readonly sentence: string }[];
}
