import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  approve,
  everybody,
  fingerprintsOf,
  plainPeople,
  readyBatch,
  recordRow,
  settled,
  submittedBatch,
  ticketOf,
} from './batch-steps.ts';
import { PersonId } from '../../../src-shared/domain/identifiers.ts';
import type { Person } from '../../../src-shared/vrs-api/people.ts';
import { type SignedIn, TestVrs } from './training-vrs.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

const refusedApproval = (person: SignedIn, batchId: string, body: object) =>
  person.refusal('batches.approve', { path: { batchId }, body });

describe('Submitting and approving', () => {
  let test: TestVrs;
  let maker: SignedIn;
  let checker: SignedIn;
  let people: readonly Person[];

  beforeEach(async () => {
    test = await TestVrs.start();
    maker = await test.signIn('clerk01');
    checker = await test.signIn('chief01');
    people = await everybody(maker);
  });
  afterEach(() => test.end());

  const row = (line: number) => recordRow(line, ticketOf(people[line]), { doseNumber: '7' });
  const submitted = () => submittedBatch(maker, 'records', [row(2), row(3)]);

  it('freezes the batch with who, when, why and both fingerprints', async () => {
    const batch = await submittedBatch(maker, 'records', [row(2)], { acknowledgedCount: 1 });
    expect(batch).toMatchObject({
      state: 'submitted',
      maker: { userId: 'clerk01', name: '研修　花子' },
      checker: null,
      comment: '七月分',
      acknowledgementReason: '予診票で確かめた',
    });
    expect(Date.parse(batch.expiresAt) - Date.parse(batch.submittedAt ?? '')).toBe(14 * DAY);
    const path = { batchId: batch.batchId };
    const body = { comment: '', acknowledgementReason: '', ...fingerprintsOf(batch) };
    expect(await maker.refusal('batches.submit', { path, body })).toMatchObject({ current: 'submitted' });
  });

  it('wants a reason where 要修正 were let stand', async () => {
    const batch = await readyBatch(maker, 'records', [row(2)], { acknowledgedCount: 1 });
    const path = { batchId: batch.batchId };
    const body = { comment: '', acknowledgementReason: ' ', ...fingerprintsOf(batch) };
    expect(await maker.refusal('batches.submit', { path, body })).toMatchObject({ code: 'request-invalid' });
  });

  it('is for the maker alone until it is submitted', async () => {
    const batch = await readyBatch(maker, 'records', [row(2)]);
    const path = { batchId: batch.batchId };
    const body = { comment: '', acknowledgementReason: '', ...fingerprintsOf(batch) };
    for (const [name, given] of [
      ['batches.submit', { path, body }],
      ['batches.computeDifference', { path }],
      ['batches.withdraw', { path }],
    ] as const) {
      expect(await checker.refusal(name, given)).toMatchObject({ code: 'role-not-allowed' });
    }
  });

  it('needs another person: neither the maker nor the second account of the maker', async () => {
    await test.vrs.addAccount({
      userId: 'chief-hanako',
      personId: 'staff-clerk01',
      name: '研修　花子',
      department: '',
      role: 'supervisor',
      purpose: null,
    });
    const batch = await submitted();
    const second = await test.signIn('chief-hanako');
    const proof = await test.proofFor(second, batch.batchId);
    const body = { proof, ...fingerprintsOf(batch) };
    expect(await refusedApproval(second, batch.batchId, body)).toMatchObject({ code: 'own-batch' });
    const path = { batchId: batch.batchId };
    expect(await second.refusal('batches.return', { path, body: { reason: '×' } })).toMatchObject({
      code: 'own-batch',
    });
  });

  it('needs another person by the roster of that moment: an account that was given to the maker meanwhile is the maker', async () => {
    const give = (userId: string, personId: string): void =>
      test.vrs.changeAccount(userId, { personId: PersonId.parse(personId) });
    const batch = await submitted();
    const other = await test.signIn('chief02');
    const proof = await test.proofFor(other, batch.batchId);
    const body = { proof, ...fingerprintsOf(batch) };
    give('chief02', 'staff-clerk01');
    expect(await refusedApproval(other, batch.batchId, body)).toMatchObject({ code: 'own-batch' });
    give('chief02', 'staff-chief02');
    // And the other way round: the maker's account is the checker's by now.
    give('clerk01', 'staff-chief02');
    expect(await refusedApproval(other, batch.batchId, body)).toMatchObject({ code: 'own-batch' });
    give('clerk01', 'staff-clerk01');
    await other.call('batches.approve', { path: { batchId: batch.batchId }, body });
    await test.vrs.applied();
  });

  it('needs a proof of this person, for this batch, not older than two minutes, once', async () => {
    const [one, two] = [await submitted(), await submitted()];
    const other = await test.signIn('chief02');
    const stranger = await test.proofFor(other, one.batchId);
    const forTwo = await test.proofFor(checker, two.batchId);
    for (const proof of [stranger, forTwo, 'x'.repeat(43)]) {
      const body = { proof, ...fingerprintsOf(one) };
      expect(await refusedApproval(checker, one.batchId, body)).toMatchObject({
        code: 'reauthentication-needed',
      });
    }
    const old = await test.proofFor(checker, one.batchId);
    test.vrs.clock.advance(2 * MINUTE);
    expect(await refusedApproval(checker, one.batchId, { proof: old, ...fingerprintsOf(one) })).toMatchObject(
      { code: 'reauthentication-needed' },
    );
    const proof = await test.proofFor(checker, two.batchId);
    const body = { proof, ...fingerprintsOf(two) };
    await checker.call('batches.approve', { path: { batchId: two.batchId }, body });
    await test.vrs.applied();
    expect(await refusedApproval(checker, two.batchId, body)).toMatchObject({ code: 'batch-state' });
    const used = test.vrs.storage.database.prepare('SELECT used_at FROM proof WHERE used_at NOT NULL').all();
    expect(used).toHaveLength(1);
  });

  it('leaves a proof good when the difference has changed meanwhile', async () => {
    const batch = await submitted();
    const proof = await test.proofFor(checker, batch.batchId);
    const path = { batchId: batch.batchId };
    const stale = { proof, fingerprint: batch.fingerprint, differenceFingerprint: '0'.repeat(64) };
    expect(await refusedApproval(checker, batch.batchId, stale)).toMatchObject({
      code: 'difference-changed',
    });
    const answer = await checker.call('batches.approve', { path, body: { proof, ...fingerprintsOf(batch) } });
    expect(answer).toMatchObject({ state: 'applying', checker: { userId: 'chief01' } });
    await test.vrs.applied();
  });

  it('refuses rows that are not those that were seen', async () => {
    const batch = await submitted();
    const proof = await test.proofFor(checker, batch.batchId);
    const body = { ...fingerprintsOf(batch), proof, fingerprint: '0'.repeat(64) };
    expect(await refusedApproval(checker, batch.batchId, body)).toMatchObject({
      code: 'fingerprint-mismatch',
    });
  });

  it('lets the approver compare anew, with the same fingerprint while nothing has changed', async () => {
    const batch = await submitted();
    const path = { batchId: batch.batchId };
    const again = await checker.call('batches.computeDifference', { path });
    expect(again).toMatchObject({ state: 'submitted', ...fingerprintsOf(batch) });
    expect(again.version).toBe(batch.version + 1);
  });

  it('can be returned with a reason, or withdrawn by the maker, and ends there', async () => {
    const [one, two] = [await submitted(), await submitted()];
    const returned = await checker.call('batches.return', {
      path: { batchId: one.batchId },
      body: { reason: '日付を確かめてください' },
    });
    expect(returned).toMatchObject({
      state: 'returned',
      returnReason: '日付を確かめてください',
      checker: { userId: 'chief01' },
    });
    const withdrawn = await maker.call('batches.withdraw', { path: { batchId: two.batchId } });
    expect(withdrawn.state).toBe('withdrawn');
    for (const { batchId } of [one, two]) {
      const path = { batchId };
      for (const [name, given] of [
        ['batches.return', { path, body: { reason: '×' } }],
        ['batches.computeDifference', { path }],
        ['batches.approve', { path, body: { proof: 'x'.repeat(40), ...fingerprintsOf(one) } }],
      ] as const) {
        expect(await checker.refusal(name, given)).toMatchObject({ code: 'batch-state' });
      }
      expect(await maker.refusal('batches.withdraw', { path })).toMatchObject({ code: 'batch-state' });
      expect(await maker.refusal('batches.result', { path })).toMatchObject({ code: 'batch-state' });
    }
  });

  it('ends by itself after fourteen days', async () => {
    const batch = await submitted();
    test.vrs.clock.advance(14 * DAY + MINUTE);
    const late = await test.signIn('chief01');
    const path = { batchId: batch.batchId };
    expect(await late.call('batches.read', { path })).toMatchObject({ state: 'expired' });
    const body = { proof: 'x'.repeat(40), ...fingerprintsOf(batch) };
    expect(await refusedApproval(late, batch.batchId, body)).toMatchObject({ code: 'batch-expired' });
  });

  it('is listed newest first, by state, page by page', async () => {
    const batches = [await submitted(), await submitted(), await readyBatch(maker, 'records', [row(4)])];
    const ids = batches.map(({ batchId }) => batchId).toReversed();
    const all = await checker.call('batches.list', { query: {} });
    expect(all.batches.map(({ batchId }) => batchId)).toEqual(ids);
    const first = await checker.call('batches.list', { query: { limit: 2 } });
    const cursor = first.cursor ?? '';
    const second = await checker.call('batches.list', { query: { limit: 2, cursor } });
    expect([...first.batches, ...second.batches].map(({ batchId }) => batchId)).toEqual(ids);
    expect(second.cursor).toBeNull();
    const waiting = await checker.call('batches.list', { query: { state: 'submitted' } });
    expect(waiting.batches.map(({ batchId }) => batchId)).toEqual(ids.slice(1));
  });

  it('knows what a usual batch has: the median of the last ten that were applied', async () => {
    expect((await submitted()).usualRowCount).toBeNull();
    const sizes = [1, 3, 2];
    const tickets = plainPeople(people, 1).map(ticketOf);
    for (const size of sizes) {
      const rows = tickets.splice(0, size).map((ticket, index) => recordRow(index + 2, ticket));
      await settled(test, checker, await submittedBatch(maker, 'records', rows));
    }
    expect((await submitted()).usualRowCount).toBe(2);
  });

  it('is not approved by somebody whose role was taken away a moment ago', async () => {
    const batch = await submitted();
    const proof = await test.proofFor(checker, batch.batchId);
    test.vrs.storage.database.exec(`UPDATE user SET role = 'clerk' WHERE user_id = 'chief01'`);
    expect(await refusedApproval(checker, batch.batchId, { proof, ...fingerprintsOf(batch) })).toMatchObject({
      code: 'role-not-allowed',
    });
  });

  it('answers 202 at once and shows how far it is', async () => {
    const answer = await approve(test, checker, await submitted());
    expect(answer).toMatchObject({ state: 'applying', appliedCount: 0 });
    await test.vrs.applied();
  });
});
