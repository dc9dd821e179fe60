import { type CheckSummary, Finding, type RuleCount } from '../../../src-shared/contract/batches.ts';
import { Severity } from '../../../src-shared/domain/rules/severity.ts';
import { isRuleCode, type RuleCode, rules } from '../../../src-shared/domain/rules/table.ts';
import { rowStates } from '../../cache/staging/row-states.ts';
import type { RuleTally } from '../../cache/staging/staged-rules.ts';
import type { DraftRows } from './draft-rows.ts';

/** The summary of a check as the staging file has it now, edits counted in. */
export interface CheckAsItStands {
  readonly summary: Omit<CheckSummary, 'rulesVersion'>;
  /** Whose rows the examples are. */
  readonly exampleSubjects: readonly string[];
}

export function checkAsItStands(rows: DraftRows): CheckAsItStands {
  const { store } = rows;
  const states = store.stateCounts();
  const counted = [...store.ruleCounts()].filter(([, { count }]) => count > 0);
  const rulesFound = counted.flatMap(([code, tally]) => ruleCountOf(rows, code, tally) ?? []);
  return {
    summary: {
      rows: store.rowCount,
      good: states.get(rowStates.good) ?? 0,
      rejected: states.get(rowStates.reject) ?? 0,
      mustCorrect: states.get(rowStates['must-correct']) ?? 0,
      shouldCheck: states.get(rowStates['should-check']) ?? 0,
      repeated: states.get(rowStates.repeated) ?? 0,
      rules: rulesFound
        .map(({ rule }) => rule)
        .toSorted((a, b) => rank(a.severity) - rank(b.severity) || b.count - a.count),
    },
    exampleSubjects: rulesFound.map(({ subject }) => subject).filter((subject) => subject !== ''),
  };
}

/** The first finding that is kept is the example; where all of those were put right, the first row of the rest, by the rule's title. */
function ruleCountOf(
  rows: DraftRows,
  code: string,
  { count, proposals }: RuleTally,
): { readonly rule: RuleCount; readonly subject: string } | undefined {
  if (!isRuleCode(code)) return undefined;
  const { store } = rows;
  const [kept] = store.findings(code, 0, 1).findings;
  const example = kept
    ? Finding.strip().parse(kept)
    : titleFinding(rows, code, store.rowsWith(code).nth(0) ?? 0);
  const { severity } = example;
  const rule = { code, severity, title: rules[code].title, count, proposals, example };
  return { rule, subject: kept?.subject ?? '' };
}

/** A finding of which no sentence was kept, by the rule's title. */
export function titleFinding(rows: DraftRows, code: RuleCode, row: number): Finding {
  const line = rows.store.lineOf(row);
  const sentence = `${rules[code].title}。`;
  const severity = rows.severityOf(code);
  return { line, column: null, code, severity, value: '', sentence, example: '', proposal: null };
}

const rank = (severity: Severity): number => Severity.options.indexOf(severity);
