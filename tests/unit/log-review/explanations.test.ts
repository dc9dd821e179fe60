import { describe, expect, it } from 'vitest';

import {
  type Act,
  batchRowsAtVrs,
  type DayOfWork,
  explain,
  type ExplanationSource,
  shownBatchRows,
  userDayKey,
} from '../../../src-main/log-review/review/explanations.ts';
import { access, number } from './made-days.ts';

const act = (operation: string, changes: Partial<Act> = {}): Act => ({
  operation,
  draft: 'draft-1',
  batch: '',
  ...changes,
});

const shown = access(['1', '2'], { operation: 'batches.difference', draft: 'draft-1' });

function work(acts: readonly Act[], accesses = [shown]): DayOfWork {
  return { userId: 'clerk01', day: '2026-11-10', accesses, acts };
}

function explainedBy(sources: readonly ExplanationSource[], day: DayOfWork): Record<string, string> {
  return Object.fromEntries([...explain(sources, day)].map(([person, { source }]) => [person, source]));
}

describe('what explains a look-up', () => {
  it.each([
    'batches.send',
    'batches.submit',
    'batches.editCells',
    'batches.reverse',
    'approvals.approve',
    'approvals.return',
  ])('is a row of a batch that was shown, of which the user did %s that day', (operation) => {
    expect(explainedBy([shownBatchRows], work([act(operation)]))).toEqual({ '1': 'batch', '2': 'batch' });
  });

  it.each(['batches.read', 'batches.rows', 'batches.chooseFile', 'approvals.open', 'batches.withdraw'])(
    'is no batch of which the user did %s and nothing else',
    (operation) => {
      expect(explainedBy([shownBatchRows], work([act(operation)]))).toEqual({});
    },
  );

  it('is no row of another batch than the one that was worked on', () => {
    const other = work([act('batches.send', { draft: 'draft-2' }), act('batches.rows')]);
    expect(explainedBy([shownBatchRows], other)).toEqual({});
  });

  it('goes by the batch where the entry of an approval names that', () => {
    const seen = access(['3'], { operation: 'approvals.difference', batch: 'batch-9' });
    const approved = work([act('approvals.approve', { draft: '', batch: 'batch-9' })], [seen]);
    expect(explainedBy([shownBatchRows], approved)).toEqual({ '3': 'batch' });
  });

  it('is a row that VRS handed to this user that day, where the user did work on a batch', () => {
    const people = new Map([[userDayKey('clerk01', '2026-11-10'), new Set([number('8')])]]);
    const source = batchRowsAtVrs(people);
    expect(explainedBy([source], work([act('batches.send')]))).toEqual({ '8': 'batch-at-vrs' });
    expect(explainedBy([source], work([act('batches.read')]))).toEqual({});
    expect(explainedBy([source], { ...work([act('batches.send')]), day: '2026-11-11' })).toEqual({});
  });

  it('is what the first source says that knows the person', () => {
    const registered: ExplanationSource = {
      code: 'registration',
      words: '個別登録',
      peopleOf: () => [number('1')],
    };
    expect(explainedBy([registered, shownBatchRows], work([act('batches.send')]))).toEqual({
      '1': 'registration',
      '2': 'batch',
    });
  });
});
