import { expect, test } from 'vitest';

import { DraftId } from '../../../src-shared/contract/batches.ts';
import { IsoTimestamp } from '../../../src-shared/domain/identifiers.ts';
import { valueOf } from './checked-file.ts';
import { inMemoryCache } from './in-memory-cache.ts';
import { clerk, madeBatches } from './made-batches.ts';

/** As the first release wrote it. */
const first = {
  formatVersion: 1,
  stage: 'chosen',
  path: '/nowhere/接種記録.csv',
  fileName: '接種記録.csv',
  fileBytes: 120,
  fileSha256: 'a'.repeat(64),
  source: { kind: 'office' },
  chosenAt: '2021-09-30T03:00:00.000Z',
  kind: 'records',
  layoutId: 'records-1',
  encoding: 'cp932',
  columns: [{ header: '券番号', column: '券番号' }],
  preview: [['0000000001']],
  previewPeople: [],
  examplePeople: [],
  check: null,
  openingKey: null,
  batchId: null,
  batch: null,
  differenceSeen: null,
  erasure: null,
};
const draftId = DraftId.parse('5b6f3c1e-8a51-4a35-9a0a-0d8f1c1e6a01');
const patient = { timeout: 30_000 };

function withRecord(change: object) {
  const cache = inMemoryCache();
  cache.kept.set(draftId, {
    draftId,
    owner: clerk.userId,
    content: JSON.stringify({ ...first, ...change }),
    stagingKey: null,
    updatedAt: IsoTimestamp.parse('2021-09-30T03:00:00.000Z'),
  });
  return madeBatches({}, cache);
}

test(
  'a draft of the first release is listed, and says what to do where it is to be checked',
  patient,
  async () => {
    const made = withRecord({});
    const [entry] = valueOf(await made.batches.list(clerk));
    expect(entry?.record).toMatchObject({ fileName: '接種記録.csv', mappedBy: 'headers', takenBack: null });
    const started = valueOf(await made.batches.checking.check(clerk, draftId));
    await expect
      .poll(() => made.jobs.list(clerk.userId).find(({ jobId }) => jobId === started.jobId))
      .toMatchObject({ state: 'failed', problem: { code: 'layout-changed' } });
  },
);

test('the counts of an earlier check are read, with no proposals told of', patient, async () => {
  const example = {
    line: 2,
    column: '接種日',
    code: 'date-invalid',
    severity: 'reject',
    value: 'x',
    sentence: 'y',
  };
  const rule = { code: 'date-invalid', severity: 'reject', title: '暦にない日付', count: 1, example };
  const counts = { rows: 1, good: 0, rejected: 1, mustCorrect: 0, shouldCheck: 0, repeated: 0 };
  const made = withRecord({ stage: 'checked', check: { ...counts, rules: [rule], rulesVersion: 'rules-1' } });
  const { record } = valueOf(await made.batches.read(clerk, draftId));
  expect(record.check?.rules).toMatchObject([{ proposals: 0, example: { example: '', proposal: null } }]);
});

test('a batch as an earlier VRS told of it is asked for again, and not lost', patient, async () => {
  const batchId = '3d1f4f40-3c0f-4b53-8a4a-7f9d3e0c2b11';
  const made = withRecord({ stage: 'submitted', batchId, batch: { batchId, state: 'submitted' } });
  const { record } = valueOf(await made.batches.read(clerk, draftId));
  expect(record).toMatchObject({ stage: 'submitted', batchId, batch: null });
});
