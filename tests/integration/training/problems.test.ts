import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { UserId } from '../../../src-shared/domain/identifiers.ts';
import type { VrsProblem, VrsProblemCode } from '../../../src-shared/vrs-api/problem.ts';
import { problemStatuses } from '../../../src-shared/vrs-api/problem.ts';
import { apply, dayOf, entryOf, newcomer, proofOf } from './authority-steps.ts';
import { fingerprintsOf, openingOf, readyBatch, recordRow, settled, submittedBatch } from './batch-steps.ts';
import { chunkOf, type SignedIn, TestVrs } from './training-vrs.ts';

const DAY = 86_400_000;
const none = { path: {}, query: {} };
const somewhere = { path: { batchId: randomUUID() } };
const wrongProof = 'x'.repeat(40);

/** One way to meet each problem. A code that is added to the contract without one does not compile. */
const ways: Readonly<Record<VrsProblemCode, (test: TestVrs) => Promise<VrsProblem>>> = {
  'request-invalid': async (test) => (await clerk(test)).refusal('people.find', { query: {} }),
  'client-certificate-missing': (test) => test.newClient({}).refusal('status.read', none),
  'session-missing': ({ client }) => client.refusal('people.find', { query: { kana: 'ア' } }),
  'session-expired': async (test) => {
    const person = await clerk(test);
    test.vrs.clock.advance(11 * 60_000);
    return person.refusal('session.renew', none);
  },
  'session-replaced': async (test) => {
    const first = await clerk(test);
    await clerk(test);
    return first.refusal('session.renew', none);
  },
  'role-not-allowed': async (test) => (await clerk(test)).refusal('users.list', none),
  'not-found': async (test) => (await clerk(test)).refusal('batches.read', somewhere),
  'too-many-requests': (test) => {
    test.vrs.faults.add({ kind: 'busy', status: 429, retryAfterSeconds: 7 }, { times: 1 });
    return test.client.refusal('status.read', none);
  },
  unavailable: (test) => {
    test.vrs.faults.add({ kind: 'busy', status: 503, retryAfterSeconds: 7 }, { times: 1 });
    return test.client.refusal('status.read', none);
  },
  'internal-error': async (test) => {
    const person = await clerk(test);
    // A row that breaks the answer schema: what a bug of the server looks like from outside.
    test.vrs.storage.database.exec(`UPDATE user SET role = 'emperor' WHERE user_id = 'clerk01'`);
    const problem = await person.refusal('session.renew', none);
    test.vrs.storage.database.exec(`UPDATE user SET role = 'clerk' WHERE user_id = 'clerk01'`);
    expect(test.bugs.splice(0)).toHaveLength(1);
    return problem;
  },
  'credentials-wrong': (test) =>
    test.client.refusal('session.open', { body: { ...test.credentials('clerk01'), password: 'wrong' } }),
  'account-locked': async (test) => {
    const attempt = { userId: 'clerk02', password: 'wrong', oneTimePassword: '000000' };
    for (let turn = 0; turn < 4; turn += 1) await test.client.refusal('session.open', { body: attempt });
    return test.client.refusal('session.open', { body: attempt });
  },
  'session-stopped': async (test) => {
    const person = await clerk(test);
    await stop(test, 'clerk01');
    return person.refusal('session.renew', none);
  },
  'session-period-over': async (test) => {
    const person = await clerk(test);
    test.vrs.changeAccount('clerk01', { validUntil: dayOf(test, -1) });
    return person.refusal('session.renew', none);
  },
  'account-stopped': async (test) => {
    await stop(test, 'clerk01');
    return test.client.refusal('session.open', { body: test.credentials('clerk01') });
  },
  'account-expired': async (test) => {
    test.vrs.clock.advance(400 * DAY);
    return test.client.refusal('session.open', { body: test.credentials('clerk01') });
  },
  'account-not-begun': async (test) => {
    test.vrs.changeAccount('clerk01', { validFrom: dayOf(test, 1) });
    return test.client.refusal('session.open', { body: test.credentials('clerk01') });
  },
  'password-expired': async (test) => {
    test.vrs.clock.advance(91 * DAY);
    return (await clerk(test)).refusal('people.find', { query: { kana: 'ア' } });
  },
  'password-too-weak': async (test) => changePassword(await clerk(test), test, 'short'),
  'password-used-before': async (test) =>
    changePassword(await clerk(test), test, test.credentials('clerk01').password),
  'reauthentication-failed': async (test) =>
    (await chief(test)).refusal('session.reauthenticate', {
      body: {
        password: 'wrong',
        oneTimePassword: '000000',
        purpose: { action: 'batch.approve', batchId: randomUUID() },
      },
    }),
  'reauthentication-needed': async (test) => {
    const batch = await submittedBatch(await clerk(test), 'records', [recordRow(2, '0010000000')]);
    return (await chief(test)).refusal('batches.approve', {
      path: { batchId: batch.batchId },
      body: { proof: wrongProof, ...fingerprintsOf(batch) },
    });
  },
  'idempotency-key-missing': async (test) => {
    const person = await clerk(test);
    const { body } = await test.client.plain('POST', '/v1/batches', {
      token: person.token,
      headers: { 'content-type': 'application/json' },
      raw: JSON.stringify(openingOf('records', 1)),
    });
    return body as VrsProblem;
  },
  'idempotency-key-reused': async (test) => {
    const person = await clerk(test);
    const key = randomUUID();
    await person.call('batches.open', { body: openingOf('records', 1) }, { key });
    return person.refusal('batches.open', { body: openingOf('records', 2) }, { key });
  },
  'version-changed': async (test) => review(await admin(test), { 'if-match': '"99"' }),
  'version-missing': async (test) => review(await admin(test), {}),
  'batch-state': async (test) => {
    const person = await clerk(test);
    const { batchId } = await person.call('batches.open', { body: openingOf('records', 1) });
    return person.refusal('batches.difference', { path: { batchId }, query: {} });
  },
  'batch-incomplete': async (test) => {
    const person = await clerk(test);
    const { batchId } = await person.call('batches.open', { body: openingOf('records', 1) });
    return person.refusal('batches.computeDifference', { path: { batchId } });
  },
  'chunk-digest': async (test) => sendChunk(await clerk(test), { 'content-digest': 'sha-256=:AAAA:' }),
  'chunk-malformed': async (test) => sendChunk(await clerk(test), {}, [['no row']]),
  'chunk-changed': async (test) => {
    const person = await clerk(test);
    const { batchId } = await person.call('batches.open', { body: openingOf('records', 1) });
    const path = { batchId, chunk: 0 };
    await person.call('batches.sendChunk', { path }, chunkOf([recordRow(2, '0010000000')]));
    return person.refusal('batches.sendChunk', { path }, chunkOf([recordRow(2, '0010000001')]));
  },
  'difference-changed': async (test) => {
    const person = await clerk(test);
    const batch = await readyBatch(person, 'records', [recordRow(2, '0010000000')]);
    const fingerprints = { ...fingerprintsOf(batch), differenceFingerprint: '0'.repeat(64) };
    return submit(person, batch.batchId, fingerprints);
  },
  'fingerprint-mismatch': async (test) => {
    const person = await clerk(test);
    const batch = await readyBatch(person, 'records', [recordRow(2, '0010000000')]);
    return submit(person, batch.batchId, { ...fingerprintsOf(batch), fingerprint: '0'.repeat(64) });
  },
  'own-batch': async (test) => {
    const maker = await chief(test);
    const batch = await submittedBatch(maker, 'records', [recordRow(2, '0010000000')]);
    const body = { proof: wrongProof, ...fingerprintsOf(batch) };
    return maker.refusal('batches.approve', { path: { batchId: batch.batchId }, body });
  },
  'batch-expired': async (test) => {
    const batch = await submittedBatch(await clerk(test), 'records', [recordRow(2, '0010000000')]);
    test.vrs.clock.advance(15 * DAY);
    const reason = { path: { batchId: batch.batchId }, body: { reason: '古い' } };
    return (await chief(test)).refusal('batches.return', reason);
  },
  'reversal-too-late': async (test) => {
    const maker = await clerk(test);
    const { people } = await maker.call('people.find', { query: { kana: 'サ' } });
    const ticket = people.find(({ tickets, doses }) => tickets.length === 1 && doses.length === 0);
    const rows = [recordRow(2, ticket?.tickets[0]?.ticketNumber ?? '')];
    const batch = await submittedBatch(maker, 'records', rows);
    expect(await settled(test, await chief(test), batch)).toMatchObject({ appliedCount: 1 });
    test.vrs.clock.advance(31 * DAY);
    const reason = { path: { batchId: batch.batchId }, body: { reason: '取り違え' } };
    return (await clerk(test)).refusal('batches.reverse', reason);
  },
  'user-exists': async (test) => askFor(await chief(test), newcomer(test, { userId: 'clerk01' })),
  'authority-too-long': async (test) =>
    askFor(await chief(test), newcomer(test, { validUntil: dayOf(test, 367) })),
  'authority-waiting': async (test) => {
    const maker = await chief(test);
    await apply(maker, 'new', newcomer(test));
    return askFor(maker, newcomer(test));
  },
  'authority-state': async (test) => {
    const maker = await chief(test);
    const { applicationId } = await apply(maker, 'new', newcomer(test));
    await maker.call('authorities.withdraw', { path: { applicationId } });
    return maker.refusal('authorities.withdraw', { path: { applicationId } });
  },
  'authority-stale': async (test) => {
    const maker = await chief(test);
    const entry = await entryOf(maker, 'clerk01', { department: '別の係' });
    const { applicationId } = await apply(maker, 'change', entry);
    test.vrs.changeAccount('clerk01', { role: 'contractor' });
    const checker = await admin(test);
    const proof = await proofOf(test, checker, applicationId);
    return checker.refusal('authorities.approve', { path: { applicationId }, body: { proof } });
  },
  'own-authority': async (test) => {
    const maker = await admin(test);
    const { applicationId } = await apply(maker, 'new', newcomer(test));
    return maker.refusal('authorities.return', { path: { applicationId }, body: { reason: '×' } });
  },
  'own-role': async (test) =>
    askFor(await chief(test), newcomer(test, { personId: 'staff-chief01', role: 'administrator' })),
  'last-administrator': async (test) =>
    (await admin(test)).refusal('users.stop', { path: { userId: 'admin01' }, body: { reason: '×' } }),
};

