import type { RowFinding } from '../rules/finding.ts';
import { type AboutOf, type RuleCode, severityOf } from '../rules/table.ts';
import type { Severity } from '../rules/severity.ts';

/** The rules that need more than one row, or what stands. */
export type CrossRuleCode = Extract<
  RuleCode,
  | 'row-duplicate'
  | 'ticket-number-format'
  | 'row-key-conflict'
  | 'ticket-repeated-in-sequence'
  | 'ticket-not-issued'
  | 'ticket-look-alike'
  | 'ticket-stopped'
  | 'person-unknown'
  | 'ticket-person-mismatch'
  | 'record-unchanged'
  | 'record-confirmed'
  | 'record-changed-since'
  | 'dose-number-taken'
  | 'dose-order-reversed'
  | 'dose-same-day'
  | 'dose-missing-before'
  | 'interval-too-short'
  | 'age-below'
  | 'age-product-mismatch'
  | 'product-not-in-use'
  | 'series-mixed-makers'
  | 'lot-carried-over'
  | 'date-before-birth'
  | 'date-after-death'
  | 'date-after-move-out'
>;

/** The column that a person would put right, by its id in the row; null where it is about the whole row. */
export type RowColumn =
  | 'ticketNumber'
  | 'addresseeNumber'
  | 'birthDate'
  | 'name'
  | 'doseNumber'
  | 'vaccinatedOn'
  | 'maker'
  | 'lotNumber'
  | 'flagOn'
  | null;

/** What only the file knows, and is looked up for the findings that are kept: the row's own cell, and the same cell of another row. */
type LookedUp = 'cell' | 'likeCell';

/** What a finding must hold itself. */
export type CrossAbout<Code extends CrossRuleCode> = Omit<AboutOf<Code>, LookedUp>;

/**
 * What a rule found by looking at rows together. It is put into words only when somebody reads it: of a million findings a caller keeps
 * some thousands of each rule and counts the rest.
 */
export interface CrossFinding {
  readonly line: number;
  readonly column: RowColumn;
  readonly code: CrossRuleCode;
  readonly severity: Severity;
  readonly about: object;
  /** The line of another row whose cell in that column this row's should be like. */
  readonly like: number | undefined;
}

export function crossFinding<Code extends CrossRuleCode>(
  line: number,
  column: RowColumn,
  code: Code,
  about: CrossAbout<Code>,
  like?: number,
): CrossFinding {
  return { line, column, code, severity: severityOf(code), about, like };
}

/** What the file has of a row: a cell as it would be stored, and what the layout calls its column. */
export interface RowTexts {
  readonly cellOf: (line: number, column: Exclude<RowColumn, null>) => string;
  readonly nameOf: (column: Exclude<RowColumn, null>, line: number) => string;
}

/** The finding as a check of the row by itself gives it: `toldOf` puts it into words. Only for the findings that are kept. */
export function asRowFinding(
  { line, column, code, severity, about, like }: CrossFinding,
  { cellOf, nameOf }: RowTexts,
): RowFinding {
  if (column === null) return { column, code, severity, value: '', about };
  const cell = cellOf(line, column);
  const likeCell = like === undefined ? '' : cellOf(like, column);
  return {
    column: nameOf(column, line),
    code,
    severity,
    value: cell,
    about: { ...about, cell, likeCell },
  };
}
