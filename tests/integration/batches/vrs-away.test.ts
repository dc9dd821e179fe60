import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import type { Draft, DraftId } from '../../../src-shared/contract/batches.ts';
import type { VrsCallName } from '../../../src-shared/vrs-api/calls.ts';
import { ticketOf } from '../training/batch-steps.ts';
import { Desk, recordLine, recordsHeader } from './a-desk.ts';

const ROWS = 16_000;

/** Rows of tickets that nobody issued: VRS calls them conflicting. `salt` makes it another file. */
function manyRows(salt: string): string {
  const lines = Array.from({ length: ROWS }, (_, index) =>
    recordLine({ ticketNumber: String(9_000_000_000 + index), venue: salt }),
  );
  return `${recordsHeader}\n${lines.join('\n')}\n`;
}

describe('VRS goes away in the middle', () => {
  let desk: Desk;
  let salt = 0;

  beforeAll(async () => {
    desk = await Desk.open({ people: 20 });
  });
  afterEach(() => desk.vrs.faults.clear());
  afterAll(() => desk.end());

  async function checked(): Promise<DraftId> {
    salt += 1;
    const { draftId } = await desk.choose(manyRows(`会場${salt}`));
    expect(await desk.check(draftId)).toMatchObject({ state: 'done' });
    return draftId;
  }

  /** That this file has one batch at VRS, with all its rows. */
  async function expectOneBatch(draft: Draft): Promise<void> {
    const own = (await desk.batches()).filter(({ fileSha256 }) => fileSha256 === draft.fileSha256);
    expect(own.map(({ batchId, state, rowCount }) => ({ batchId, state, rowCount }))).toEqual([
      { batchId: draft.batch?.batchId, state: draft.batch?.state, rowCount: ROWS },
    ]);
  }

  async function stageOf(draftId: DraftId): Promise<string | undefined> {
    const { drafts } = await desk.list();
    return drafts.find((draft) => draft.draftId === draftId)?.stage;
  }

  const ways: readonly (readonly [what: string, call: VrsCallName])[] = [
    ['the opening', 'batches.open'],
    ['a chunk', 'batches.sendChunk'],
    ['the difference', 'batches.computeDifference'],
  ];

  test.each(ways)('one answer to %s is lost: nobody notices', async (_, call) => {
    const draftId = await checked();
    desk.vrs.faults.add({ kind: 'drop-after' }, { calls: [call], times: 1 });
    expect(await desk.send(draftId)).toMatchObject({ state: 'done', problem: null });
    const draft = await desk.read(draftId);
    expect(draft.stage).toBe('ready');
    await expectOneBatch(draft);
  });

  test.each(ways.slice(0, 2))(
    'all answers to %s are lost: sending again goes on with the same batch',
    async (_, call) => {
      const draftId = await checked();
      desk.vrs.faults.add({ kind: 'drop-after' }, { calls: [call] });
      expect(await desk.send(draftId)).toMatchObject({
        state: 'failed',
        problem: { code: 'vrs-unreachable' },
      });
      desk.vrs.faults.clear();
      expect(await stageOf(draftId)).toBe('sending');
      expect(await desk.send(draftId)).toMatchObject({ state: 'done', problem: null });
      const draft = await desk.read(draftId);
      expect(draft.stage).toBe('ready');
      await expectOneBatch(draft);
    },
  );

  test('all answers to the difference are lost: it is found, and read to its end before anybody can apply for it', async () => {
    const draftId = await checked();
    desk.vrs.faults.add({ kind: 'drop-after' }, { calls: ['batches.computeDifference'] });
    expect(await desk.send(draftId)).toMatchObject({ state: 'failed', problem: { code: 'vrs-unreachable' } });
    desk.vrs.faults.clear();
    expect(await stageOf(draftId)).toBe('sending');
    expect(await desk.send(draftId)).toMatchObject({ state: 'done', problem: null });
    expect(await stageOf(draftId)).toBe('ready');
    await expectOneBatch(await desk.read(draftId));
  });

  test('chunks that have arrived are not sent again', async () => {
    const draftId = await checked();
    desk.vrs.faults.add({ kind: 'latency', milliseconds: 1 }, { calls: ['batches.sendChunk'], times: 2 });
    desk.vrs.faults.add({ kind: 'drop-before' }, { calls: ['batches.computeDifference'] });
    expect(await desk.send(draftId)).toMatchObject({ state: 'failed' });
    desk.vrs.faults.clear();
    // A chunk that is sent now would break the sending.
    desk.vrs.faults.add({ kind: 'wrong-shape' }, { calls: ['batches.sendChunk'] });
    expect(await desk.send(draftId)).toMatchObject({ state: 'done' });
  });

  test('a busy VRS is waited for, as long as it says', async () => {
    const draftId = await checked();
    desk.vrs.faults.add(
      { kind: 'busy', status: 503, retryAfterSeconds: 1 },
      { calls: ['batches.sendChunk'], times: 1 },
    );
    expect(await desk.send(draftId)).toMatchObject({ state: 'done', problem: null });
  });

  test('what the person stops stays stopped, and goes on with the same batch when they want', async () => {
    const draftId = await checked();
    desk.vrs.faults.add({ kind: 'latency', milliseconds: 3_000 }, { calls: ['batches.sendChunk'] });
    const job = await desk.station.get('batches.send', { draftId });
    await desk.reaches(draftId, 'sending');
    // The opening is noted before VRS has answered it.
    await expect.poll(async () => (await desk.read(draftId)).batch?.state).toBe('receiving');
    const before = performance.now();
    await desk.station.get('jobs.cancel', { jobId: job.jobId });
    expect(await desk.ended(job)).toMatchObject({ state: 'cancelled', problem: null });
    expect(performance.now() - before).toBeLessThan(1_000);
    desk.vrs.faults.clear();
    expect((await desk.read(draftId)).batch?.state).toBe('receiving');
    await desk.signIn();
    expect(await stageOf(draftId)).toBe('checked');
    expect(await desk.send(draftId)).toMatchObject({ state: 'done' });
    await expectOneBatch(await desk.read(draftId));
  });

  test('a sign-out in the middle is gone on from at the next sign-in, by itself', async () => {
    const draftId = await checked();
    desk.vrs.faults.add({ kind: 'latency', milliseconds: 1_000 }, { calls: ['batches.sendChunk'] });
    await desk.station.get('batches.send', { draftId });
    await desk.reaches(draftId, 'sending');
    await desk.station.get('session.signOut', {});
    desk.vrs.faults.clear();
    await desk.signIn();
    await desk.reaches(draftId, 'ready');
    const draft = await desk.read(draftId);
    expect(draft.check?.rows).toBe(ROWS);
    await expectOneBatch(draft);
  });

  test('an application whose answer is lost is found in the list', async () => {
    const draftId = await checked();
    await desk.send(draftId);
    const page = await desk.station.get('batches.difference', { draftId, outcome: null, cursor: null });
    desk.vrs.faults.add({ kind: 'drop-after' }, { calls: ['batches.submit'] });
    const reason = '予診票で確かめた';
    const submission = { draftId, comment: '', leaveOutRejected: false, mustCorrectReason: reason };
    const { differenceFingerprint } = page;
    const submitted = await desk.station.call('batches.submit', { ...submission, differenceFingerprint });
    expect(submitted).toMatchObject({ ok: false, problem: { code: 'vrs-unreachable' } });
    desk.vrs.faults.clear();
    await desk.reaches(draftId, 'submitted');
    expect(await desk.station.call('batches.submit', { ...submission, differenceFingerprint })).toMatchObject(
      {
        ok: false,
        problem: { code: 'draft-state' },
      },
    );
  });

  test('with no VRS at all the list shows what was known last', async () => {
    const draftId = await checked();
    await desk.send(draftId);
    desk.vrs.faults.add({ kind: 'drop-before' });
    const { drafts } = await desk.list();
    expect(drafts.find((draft) => draft.draftId === draftId)).toMatchObject({ stage: 'ready' });
    expect(await desk.read(draftId)).toMatchObject({ stage: 'ready' });
    expect(await desk.station.call('batches.withdraw', { draftId })).toMatchObject({
      ok: false,
      problem: { code: 'vrs-unreachable' },
    });
    expect(await desk.read(draftId)).toMatchObject({ stage: 'ready' });
  });

  test('rows that are not the same at VRS as here stop everything, and the batch is taken back', async () => {
    const draftId = await checked();
    desk.vrs.faults.add({ kind: 'drop-before' }, { calls: ['batches.computeDifference'] });
    expect(await desk.send(draftId)).toMatchObject({ state: 'failed' });
    desk.vrs.faults.clear();
    const { batch } = await desk.read(draftId);
    const { database } = desk.vrs.storage;
    database
      .prepare(
        `UPDATE chunk SET lines = (SELECT lines FROM chunk WHERE chunk = 1 ORDER BY batch_number LIMIT 1)
         WHERE chunk = 1 AND batch_number = (SELECT max(batch_number) FROM chunk)`,
      )
      .run();
    expect(await desk.send(draftId)).toMatchObject({
      state: 'failed',
      problem: { code: 'fingerprint-mismatch' },
    });
    expect(await desk.read(draftId)).toMatchObject({ stage: 'checked', batch: null });
    const own = (await desk.batches()).find(({ batchId }) => batchId === batch?.batchId);
    expect(own?.state).toBe('withdrawn');
    expect(await desk.send(draftId)).toMatchObject({ state: 'done' });
  });

  test('a difference that changed after it was seen is made and shown anew before it can be applied for, however often that is cut off', async () => {
    const ticketNumber = ticketOf(
      desk.people.find(({ doses, tickets }) => doses.length + tickets.length === 1),
    );
    const { draftId, differenceFingerprint: seen } = await desk.ready(
      `${recordsHeader}\n${recordLine({ ticketNumber })}\n`,
    );
    desk.vrs.storage.database
      .prepare('UPDATE batch SET difference_fingerprint = ? WHERE number = (SELECT max(number) FROM batch)')
      .run('f'.repeat(64));
    const submission = { draftId, comment: '', leaveOutRejected: false, mustCorrectReason: '' };
    desk.vrs.faults.add({ kind: 'drop-before' }, { calls: ['batches.computeDifference'] });
    const early = await desk.station.call('batches.submit', { ...submission, differenceFingerprint: seen });
    expect(early).toMatchObject({ problem: { code: 'difference-changed' } });
    const { jobs } = await desk.station.get('jobs.list', {});
    const running = jobs.find(({ subject, state }) => subject === draftId && state === 'running');
    if (!running) throw new Error('nothing runs');
    expect(await desk.ended(running)).toMatchObject({ kind: 'send-batch', state: 'failed' });
    expect(await desk.read(draftId)).toMatchObject({ stage: 'sending' });
    desk.vrs.faults.clear();
    expect(await desk.send(draftId)).toMatchObject({ state: 'done' });
    const page = await desk.station.get('batches.difference', { draftId, outcome: null, cursor: null });
    expect(page.rows).toMatchObject([{ line: 2, outcome: 'new' }]);
    const { differenceFingerprint } = page;
    const late = await desk.station.get('batches.submit', { ...submission, differenceFingerprint });
    expect(late).toMatchObject({ stage: 'submitted' });
  });
});
