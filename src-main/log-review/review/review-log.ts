import type { ReviewOutcome, ReviewRuleCode } from '../../../src-shared/contract/log-review.ts';
import {
  ReviewOutcome as OutcomeSchema,
  ReviewRuleCode as RuleSchema,
} from '../../../src-shared/contract/log-review.ts';
import type { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import type { LogActor, LogDraft, LogHead } from '../../operation-log/operation-log.ts';

/**
 * What the review leaves behind are entries of the operation log and nothing else: outcomes, marks, comparisons and signatures are as
 * hard to change as what they are about. This file writes them as drafts; `review-state.ts` reads them back.
 */
export const reviewEntries = {
  decided: 'review.decided',
  signed: 'review.signed',
  compared: 'review.compared',
  marked: 'review.marked',
  unmarked: 'review.unmarked',
} as const;

/** All entries of the review begin so. They are read over the whole log, and are no look-ups of residents' data themselves. */
export const REVIEW_PREFIX = 'review.';

export interface Totals {
  readonly accesses: number;
  readonly people: number;
  readonly explained: number;
  readonly unexplained: number;
  readonly findings: number;
}

export interface Signed {
  readonly week: string;
  readonly head: LogHead;
  /** Entries of the week up to the head, and the SHA-256 over their hashes. */
  readonly entries: number;
  readonly digest: string;
  readonly totals: Totals;
  readonly rules: ReadonlyMap<ReviewRuleCode, number>;
  readonly outcomes: ReadonlyMap<ReviewOutcome, number>;
}

export interface Compared {
  readonly week: string;
  readonly here: number;
  readonly atVrs: number;
  readonly onlyAtVrs: number;
  readonly onlyHere: number;
}

export interface Decided {
  readonly week: string;
  readonly findings: readonly string[];
  readonly outcome: ReviewOutcome;
  readonly note: string;
}

const MOST_A_TEXT = 200;

export function decidedDraft(
  actor: LogActor,
  { week, findings, outcome, note }: Decided,
  subjects: readonly AddresseeNumber[],
): LogDraft {
  const texts = inTexts(findings);
  return draft(actor, {
    operation: reviewEntries.decided,
    action: '操作ログの点検の結果',
    note,
    subjects: subjects.slice(0, 2000),
    detail: {
      week,
      outcome,
      findings: findings.length,
      ...Object.fromEntries(texts.map((text, index) => [`finding${index}`, text])),
    },
  });
}

/** The names of findings of such an entry. */
export function findingsIn(detail: LogDraft['detail']): readonly string[] {
  const found: string[] = [];
  for (let index = 0; ; index += 1) {
    const text = detail[`finding${index}`];
    if (typeof text !== 'string') return found;
    found.push(...text.split(' '));
  }
}

export function signedDraft(actor: LogActor, signed: Signed): LogDraft {
  const { week, head, entries, digest, totals, rules, outcomes } = signed;
  return draft(actor, {
    operation: reviewEntries.signed,
    action: '操作ログの週次点検の署名',
    detail: {
      week,
      head: head.sequence,
      headHash: head.hash,
      entries,
      digest,
      ...totals,
      rules: countsText(rules),
      outcomes: countsText(outcomes),
    },
  });
}

export function comparedDraft(actor: LogActor, compared: Compared, toleranceSeconds: number): LogDraft {
  return draft(actor, {
    operation: reviewEntries.compared,
    action: 'VRSの記録との比較の結果',
    detail: { ...compared, toleranceSeconds },
  });
}

export function markDraft(
  actor: LogActor,
  addresseeNumber: AddresseeNumber,
  marked: boolean,
  note: string,
): LogDraft {
  return draft(actor, {
    operation: marked ? reviewEntries.marked : reviewEntries.unmarked,
    action: marked ? '要注意の印を付けた' : '要注意の印を外した',
    note,
    subjects: [addresseeNumber],
    detail: {},
  });
}

/** The counts of a text such as `colleague=1 same-surname=3`; what is no known name is passed over. */
export function ruleCountsIn(text: unknown): ReadonlyMap<ReviewRuleCode, number> {
  return countsIn(text, (name) => RuleSchema.safeParse(name).data);
}

export function outcomeCountsIn(text: unknown): ReadonlyMap<ReviewOutcome, number> {
  return countsIn(text, (name) => OutcomeSchema.safeParse(name).data);
}

function countsIn<Name>(
  text: unknown,
  nameIn: (word: string) => Name | undefined,
): ReadonlyMap<Name, number> {
  const counts = new Map<Name, number>();
  for (const word of typeof text === 'string' ? text.split(' ') : []) {
    const [name = '', number = ''] = word.split('=');
    const known = nameIn(name);
    if (known !== undefined && /^[1-9]\d{0,8}$/.test(number)) counts.set(known, Number(number));
  }
  return counts;
}

function countsText(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name}=${count}`).join(' ');
}

/** Texts of at most so many characters, each with as many names as it holds. */
function inTexts(names: readonly string[]): readonly string[] {
  const texts: string[] = [];
  for (const name of names) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + name.length <= MOST_A_TEXT)
      texts[texts.length - 1] = `${last} ${name}`;
    else texts.push(name);
  }
  return texts;
}

type Parts = Pick<LogDraft, 'operation' | 'action' | 'detail'> & Partial<LogDraft>;

function draft(actor: LogActor, parts: Parts): LogDraft {
  return { actor, reason: '', note: '', subjects: [], result: 'done', ...parts };
}
