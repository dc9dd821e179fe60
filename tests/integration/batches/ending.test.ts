import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { MemorySecretStore } from '../../../src-main/keychain/memory-secret-store.ts';
import type { Draft, DraftId } from '../../../src-shared/contract/batches.ts';
import type { VrsRequest } from '../../../src-shared/vrs-api/calls.ts';
import { ticketOf } from '../training/batch-steps.ts';
import { Desk, recordLine, recordsHeader } from './a-desk.ts';

const DAY = 86_400_000;

/** A file for people without a dose, another one each time. */
function fileFor(desk: Desk, venue: string): string {
  const fresh = desk.people.filter(({ doses, tickets }) => doses.length === 0 && tickets.length === 1);
  const lines = fresh.slice(0, 5).map((person) => recordLine({ ticketNumber: ticketOf(person), venue }));
  return `${recordsHeader}\n${lines.join('\n')}\n`;
}

async function submitted(desk: Desk, venue: string): Promise<Draft> {
  const { draftId, differenceFingerprint } = await desk.ready(fileFor(desk, venue));
  return desk.station.get('batches.submit', {
    draftId,
    comment: '',
    leaveOutRejected: false,
    mustCorrectReason: '',
    differenceFingerprint,
  });
}

async function expectEnded(desk: Desk, draftId: DraftId, state: string): Promise<void> {
  const { drafts } = await desk.list();
  expect(drafts.find((draft) => draft.draftId === draftId)).toMatchObject({
    stage: 'ended',
    batch: { state },
  });
  const left = async () => (await desk.staged()).filter((name) => name.startsWith(draftId));
  await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  const erasures = await desk.erasures();
  expect(erasures.filter(({ draft }) => draft === draftId)).toMatchObject([{ erased: 1, ended: state }]);
}

describe('when a batch ends, what lies here is destroyed, and the log says so', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.open();
  });
  afterAll(() => desk.end());

  test('returned by the chief, while nobody looks', async () => {
    const { draftId, batch } = await submitted(desk, '差戻会場');
    const chief = await desk.chief();
    const path_ = { batchId: batch?.batchId } as VrsRequest<'batches.return'>['path'];
    await chief.call('batches.return', { path: path_, body: { reason: '会場が違う' } });
    await desk.stop();
    expect(await desk.staged()).toContain(`${draftId}.db`);
    await desk.start();
    await expectEnded(desk, draftId, 'returned');
  });

  test('a file that was applied for before is pointed out', async () => {
    const { fileSha256 } = await submitted(desk, '二度会場');
    const { draftId, ...again } = await desk.choose(fileFor(desk, '二度会場'));
    expect(again.fileSha256).toBe(fileSha256);
    await desk.check(draftId);
    const { check } = await desk.read(draftId);
    expect(check?.rules).toContainEqual(expect.objectContaining({ code: 'file-seen-before', count: 1 }));
    expect(check?.rules.find(({ code }) => code === 'file-seen-before')?.example.sentence).toContain(
      '承認待ち',
    );
    await desk.station.get('batches.withdraw', { draftId });
  });

  test('withdrawn by the applicant', async () => {
    const { draftId } = await submitted(desk, '取下会場');
    const withdrawn = await desk.station.get('batches.withdraw', { draftId });
    expect(withdrawn).toMatchObject({ stage: 'ended', batch: { state: 'withdrawn' } });
    await expectEnded(desk, draftId, 'withdrawn');
    expect(await desk.station.call('batches.withdraw', { draftId })).toMatchObject({
      problem: { code: 'draft-state' },
    });
  });

  test('given up before anything was sent: it leaves the list', async () => {
    const { draftId } = await desk.choose(fileFor(desk, '中止会場'));
    await desk.check(draftId);
    expect(await desk.staged()).toContain(`${draftId}.db`);
    await desk.station.get('batches.withdraw', { draftId });
    expect((await desk.list()).drafts.map((draft) => draft.draftId)).not.toContain(draftId);
    expect((await desk.staged()).filter((name) => name.startsWith(draftId))).toEqual([]);
    const erasures = await desk.erasures();
    expect(erasures).toContainEqual(
      expect.objectContaining({ erased: 1, draft: draftId, ended: 'discarded' }),
    );
  });

  test('given up while it is being sent: the sending stops first', async () => {
    const { draftId } = await desk.choose(fileFor(desk, '送信会場'));
    await desk.check(draftId);
    desk.vrs.faults.add({ kind: 'latency', milliseconds: 2_000 }, { calls: ['batches.sendChunk'] });
    const job = await desk.station.get('batches.send', { draftId });
    await desk.reaches(draftId, 'sending');
    await desk.station.get('batches.withdraw', { draftId });
    desk.vrs.faults.clear();
    expect(await desk.ended(job)).toMatchObject({ state: 'cancelled' });
    await expectEnded(desk, draftId, 'withdrawn');
  });

  test('another person at the same terminal sees and touches none of it', async () => {
    const { draftId, batch } = await submitted(desk, '他人会場');
    await desk.signIn('clerk02');
    const { station } = desk;
    expect((await desk.list()).drafts).toEqual([]);
    const missing = { ok: false, problem: { code: 'draft-missing' } };
    const outcome = null;
    const cursor = null;
    expect(await station.call('batches.read', { draftId })).toMatchObject(missing);
    expect(await station.call('batches.check', { draftId })).toMatchObject(missing);
    expect(await station.call('batches.send', { draftId })).toMatchObject(missing);
    expect(await station.call('batches.withdraw', { draftId })).toMatchObject(missing);
    expect(await station.call('batches.difference', { draftId, outcome, cursor })).toMatchObject(missing);
    expect(await station.call('batches.findings', { draftId, code: null, after: 0, limit: 1 })).toMatchObject(
      missing,
    );
    expect(await station.call('batches.result', { batchId: batch?.batchId ?? '', cursor })).toMatchObject({
      ok: false,
      problem: { code: 'not-found' },
    });
    await desk.signIn();
    expect(await desk.read(draftId)).toMatchObject({ stage: 'submitted' });
  });
});

