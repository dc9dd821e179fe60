import type { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import type { Access, Explanation } from './access.ts';

/** What an explanation is looked for in: one user's day, everything that the log has of it. */
export interface DayOfWork {
  readonly userId: string;
  /** Day in Japan. */
  readonly day: string;
  /** Entries by which data was handed out. */
  readonly accesses: readonly Access[];
  /** Everything that was done, by the draft or the batch that it names. */
  readonly acts: readonly Act[];
}

/** An entry that tells of work on a case, with or without data. */
export interface Act {
  readonly operation: string;
  readonly draft: string;
  readonly batch: string;
}

/**
 * A kind of case that explains why somebody was looked up. Each kind of work of the product is one of these and nothing else has to
 * change for it: 個別登録, worklists and transfers join here.
 */
export interface ExplanationSource {
  readonly code: string;
  /** What the reviewer reads: the case of that day. */
  readonly words: string;
  /** The people with whom the user had such a case that day. */
  readonly peopleOf: (work: DayOfWork) => Iterable<AddresseeNumber>;
}

/** Who did one of these on a batch that day had its rows to work on. To open a batch and look at it explains nothing. */
const batchWork: ReadonlySet<string> = new Set([
  'batches.send',
  'batches.submit',
  'batches.editCells',
  'batches.fixRows',
  'batches.reverse',
  'approvals.approve',
  'approvals.return',
]);

/** The person stands in rows, shown that day, of a batch that the user sent, edited, approved or returned that day. */
export const shownBatchRows: ExplanationSource = {
  code: 'batch',
  words: '一括登録（この日に送信・修正・承認などをした申請の行）',
  *peopleOf({ accesses, acts }) {
    const worked = new Set(
      acts.filter(({ operation }) => batchWork.has(operation)).flatMap((act) => casesOf(act)),
    );
    if (worked.size === 0) return;
    for (const access of accesses) {
      if (!casesOf(access).some((each) => worked.has(each))) continue;
      for (const person of access.people) if (person !== null) yield person;
    }
  },
};

/**
 * The person stands in a difference that VRS gave this user that day, of whichever batch, where the user did work on one. VRS's own record
 * knows the rows that nobody had on the screen; it is known once the week was compared with it.
 */
export function batchRowsAtVrs(people: ReadonlyMap<string, ReadonlySet<AddresseeNumber>>): ExplanationSource {
  return {
    code: 'batch-at-vrs',
    words: '一括登録（VRSの記録で、この日に扱った申請の行）',
    peopleOf({ userId, day, acts }) {
      const didWork = acts.some(({ operation }) => batchWork.has(operation));
      return didWork ? (people.get(userDayKey(userId, day)) ?? []) : [];
    },
  };
}

export function userDayKey(userId: string, day: string): string {
  return `${day} ${userId}`;
}

function casesOf({ draft, batch }: Pick<Act, 'draft' | 'batch'>): readonly string[] {
  return [draft, batch].filter((each) => each !== '');
}

/** Of everyone with whom the user had a case that day, the first source that says so. */
export function explain(
  sources: readonly ExplanationSource[],
  work: DayOfWork,
): ReadonlyMap<AddresseeNumber, Explanation> {
  const explained = new Map<AddresseeNumber, Explanation>();
  for (const { code, words, peopleOf } of sources) {
    const explanation: Explanation = { source: code, words };
    for (const person of peopleOf(work)) {
      if (!explained.has(person)) explained.set(person, explanation);
    }
  }
  return explained;
}
