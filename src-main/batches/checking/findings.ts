import type { Finding, RuleCount } from '../../../src-shared/contract/batches.ts';
import { type RowFinding, toldOf } from '../../../src-shared/domain/rules/finding.ts';
import { isRuleCode, type RuleCode, rules } from '../../../src-shared/domain/rules/table.ts';
import { Severity } from '../../../src-shared/domain/rules/severity.ts';
import {
  asRowFinding,
  type CrossFinding,
  type RowTexts,
} from '../../../src-shared/domain/rows/row-finding.ts';
import { RowSet } from '../../cache/staging/row-set.ts';
import type { RuleTally } from '../../cache/staging/staged-rules.ts';
import { NO_ROW } from '../../cache/staging/staged-findings.ts';
import type { StagingWriter } from '../../cache/staging/staging-writer.ts';
import { maskIndividualNumbers, presentable, withinUnits } from '../reading/presentable.ts';
import { Proposals } from './proposals.ts';
import type { RowStates } from './row-states.ts';

/** Of one rule, so many findings can be looked at one by one; the rest is counted. A slip in an export is in every row. */
export const KEPT_FINDINGS = 10_000;
const MAX_VALUE = 200;
const MAX_SENTENCE = 400;

interface Counted {
  count: number;
  /** For how many there is a proposal. Of those across rows that are not kept nobody can say it any more. */
  proposals: number;
  /** Complete, however many there are. */
  readonly rows: RowSet;
  readonly example: Finding;
  readonly subject: string;
}

/** Takes what the rules find: counts all of it, keeps what can be looked at, and knows every row of every rule. */
export class Findings {
  readonly #writer: Pick<StagingWriter, 'addFinding'>;
  readonly #states: RowStates;
  readonly #counted = new Map<RuleCode, Counted>();
  readonly #proposals = new Proposals();

  constructor(writer: Pick<StagingWriter, 'addFinding'>, states: RowStates) {
    this.#writer = writer;
    this.#states = states;
  }

  /** `row`: `NO_ROW` for the header line. */
  add(row: number, line: number, found: RowFinding, subject: string): void {
    if (this.#count(found.code, row, found.severity)) this.#keep(row, shownFinding(line, found), subject);
    else if (this.#proposals.has(found)) this.#countProposal(found.code);
  }

  addCross(row: number, found: CrossFinding, subject: string, texts: RowTexts): void {
    if (found.code === 'row-duplicate') this.#states.repeats(row);
    // The sentence of what is only counted is never made.
    if (this.#count(found.code, row, found.severity))
      this.#keep(row, shownFinding(found.line, asRowFinding(found, texts)), subject);
  }

  /** False where the rule has enough findings to look at. */
  #count(code: RuleCode, row: number, severity: Severity): boolean {
    this.#states.found(row, severity);
    const counted = this.#counted.get(code);
    if (!counted) return true;
    counted.count += 1;
    if (row !== NO_ROW) counted.rows.add(row);
    return counted.count <= KEPT_FINDINGS;
  }

  #countProposal(code: RuleCode): void {
    const counted = this.#counted.get(code);
    if (counted) counted.proposals += 1;
  }

  #keep(row: number, finding: Finding, subject: string): void {
    this.#writer.addFinding(row, { ...finding, subject });
    const { code } = finding;
    const proposals = finding.proposal === null ? 0 : 1;
    const counted = isRuleCode(code) ? this.#counted.get(code) : undefined;
    if (counted) counted.proposals += proposals;
    if (counted || !isRuleCode(code)) return;
    const rows = new RowSet();
    if (row !== NO_ROW) rows.add(row);
    this.#counted.set(code, { count: 1, proposals, rows, example: finding, subject });
  }

  /** By code: the rows, how many findings there are, and for how many there is a proposal. */
  get rules(): ReadonlyMap<RuleCode, RuleTally & { readonly rows: RowSet }> {
    return this.#counted;
  }

  /** Of every rule. */
  get total(): number {
    let total = 0;
    for (const { count } of this.#counted.values()) total += count;
    return total;
  }

  /** The rules in the order in which they found something first. */
  inOrder(): readonly RuleCount[] {
    return [...this.#counted].map(([code, { count, proposals, example }]) => {
      const { severity } = example;
      return { code, severity, title: rules[code].title, count, proposals, example };
    });
  }

  /** The worst rules first, then the most frequent. */
  counts(): readonly RuleCount[] {
    return this.inOrder().toSorted((a, b) => rank(a.severity) - rank(b.severity) || b.count - a.count);
  }

  /** Whose rows the examples are. */
  exampleSubjects(): readonly string[] {
    return [...this.#counted.values()].map(({ subject }) => subject).filter((subject) => subject !== '');
  }
}

const rank = (severity: Severity): number => Severity.options.indexOf(severity);

/** SECURITY: P4 — a 個人番号 that stands in a wrong column must not come out in a value or a sentence. */
export function shownFinding(line: number, found: RowFinding): Finding {
  const { column, code, severity, value } = found;
  const { sentence, example, proposal } = toldOf(found);
  return {
    line,
    column,
    code,
    severity,
    value: presentable(value, column, MAX_VALUE),
    sentence: withinUnits(column === '宛名番号' ? sentence : maskIndividualNumbers(sentence), MAX_SENTENCE),
    example: maskIndividualNumbers(example),
    proposal,
  };
}
