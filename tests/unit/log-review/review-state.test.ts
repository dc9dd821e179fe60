import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ReadEntry } from '../../../src-main/operation-log/log-reading.ts';
import { LogDraft } from '../../../src-main/operation-log/operation-log.ts';
import {
  comparedDraft,
  decidedDraft,
  findingsIn,
  markDraft,
  type Signed,
  signedDraft,
} from '../../../src-main/log-review/review/review-log.ts';
import { ReviewStateFold } from '../../../src-main/log-review/review/review-state.ts';
import type { ReviewOutcome } from '../../../src-shared/contract/log-review.ts';
import { FindingId, ReviewRuleCode } from '../../../src-shared/contract/log-review.ts';
import { number } from './made-days.ts';

const chief = {
  userId: 'chief01',
  name: '係長　四郎',
  department: '健康推進課',
  role: 'supervisor',
} as const;
const week = '2026-11-09';

/** The draft as it comes back out of the log. */
function read(draft: LogDraft, changes: Partial<ReadEntry> = {}): ReadEntry {
  const time = '2026-11-17T01:00:00.000Z';
  return { ...LogDraft.parse(draft), sequence: 1, hash: '', time, isWhole: true, ...changes };
}

function folded(...entries: readonly ReadEntry[]) {
  const fold = new ReviewStateFold();
  for (const entry of entries) fold.add(entry);
  return fold.state;
}

function decided(findings: readonly string[], outcome: ReviewOutcome = 'no-problem', note = ''): ReadEntry {
  return read(decidedDraft(chief, { week, findings, outcome, note }, [number('1')]));
}

const signed: Signed = {
  week,
  head: { sequence: 99, hash: 'a'.repeat(64) },
  entries: 90,
  digest: 'b'.repeat(64),
  totals: { accesses: 5, people: 4, explained: 3, unexplained: 1, findings: 2 },
  rules: new Map([
    ['colleague', 1],
    ['no-action-after', 1],
  ]),
  outcomes: new Map([['no-problem', 2]]),
};

function mark(marked: boolean): ReadEntry {
  return read(markDraft(chief, number('7'), marked, '報道された人'));
}

describe('what the review has come to is told by the log', () => {
  it('keeps the last outcome of each finding, with who and when and the note', () => {
    const { decisions } = folded(
      decided(['colleague.5.0', 'own-record.6.1'], 'investigating'),
      decided(['colleague.5.0'], 'reported', '課長へ'),
    );
    expect(decisions.get('colleague.5.0')).toMatchObject({ outcome: 'reported', note: '課長へ', by: chief });
    expect(decisions.get('own-record.6.1')).toMatchObject({ outcome: 'investigating' });
  });

  it('brings a hundred names of findings through an entry as they were', () => {
    const name = fc
      .tuple(
        fc.constantFrom(...ReviewRuleCode.options),
        fc.integer({ min: 1, max: 99_999_999_999 }),
        fc.integer({ min: 0, max: 1999 }),
      )
      .map(([rule, sequence, index]) => `${rule}.${sequence}.${index}`);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 100 }), (names) => {
        for (const each of names) expect(FindingId.safeParse(each).success).toBe(true);
        expect(findingsIn(decided(names).detail)).toEqual(names);
      }),
    );
  });

  it('keeps a signature as it was given, and nothing changes a signed week', () => {
    const state = folded(
      decided(['colleague.5.0']),
      read(signedDraft(chief, signed)),
      decided(['colleague.5.0'], 'reported'),
      read(signedDraft({ ...chief, userId: 'chief02' }, { ...signed, entries: 1 })),
      read(comparedDraft(chief, { week, here: 1, atVrs: 1, onlyAtVrs: 1, onlyHere: 0 }, 300)),
    );
    expect(state.signatures.get(week)).toMatchObject({ ...signed, by: { userId: 'chief01' } });
    expect(state.decisions.get('colleague.5.0')).toMatchObject({ outcome: 'no-problem' });
    expect(state.comparisons.size).toBe(0);
  });

  it('takes no signature of anybody but a supervisor', () => {
    expect(folded(read(signedDraft({ ...chief, role: 'administrator' }, signed))).signatures.size).toBe(0);
  });

  it('takes a mark off again', () => {
    expect(folded(mark(true)).marks.get(number('7'))).toMatchObject({ reason: '報道された人' });
    expect(folded(mark(true), mark(false)).marks.size).toBe(0);
  });

  it('believes no entry that was changed, and none of a refusal', () => {
    const entry = decided(['colleague.5.0']);
    expect(folded({ ...entry, isWhole: false }).decisions.size).toBe(0);
    expect(folded({ ...entry, result: 'review-signed' }).decisions.size).toBe(0);
  });

  it('passes over what it does not know', () => {
    const strange = read(
      decidedDraft(chief, { week, findings: ['x.1.1'], outcome: 'no-problem', note: '' }, []),
    );
    expect(folded({ ...strange, detail: { ...strange.detail, outcome: 'forgotten' } }).decisions.size).toBe(
      0,
    );
    expect(folded({ ...strange, operation: 'people.search' }).decisions.size).toBe(0);
  });
});
