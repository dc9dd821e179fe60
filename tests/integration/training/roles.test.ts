import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Role } from '../../../src-shared/domain/roles.ts';
import type { VrsCall } from '../../../src-shared/vrs-api/call.ts';
import { type VrsCallName, vrsCalls } from '../../../src-shared/vrs-api/calls.ts';
import { openingOf } from './batch-steps.ts';
import { type Given, type SignedIn, TestVrs } from './training-vrs.ts';

const users: Readonly<Record<Role, string>> = {
  clerk: 'clerk01',
  contractor: 'contractor01',
  supervisor: 'chief01',
  administrator: 'admin01',
  it: 'it01',
};

const batchId = randomUUID();
const purpose = { action: 'batch.approve', batchId };
const fingerprints = { fingerprint: '0'.repeat(64), differenceFingerprint: '0'.repeat(64) };
const entry = {
  personId: 'p',
  name: '名',
  department: '',
  role: 'clerk',
  validFrom: '2026-04-01',
  validUntil: '2026-05-01',
};

/** Something that every call's schema lets through, so that what is refused is refused for the role. */
const given: Readonly<Record<VrsCallName, Given>> = {
  'status.read': {},
  'session.open': { body: { userId: 'clerk02', password: 'x', oneTimePassword: '000000' } },
  'session.close': {},
  'session.renew': {},
  'session.reauthenticate': { body: { password: 'x', oneTimePassword: '000000', purpose } },
  'password.change': { body: { currentPassword: 'x', newPassword: 'y' } },
  'people.find': { query: { kana: 'ア' } },
  'people.read': { path: { addresseeNumber: '1' } },
  'people.changes': { query: { limit: 1 } },
  'records.read': { path: { recordId: batchId } },
  'records.history': { path: { recordId: batchId } },
  'batches.list': {},
  'batches.open': { body: openingOf('records', 1) },
  'batches.read': { path: { batchId } },
  'batches.sendChunk': { path: { batchId, chunk: 0 } },
  'batches.sendEdits': { path: { batchId, chunk: 0 } },
  'batches.edits': { path: { batchId } },
  'batches.computeDifference': { path: { batchId } },
  'batches.differenceProgress': { path: { batchId } },
  'batches.difference': { path: { batchId } },
  'batches.submit': { path: { batchId }, body: { comment: '', acknowledgementReason: '', ...fingerprints } },
  'batches.approve': { path: { batchId }, body: { proof: 'x'.repeat(40), ...fingerprints } },
  'batches.return': { path: { batchId }, body: { reason: 'x' } },
  'batches.withdraw': { path: { batchId } },
  'batches.result': { path: { batchId } },
  'batches.reverse': { path: { batchId }, body: { reason: 'x' } },
  'users.list': {},
  'users.stop': { path: { userId: 'nobody' }, body: { reason: 'x' } },
  'users.review': { path: { userId: 'nobody' } },
  'authorities.list': {},
  'authorities.read': { path: { applicationId: batchId } },
  'authorities.apply': { body: { kind: 'extend', entry: { ...entry, userId: 'nobody' }, reason: 'x' } },
  'authorities.approve': { path: { applicationId: batchId }, body: { proof: 'x'.repeat(40) } },
  'authorities.return': { path: { applicationId: batchId }, body: { reason: 'x' } },
  'authorities.withdraw': { path: { applicationId: batchId } },
  'accessLog.list': {},
};

const names = Object.keys(given) as VrsCallName[];

describe('A role', () => {
  let test: TestVrs;
  const signedIn = new Map<Role, SignedIn>();

  beforeAll(async () => {
    test = await TestVrs.start({ people: 100 });
    for (const role of Role.options) signedIn.set(role, await test.signIn(users[role]));
  });
  afterAll(() => test.end());

  const cases = Role.options.flatMap((role) => names.map((name) => [role, name] as const));

  it.each(cases)('%s may do what the table says of %s and nothing else', async (role, name) => {
    const call: VrsCall = vrsCalls[name];
    const person = signedIn.get(role);
    // Closing ends the session for the cases that follow, and has no role.
    if (!person || name === 'session.close') return;
    const mayDo = !Array.isArray(call.access) || call.access.includes(role);
    const headers = call.bodyType === undefined ? {} : { 'content-type': call.bodyType };
    const ifMatch = call.ifMatch ? { 'if-match': '"1"' } : {};
    const { body } = await person.send(name, given[name], { headers: { ...headers, ...ifMatch } });
    const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : 'done';
    expect(code === 'role-not-allowed').toBe(!mayDo);
  });

  it('is the one that the roster says now, not the one of the sign-in', async () => {
    const chief = await test.signIn('chief02');
    await chief.call('users.list', {});
    test.vrs.changeAccount('chief02', { role: 'clerk' });
    expect(await chief.refusal('users.list', {})).toMatchObject({ code: 'role-not-allowed' });
  });
});
