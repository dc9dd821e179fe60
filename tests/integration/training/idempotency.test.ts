import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { fingerprintsOf, openingOf, recordRow, submittedBatch } from './batch-steps.ts';
import { chunkOf, type SignedIn, TestVrs } from './training-vrs.ts';

describe('A write under an Idempotency-Key', () => {
  let test: TestVrs;
  let maker: SignedIn;

  beforeEach(async () => {
    test = await TestVrs.start({ people: 100 });
    maker = await test.signIn('clerk01');
  });
  afterEach(() => test.end());

  const count = async (): Promise<number> => (await maker.call('batches.list', { query: {} })).batches.length;
  const open = (key: string, rows = 1): Promise<Batch> =>
    maker.call('batches.open', { body: openingOf('records', rows) }, { key });

  it('gives the first answer again and has one effect', async () => {
    const key = randomUUID();
    const first = await open(key);
    expect(await open(key)).toEqual(first);
    expect(await count()).toBe(1);
  });

  it('gives the first answer even when things have moved on', async () => {
    const key = randomUUID();
    const first = await open(key);
    await maker.call('batches.withdraw', { path: { batchId: first.batchId } });
    expect(await open(key)).toEqual(first);
  });

  it('has one effect for duplicates at the same moment', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => open(key)));
    expect(new Set(answers.map(({ batchId }) => batchId)).size).toBe(1);
    expect(await count()).toBe(1);
  });

  it('is not another write: other content, another path or another version is refused', async () => {
    const key = randomUUID();
    const { batchId } = await open(key);
    const body = openingOf('records', 2);
    expect(await maker.refusal('batches.open', { body }, { key })).toMatchObject({
      code: 'idempotency-key-reused',
    });
    expect(await maker.refusal('batches.withdraw', { path: { batchId } }, { key })).toMatchObject({
      code: 'idempotency-key-reused',
    });
  });

  it('is each person’s own', async () => {
    const key = randomUUID();
    const mine = await open(key);
    const other = await test.signIn('clerk02');
    const theirs = await other.call('batches.open', { body: openingOf('records', 1) }, { key });
    expect(theirs.batchId).not.toBe(mine.batchId);
  });

  it('looks again after a refusal: nothing was done, so there is nothing to give back', async () => {
    const { batchId } = await open(randomUUID());
    const key = randomUUID();
    const path = { batchId };
    expect(await maker.refusal('batches.computeDifference', { path }, { key })).toMatchObject({
      code: 'batch-incomplete',
    });
    const sent = chunkOf([recordRow(2, '0010000000')]);
    await maker.call('batches.sendChunk', { path: { batchId, chunk: 0 } }, sent);
    expect(await maker.call('batches.computeDifference', { path }, { key })).toMatchObject({
      state: 'ready',
    });
  });

  it('is good for a day, over a restart too', async () => {
    const key = randomUUID();
    const first = await open(key);
    await test.stop();
    test = await TestVrs.start({ folder: test.folder });
    maker = await test.signIn('clerk01');
    expect(await open(key)).toEqual(first);
    test.vrs.clock.advance(25 * 3_600_000);
    maker = await test.signIn('clerk01');
    // Forgotten at the next write.
    await open(randomUUID());
    expect((await open(key)).batchId).not.toBe(first.batchId);
  });

  it.each(['short', 'with blanks in it', 'ü'.repeat(10), 'x'.repeat(129)])(
    'can not be 「%s」',
    async (key) => {
      const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') };
      const body = openingOf('records', 1);
      expect(await maker.refusal('batches.open', { body }, { headers })).toMatchObject({
        code: 'request-invalid',
      });
    },
  );

  it('is done once when the connection breaks after it was done', async () => {
    const key = randomUUID();
    test.vrs.faults.add({ kind: 'drop-after' }, { calls: ['batches.open'], times: 1 });
    await expect(open(key)).rejects.toThrow(/closed|socket/i);
    const answer = await open(key);
    expect(await count()).toBe(1);
    expect(answer.state).toBe('receiving');
  });

  it('is done later when the connection breaks before', async () => {
    const key = randomUUID();
    test.vrs.faults.add({ kind: 'drop-before' }, { calls: ['batches.open'], times: 1 });
    await expect(open(key)).rejects.toThrow(/closed|socket/i);
    expect(await count()).toBe(0);
    await open(key);
    expect(await count()).toBe(1);
  });

  it('approves once when the answer to the approval was lost', async () => {
    const checker = await test.signIn('chief01');
    const batch = await submittedBatch(maker, 'records', [recordRow(2, '0010000000')]);
    const proof = await test.proofFor(checker, batch.batchId);
    const key = randomUUID();
    const approve = () =>
      checker.call(
        'batches.approve',
        { path: { batchId: batch.batchId }, body: { proof, ...fingerprintsOf(batch) } },
        { key },
      );
    test.vrs.faults.add({ kind: 'drop-after' }, { calls: ['batches.approve'], times: 1 });
    await expect(approve()).rejects.toThrow(/closed|socket/i);
    await test.vrs.applied();
    // The proof is used up, and yet the same request has its answer.
    expect(await approve()).toMatchObject({ state: 'applying', checker: { userId: 'chief01' } });
  });
});