const clerk = (test: TestVrs): Promise<SignedIn> => test.signIn('clerk01');
const chief = (test: TestVrs): Promise<SignedIn> => test.signIn('chief01');
const admin = (test: TestVrs): Promise<SignedIn> => test.signIn('admin01');

function changePassword(person: SignedIn, test: TestVrs, newPassword: string): Promise<VrsProblem> {
  const { password } = test.credentials(person.userId);
  return person.refusal('password.change', { body: { currentPassword: password, newPassword } });
}

function submit(person: SignedIn, batchId: string, fingerprints: object): Promise<VrsProblem> {
  const body = { comment: '', acknowledgementReason: '', ...fingerprints };
  return person.refusal('batches.submit', { path: { batchId }, body });
}

async function sendChunk(
  person: SignedIn,
  headers: Readonly<Record<string, string>>,
  rows: readonly (readonly unknown[])[] = [recordRow(2, '0010000000')],
): Promise<VrsProblem> {
  const { batchId } = await person.call('batches.open', { body: openingOf('records', 1) });
  const chunk = chunkOf(rows);
  const sent = { ...chunk, headers: { ...chunk.headers, ...headers } };
  return person.refusal('batches.sendChunk', { path: { batchId, chunk: 0 } }, sent);
}

function review(person: SignedIn, headers: Readonly<Record<string, string>>): Promise<VrsProblem> {
  return person.refusal('users.review', { path: { userId: 'clerk01' } }, { headers });
}

function askFor(person: SignedIn, entry: object): Promise<VrsProblem> {
  return person.refusal('authorities.apply', { body: { kind: 'new', entry, reason: '×' } });
}

async function stop(test: TestVrs, userId: string): Promise<void> {
  await (
    await admin(test)
  ).call('users.stop', {
    path: { userId: UserId.parse(userId) },
    body: { reason: '異動' },
  });
}

describe('Every problem of the contract', () => {
  let test: TestVrs;

  // A server for each: some ways turn the clock by a year, and no clock goes back for one-time passwords.
  beforeEach(async () => {
    test = await TestVrs.start({ people: 200 });
  });
  afterEach(() => test.end());

  it.each(Object.entries(ways))('%s is met, with its status and type', async (code, meet) => {
    const problem = await meet(test);
    expect(problem).toMatchObject({ code, type: `urn:vrs:problem:${code}` });
    expect(problem.status).toBe(problemStatuses[problem.code]);
  });
});