test('a submission that nobody looked at ends too', async () => {
  const desk = await Desk.open();
  try {
    const { draftId, stage } = await submitted(desk, '期限会場');
    expect(stage).toBe('submitted');
    desk.vrs.clock.advance(20 * DAY);
    await desk.signIn();
    await expectEnded(desk, draftId, 'expired');
  } finally {
    await desk.end();
  }
});

test('a session that VRS ended in the middle of a check does not close the copy of the next one', async () => {
  const desk = await Desk.open({ people: 20 });
  try {
    const rows = Array.from({ length: 150_000 }, (_, index) =>
      recordLine({ ticketNumber: String(index).padStart(10, '0') }),
    );
    const { draftId } = await desk.choose([recordsHeader, ...rows].join('\n'));
    const job = await desk.station.get('batches.check', { draftId });
    await desk.reaches(draftId, 'checking');
    desk.vrs.clock.advance(20 * 60_000);
    await desk.signIn();
    expect(await desk.ended(job)).toMatchObject({ state: 'cancelled' });
    await sleep(500);
    await desk.reaches(draftId, 'chosen');
  } finally {
    await desk.end();
  }
});

describe('when the keys are lost', () => {
  let desk: Desk;
  let secrets: MemorySecretStore;

  beforeEach(async () => {
    secrets = new MemorySecretStore();
    secrets.failure = 'unavailable';
    desk = await Desk.open({ secrets });
  });
  afterEach(() => desk.end());

  async function cutOff(): Promise<DraftId> {
    const { draftId } = await desk.choose(fileFor(desk, '失鍵会場'));
    await desk.check(draftId);
    desk.vrs.faults.add({ kind: 'drop-before' }, { calls: ['batches.sendChunk'] });
    expect(await desk.send(draftId)).toMatchObject({ state: 'failed' });
    desk.vrs.faults.clear();
    return draftId;
  }

  test('with the process: the batch that can’t be finished is taken back at VRS, and the draft says so', async () => {
    const draftId = await cutOff();
    await desk.stop();
    await desk.start();
    await desk.reaches(draftId, 'ended');
    const { drafts } = await desk.list();
    expect(drafts).toMatchObject([
      { draftId, stage: 'ended', fileName: '接種記録.csv', batch: { state: 'withdrawn' } },
    ]);
    await expect.poll(() => desk.staged(), { timeout: 10_000 }).toEqual([]);
    expect((await desk.batches()).map(({ state }) => state)).toEqual(['withdrawn']);
    expect(await desk.erasures()).toMatchObject([{ erased: 1, draft: draftId, ended: 'lost' }]);
  });

  test('with the process, before VRS has answered the opening', async () => {
    const { draftId } = await desk.choose(fileFor(desk, '失鍵会場'));
    await desk.check(draftId);
    desk.vrs.faults.add({ kind: 'drop-after' }, { calls: ['batches.open'] });
    expect(await desk.send(draftId)).toMatchObject({ state: 'failed' });
    desk.vrs.faults.clear();
    await desk.stop();
    await desk.start();
    await desk.reaches(draftId, 'ended');
    expect((await desk.batches()).map(({ state }) => state)).toEqual(['withdrawn']);
  });

  test('what was applied for stays applied for', async () => {
    const { draftId } = await submitted(desk, '申請会場');
    await desk.stop();
    await desk.start();
    await desk.reaches(draftId, 'submitted');
    expect((await desk.batches()).map(({ state }) => state)).toEqual(['submitted']);
    expect((await desk.staged()).filter((name) => name.endsWith('.db'))).toEqual([]);
  });

  test('the staging file alone: what was not sent is to be checked again, what was half sent is taken back', async () => {
    secrets.failure = undefined;
    await desk.stop();
    await desk.start();
    const half = await cutOff();
    const { draftId } = await desk.choose(fileFor(desk, '未送会場'));
    await desk.check(draftId);
    await rm(path.join(desk.home, 'staging', `${half}.db`));
    await rm(path.join(desk.home, 'staging', `${draftId}.db`));
    const findings = { draftId, code: null, after: 0, limit: 10 };
    expect(await desk.station.call('batches.findings', findings)).toMatchObject({
      problem: { code: 'draft-missing' },
    });
    await desk.signIn();
    await desk.reaches(half, 'ended');
    await desk.reaches(draftId, 'chosen');
    expect(await desk.check(draftId)).toMatchObject({ state: 'done' });
  });
});
