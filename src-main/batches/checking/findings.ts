import type { Finding, RuleCount } from '../../../src-shared/contract/batches.ts';
import type { RowFinding } from '../../../src-shared/domain/rules/finding.ts';
import { severityOf, type RuleCode, rules } from '../../../src-shared/domain/rules/table.ts';
import { Severity } from '../../../src-shared/domain/rules/severity.ts';
import { type CrossFinding, withSentence } from '../../../src-shared/domain/rows/row-finding.ts';
import type { StagingWriter } from '../../cache/staging-store.ts';
import { maskIndividualNumbers, presentable, withinUnits } from '../reading/presentable.ts';
import type { RowStates } from './row-states.ts';

/** Of one rule, so many findings can be looked at one by one; the rest is counted. A slip in an export is in every row. */
export const KEPT_FINDINGS = 10_000;
const MAX_VALUE = 200;
const MAX_SENTENCE = 400;

interface Counted {
  count: number;
  readonly example: Finding;
  readonly subject: string;
}

/** Takes what the rules find: counts all of it, keeps what can be looked at, and knows what it makes of each row. */
export class Findings {
  readonly #writer: StagingWriter;
  readonly #states: RowStates;
  readonly #counted = new Map<RuleCode, Counted>();

  constructor(writer: StagingWriter, states: RowStates) {
    this.#writer = writer;
    this.#states = states;
  }

  add(line: number, found: RowFinding, subject: string): void {
    this.#states.found(line, found.severity);
    const counted = this.#counted.get(found.code);
    if (counted) counted.count += 1;
    if (counted && counted.count > KEPT_FINDINGS) return;
    const finding = shown(line, found);
    this.#writer.addFinding({ ...finding, subject });
    if (!counted) this.#counted.set(found.code, { count: 1, example: finding, subject });
  }

  addCross(found: CrossFinding, subject: string): void {
    if (found.code === 'row-duplicate') this.#states.repeats(found.line);
    const counted = this.#counted.get(found.code);
    // The sentence of what is only counted is never made.
    if (!counted || counted.count < KEPT_FINDINGS) {
      this.add(found.line, withSentence(found), subject);
      return;
    }
    counted.count += 1;
    this.#states.found(found.line, severityOf(found.code));
  }

  /** The worst rules first, then the most frequent. */
  counts(): readonly RuleCount[] {
    return [...this.#counted]
      .map(([code, { count, example }]) => ({
        code,
        severity: example.severity,
        title: rules[code].title,
        count,
        example,
      }))
      .toSorted((a, b) => rank(a.severity) - rank(b.severity) || b.count - a.count);
  }

  /** Whose rows the examples are. */
  exampleSubjects(): readonly string[] {
    return [...this.#counted.values()].map(({ subject }) => subject).filter((subject) => subject !== '');
  }
}

const rank = (severity: Severity): number => Severity.options.indexOf(severity);

/** SECURITY: P4 — a 個人番号 that stands in a wrong column must not come out in a value or a sentence. */
function shown(line: number, { column, code, severity, value, sentence }: RowFinding): Finding {
  return {
    line,
    column,
    code,
    severity,
    value: presentable(value, column, MAX_VALUE),
    sentence: withinUnits(column === '宛名番号' ? sentence : maskIndividualNumbers(sentence), MAX_SENTENCE),
  };
}
