import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Clock } from '../../../src-shared/domain/clock.ts';
import { UserId } from '../../../src-shared/domain/identifiers.ts';
import { apply, approve, dayOf, newcomer, secondAdministrator, userOf } from './authority-steps.ts';
import { type SignedIn, TestVrs } from './training-vrs.ts';

const look = { query: { kana: 'ア' } };
const DAY = 86_400_000;
const path = (userId: string): { readonly userId: UserId } => ({ userId: UserId.parse(userId) });

describe('The roster', () => {
  let test: TestVrs;
  let admin: SignedIn;

  beforeEach(async () => {
    test = await TestVrs.start({ people: 50 });
    admin = await test.signIn('admin01');
  });
  afterEach(() => test.end());

  it('shows who is locked and until when', async () => {
    const body = { userId: 'contractor01', password: 'x', oneTimePassword: '000000' };
    for (let turn = 0; turn < 5; turn += 1) await test.client.refusal('session.open', { body });
    const { users } = await admin.call('users.list', {});
    const locked = users.filter(({ lockedUntil }) => lockedUntil !== null);
    expect(locked.map(({ userId }) => userId)).toEqual(['contractor01']);
  });

  it('stops somebody at once, and once, and says who did it and why', async () => {
    const stopped = await admin.call('users.stop', { path: path('it01'), body: { reason: '退職' } });
    expect(stopped).toMatchObject({ stopped: { by: { userId: 'admin01' }, reason: '退職' } });
    const again = await admin.call('users.stop', { path: path('it01'), body: { reason: 'もう一度' } });
    expect(again).toEqual(stopped);
  });

  it('lets a supervisor stop clerks and contractors, and nobody else', async () => {
    const chief = await test.signIn('chief01');
    const body = { reason: '契約終了' };
    await chief.call('users.stop', { path: path('contractor01'), body });
    for (const userId of ['chief02', 'admin01', 'it01']) {
      expect(await chief.refusal('users.stop', { path: path(userId), body })).toMatchObject({
        code: 'role-not-allowed',
      });
    }
  });

  it('keeps the last administrator in force, counted by person', async () => {
    const body = { reason: '退職' };
    expect(await admin.refusal('users.stop', { path: path('admin01'), body })).toMatchObject({
      code: 'last-administrator',
    });
    // A second account of the same person is nobody else.
    await test.vrs.addAccount({
      userId: 'admin01-second',
      personId: 'staff-admin01',
      name: '課長　六実',
      department: '',
      role: 'administrator',
      purpose: null,
    });
    expect(await admin.refusal('users.stop', { path: path('admin01'), body })).toMatchObject({
      code: 'last-administrator',
    });
    await secondAdministrator(test);
    expect(await admin.call('users.stop', { path: path('admin01'), body })).toMatchObject({
      stopped: { by: { userId: 'admin01' } },
    });
    expect(await admin.refusal('users.list', {})).toMatchObject({ code: 'session-stopped' });
  });

  it('keeps who confirmed an authority and when, every time', async () => {
    const chief = await test.signIn('chief01');
    const { version } = await userOf(chief, 'clerk01');
    const headers = { 'if-match': `"${version}"` };
    const reviewed = await chief.call('users.review', { path: path('clerk01') }, { headers });
    expect(reviewed).toMatchObject({ lastReview: { userId: 'chief01' }, version });
    await admin.call('users.review', { path: path('clerk01') }, { headers });
    const all = test.vrs.storage.database
      .prepare<[], { reviewed: string }>(`SELECT reviewed FROM user_review WHERE user_id = 'clerk01'`)
      .all();
    expect(all.map(({ reviewed: by }) => by)).toEqual([
      expect.stringContaining('chief01'),
      expect.stringContaining('admin01'),
    ]);
  });

  it('takes no confirmation of one’s own authority, of a stopped one, or of what changed meanwhile', async () => {
    const headers = { 'if-match': '"1"' };
    const review = (userId: string, sent = { headers }) =>
      admin.refusal('users.review', { path: path(userId) }, sent);
    expect(await review('admin01')).toMatchObject({ code: 'own-authority' });
    await admin.call('users.stop', { path: path('it01'), body: { reason: '退職' } });
    expect(await review('it01')).toMatchObject({ code: 'authority-state', current: 'stopped' });
    test.vrs.changeAccount('clerk01', { role: 'contractor' });
    expect(await review('clerk01')).toMatchObject({ code: 'version-changed', current: '2' });
    expect(await review('clerk02', { headers: { 'if-match': '*' } })).toMatchObject({
      code: 'request-invalid',
    });
    expect(await admin.refusal('users.review', { path: path('clerk02') })).toMatchObject({
      code: 'version-missing',
    });
  });
});

describe('An authority', () => {
  let test: TestVrs;

  // Ten in the evening in Japan.
  const evening: Clock = { now: () => new Date('2026-11-20T13:00:00Z') };

  beforeEach(async () => {
    test = await TestVrs.start({ people: 50, clock: evening });
  });
  afterEach(() => test.end());

  it('begins with its first day and ends by itself with its last one', async () => {
    const admin = await test.signIn('admin01');
    const chief = await test.signIn('chief01');
    const period = { validFrom: dayOf(test, 1), validUntil: dayOf(test, 2) };
    await approve(test, admin, await apply(chief, 'new', newcomer(test, period)));
    const opens = async () =>
      (await test.client.refusal('session.open', { body: test.credentials('clerk03') })).code;
    expect(await opens()).toBe('account-not-begun');
    test.vrs.clock.advance(3 * DAY);
    expect(await opens()).toBe('account-expired');
  });

  it('ends a session that is open when the day is over in Japan, and not before', async () => {
    test.vrs.changeAccount('clerk01', { validUntil: dayOf(test) });
    const clerk = await test.signIn('clerk01');
    const toMidnight = Date.parse('2026-11-20T15:00:00Z') - test.vrs.clock.now().getTime();
    for (let minutes = toMidnight / 60_000; minutes > 5; minutes -= 5) {
      test.vrs.clock.advance(5 * 60_000);
      clerk.token = (await clerk.call('session.renew', {})).token;
    }
    const left = Date.parse('2026-11-20T15:00:00Z') - test.vrs.clock.now().getTime();
    test.vrs.clock.advance(left - 1);
    await clerk.call('people.find', look);
    test.vrs.clock.advance(1);
    expect(await clerk.refusal('people.find', look)).toMatchObject({ code: 'session-period-over' });
    expect(await test.client.refusal('session.open', { body: test.credentials('clerk01') })).toMatchObject({
      code: 'account-expired',
    });
  });
});
