import { shorten } from '../text/characters.ts';
import type { CheckRules } from './check-rules.ts';
import type { Severity } from './severity.ts';
import { type AboutOf, type RuleCode, severityOf, type Told, told } from './table.ts';

/**
 * What a rule found in a row, but for the row's line: that is the caller's to add. It holds values only; `toldOf` puts them into words
 * for those that somebody will read.
 */
export interface RowFinding {
  /** The layout's name for the column; null where it is about the whole row. */
  readonly column: string | null;
  readonly code: RuleCode;
  readonly severity: Severity;
  /** As the cell has it, cut where it is very long. */
  readonly value: string;
  /** What the rule's sentence needs, as `finding` took it. */
  readonly about: object;
}

/** SECURITY: P4 — stands for 個人番号 in every finding, whatever was wrong with it. */
export const HIDDEN_NUMBER = '［個人番号］';

/** Characters. */
const MOST_SHOWN = 100;

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
    value: shorten(value, MOST_SHOWN),
    about,
  };
}

export const toldOf = ({ code, about }: Pick<RowFinding, 'code' | 'about'>): Told => told(code, about);

/** The findings as the profile wants them: other severities, and some not at all. */
export function underRules<Found extends Pick<RowFinding, 'code' | 'severity'>>(
  found: readonly Found[],
  rules: CheckRules,
): readonly Found[] {
  if (rules.severities.size === 0 || found.length === 0) return found;
  return found.flatMap((each) => {
    const severity = rules.severityOf(each.code);
    return severity === 'off' ? [] : severity === each.severity ? each : { ...each, severity };
  });
}
