import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { VrsRequest } from '../../../src-shared/vrs-api/calls.ts';
import { type SignedIn, TestVrs } from './training-vrs.ts';

const entry: VrsRequest<'users.create'>['body'] = {
  userId: 'clerk03',
  personId: 'staff-clerk03',
  name: '新任　八重',
  department: '接種推進係',
  role: 'clerk',
  validFrom: '2020-04-01',
  validUntil: '2021-03-31',
};

describe('The roster', () => {
  let test: TestVrs;
  let admin: SignedIn;

  beforeAll(async () => {
    test = await TestVrs.start({ people: 100 });
    admin = await test.signIn('admin01');
  });
  afterAll(() => test.end());

  const today = (days: number): string =>
    new Date(test.vrs.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

  it('takes somebody in, who signs in with what was given out once', async () => {
    const body = { ...entry, validFrom: today(-1), validUntil: today(300) };
    const { user, initialPassword, oneTimePasswordSecret } = await admin.call('users.create', { body });
    expect(user).toMatchObject({ userId: 'clerk03', version: 1, stoppedAt: null, previousAccess: null });
    const code = new TOTP({ secret: Secret.fromBase32(oneTimePasswordSecret) });
    const oneTimePassword = code.generate({ timestamp: test.vrs.clock.now().getTime() });
    const opened = await test.client.call('session.open', {
      body: { userId: 'clerk03', password: initialPassword, oneTimePassword },
    });
    expect(opened.user).toMatchObject({ name: '新任　八重', role: 'clerk', municipalityCode: '992011' });
  });

  it('has every user ID once, and no authority of more than a year', async () => {
    expect(await admin.refusal('users.create', { body: { ...entry, userId: 'clerk01' } })).toMatchObject({
      code: 'user-exists',
    });
    const body = { ...entry, userId: 'clerk04', validUntil: '2021-04-03' };
    expect(await admin.refusal('users.create', { body })).toMatchObject({ code: 'authority-too-long' });
    const backwards = { ...entry, userId: 'clerk04', validUntil: '2020-03-31' };
    expect(await admin.refusal('users.create', { body: backwards })).toMatchObject({
      code: 'request-invalid',
    });
  });

  it('changes an entry only for who has seen it as it stands', async () => {
    const change = { ...entry, personId: 'staff-clerk02', department: '別の係', userId: undefined };
    const { userId: _, ...body } = change;
    const path = { userId: 'clerk02' };
    const headers = { 'if-match': '"1"' };
    const changed = await admin.call('users.change', { path, body }, { headers });
    expect(changed).toMatchObject({ department: '別の係', version: 2 });
    expect(await admin.refusal('users.change', { path, body }, { headers })).toMatchObject({
      code: 'version-changed',
      current: '2',
    });
    expect(
      await admin.refusal('users.change', { path, body }, { headers: { 'if-match': '*' } }),
    ).toMatchObject({ code: 'request-invalid' });
    expect(await admin.refusal('users.change', { path, body })).toMatchObject({ code: 'version-missing' });
  });

  it('ends by itself after the last day', async () => {
    // Changed above to a period in the past.
    expect(await test.client.refusal('session.open', { body: test.credentials('clerk02') })).toMatchObject({
      code: 'account-stopped',
    });
  });

  it('shows who is locked and until when', async () => {
    const body = { userId: 'contractor01', password: 'x', oneTimePassword: '000000' };
    for (let turn = 0; turn < 5; turn += 1) await test.client.refusal('session.open', { body });
    const { users } = await admin.call('users.list', {});
    const locked = users.filter(({ lockedUntil }) => lockedUntil !== null);
    expect(locked.map(({ userId }) => userId)).toEqual(['contractor01']);
  });

  it('stops somebody at once, and once', async () => {
    const path = { userId: 'it01' };
    const stopped = await admin.call('users.stop', { path, body: { reason: '退職' } });
    expect(stopped.stoppedAt).not.toBeNull();
    const again = await admin.call('users.stop', { path, body: { reason: 'もう一度' } });
    expect(again).toEqual(stopped);
  });
});
