import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { PersonId } from '../../../src-shared/domain/identifiers.ts';
import {
  apply,
  approve,
  dayOf,
  entryOf,
  firstSignIn,
  newcomer,
  proofOf,
  secondAdministrator,
  userOf,
} from './authority-steps.ts';
import { SignedIn, TestVrs } from './training-vrs.ts';

const look = { query: { kana: 'ア' } };

describe('An application for an authority', () => {
  let test: TestVrs;
  let chief: SignedIn;
  let admin: SignedIn;

  beforeEach(async () => {
    test = await TestVrs.start({ people: 50 });
    chief = await test.signIn('chief01');
    admin = await test.signIn('admin01');
  });
  afterEach(() => test.end());

  it('puts nobody in the roster before it is approved', async () => {
    const made = await apply(chief, 'new', newcomer(test));
    expect(made).toMatchObject({ state: 'waiting', before: null, checker: null });
    const { users } = await chief.call('users.list', {});
    expect(users.map(({ userId }) => userId)).not.toContain('clerk03');
    const { applications } = await admin.call('authorities.list', { query: { state: 'waiting' } });
    expect(applications).toEqual([made]);
  });

  it('takes somebody in on approval; the first password has to be changed before anything else', async () => {
    const { application, credentials } = await approve(
      test,
      admin,
      await apply(chief, 'new', newcomer(test)),
    );
    expect(application).toMatchObject({ state: 'approved', checker: { userId: 'admin01' } });
    expect(await userOf(chief, 'clerk03')).toMatchObject({ version: 1, lastReview: null, stoppedAt: null });
    const body = firstSignIn(test, 'clerk03', credentials);
    const opened = await test.client.call('session.open', { body });
    expect(opened).toMatchObject({ passwordExpired: true, passwordIsInitial: true });
    const person = new SignedIn(test.client, 'clerk03', opened.token);
    expect(await person.refusal('people.find', look)).toMatchObject({ code: 'password-expired' });
    const newPassword = 'Wakaba-Aoba-2027';
    await person.call('password.change', { body: { currentPassword: body.password, newPassword } });
    const again = await test.signIn('clerk03');
    await again.call('people.find', look);
  });

  it('tells the first password to nobody who asks later', async () => {
    const made = await apply(chief, 'new', newcomer(test));
    const { credentials } = await approve(test, admin, made);
    const read = await admin.call('authorities.read', { path: { applicationId: made.applicationId } });
    const listed = await admin.call('authorities.list', { query: {} });
    const said = JSON.stringify([read, listed, await userOf(admin, 'clerk03')]);
    expect(said).not.toContain(credentials?.initialPassword);
    expect(said).not.toContain(credentials?.oneTimePasswordSecret);
  });

  it('is approved with a proof of this person for this application, once', async () => {
    const [one, two] = [
      await apply(chief, 'new', newcomer(test)),
      await apply(chief, 'new', newcomer(test, { userId: 'clerk04', personId: 'staff-clerk04' })),
    ];
    const forTwo = await proofOf(test, admin, two.applicationId);
    const path = { applicationId: one.applicationId };
    for (const proof of [forTwo, 'x'.repeat(43)]) {
      expect(await admin.refusal('authorities.approve', { path, body: { proof } })).toMatchObject({
        code: 'reauthentication-needed',
      });
    }
    const proof = await proofOf(test, admin, one.applicationId);
    await admin.call('authorities.approve', { path, body: { proof } });
    expect(await admin.refusal('authorities.approve', { path, body: { proof } })).toMatchObject({
      code: 'authority-state',
      current: 'approved',
    });
  });

  it('is not decided by the person who made it, whichever account they use', async () => {
    const second = await secondAdministrator(test);
    test.vrs.changeAccount('admin02', { personId: PersonId.parse('staff-chief01') });
    const made = await apply(chief, 'new', newcomer(test));
    const path = { applicationId: made.applicationId };
    const proof = 'x'.repeat(43);
    expect(await second.refusal('authorities.approve', { path, body: { proof } })).toMatchObject({
      code: 'own-authority',
    });
    expect(await second.refusal('authorities.return', { path, body: { reason: '×' } })).toMatchObject({
      code: 'own-authority',
    });
    const own = await apply(admin, 'new', newcomer(test, { userId: 'clerk05', personId: 'staff-5' }));
    const ownPath = { applicationId: own.applicationId };
    expect(await admin.refusal('authorities.approve', { path: ownPath, body: { proof } })).toMatchObject({
      code: 'own-authority',
    });
  });

  it('is not decided by the person whom it is about', async () => {
    const entry = await entryOf(chief, 'admin01', { validUntil: dayOf(test, 366) });
    const made = await apply(chief, 'extend', entry);
    const path = { applicationId: made.applicationId };
    expect(
      await admin.refusal('authorities.approve', { path, body: { proof: 'x'.repeat(43) } }),
    ).toMatchObject({ code: 'own-authority' });
  });

  it('asks for no other role of one’s own, and for no second account', async () => {
    const raised = await entryOf(chief, 'chief01', { role: 'administrator' });
    const body = { kind: 'change', entry: raised, reason: '×' };
    expect(await chief.refusal('authorities.apply', { body })).toMatchObject({ code: 'own-role' });
    const second = newcomer(test, { userId: 'chief99', personId: 'staff-chief01', role: 'administrator' });
    expect(
      await chief.refusal('authorities.apply', { body: { kind: 'new', entry: second, reason: '×' } }),
    ).toMatchObject({ code: 'own-role' });
    const moved = await entryOf(chief, 'chief01', { department: '別の係' });
    await approve(test, admin, await apply(chief, 'change', moved));
    expect(await userOf(admin, 'chief01')).toMatchObject({ department: '別の係', role: 'supervisor' });
  });

  it('changes what its kind changes, and nothing else', async () => {
    const cases = [
      ['extend', { role: 'supervisor', validUntil: dayOf(test, 366) }],
      ['extend', {}],
      ['extend', { validUntil: dayOf(test, 10) }],
      ['change', { validUntil: dayOf(test, 366) }],
      ['change', { personId: 'somebody-else' }],
      ['reissue', { name: '別人' }],
    ] as const;
    for (const [kind, changes] of cases) {
      const entry = await entryOf(chief, 'clerk01', changes);
      expect(await chief.refusal('authorities.apply', { body: { kind, entry, reason: '×' } })).toMatchObject({
        code: 'request-invalid',
      });
    }
  });

  it('extends by a year at most, and to no day that is over', async () => {
    const wanted = async (kind: string, entry: unknown) =>
      (await chief.refusal('authorities.apply', { body: { kind, entry, reason: '×' } })).code;
    const tooLong = await entryOf(chief, 'clerk01', { validUntil: dayOf(test, 367) });
    expect(await wanted('extend', tooLong)).toBe('authority-too-long');
    expect(await wanted('new', newcomer(test, { validUntil: dayOf(test, 367) }))).toBe('authority-too-long');
    const over = { validFrom: dayOf(test, -20), validUntil: dayOf(test, -1) };
    expect(await wanted('new', newcomer(test, over))).toBe('request-invalid');
    const backwards = { validFrom: dayOf(test, 5), validUntil: dayOf(test, 4) };
    expect(await wanted('new', newcomer(test, backwards))).toBe('request-invalid');
  });

  it('waits alone for its user ID, and for none that is taken', async () => {
    await apply(chief, 'new', newcomer(test));
    const again = { kind: 'new', entry: newcomer(test), reason: '×' };
    expect(await chief.refusal('authorities.apply', { body: again })).toMatchObject({
      code: 'authority-waiting',
    });
    const taken = { kind: 'new', entry: newcomer(test, { userId: 'clerk01' }), reason: '×' };
    expect(await chief.refusal('authorities.apply', { body: taken })).toMatchObject({ code: 'user-exists' });
    const nobody = { kind: 'extend', entry: newcomer(test, { userId: 'nobody' }), reason: '×' };
    expect(await chief.refusal('authorities.apply', { body: nobody })).toMatchObject({ code: 'not-found' });
  });

  it('is no longer approved where the user changed after it was made', async () => {
    const entry = await entryOf(chief, 'clerk01', { department: '別の係' });
    const made = await apply(chief, 'change', entry);
    await admin.call('users.stop', { path: { userId: entry.userId }, body: { reason: '退職' } });
    const path = { applicationId: made.applicationId };
    const proof = await proofOf(test, admin, made.applicationId);
    expect(await admin.refusal('authorities.approve', { path, body: { proof } })).toMatchObject({
      code: 'authority-stale',
    });
    const returned = await admin.call('authorities.return', { path, body: { reason: '停止済み' } });
    expect(returned).toMatchObject({ state: 'returned', returnReason: '停止済み' });
  });

  it('is withdrawn by its maker only, and then by nobody else decided', async () => {
    const made = await apply(chief, 'new', newcomer(test));
    const path = { applicationId: made.applicationId };
    const other = await test.signIn('chief02');
    expect(await other.refusal('authorities.withdraw', { path })).toMatchObject({ code: 'not-found' });
    expect(await chief.call('authorities.withdraw', { path })).toMatchObject({ state: 'withdrawn' });
    expect(await admin.refusal('authorities.return', { path, body: { reason: '×' } })).toMatchObject({
      code: 'authority-state',
      current: 'withdrawn',
    });
    await apply(other, 'new', newcomer(test));
  });

  it('ends the session of whoever gets another role, so that the new one begins with a sign-in', async () => {
    const clerk = await test.signIn('clerk01');
    const entry = await entryOf(chief, 'clerk01', { role: 'contractor' });
    await approve(test, admin, await apply(chief, 'change', entry));
    expect(await clerk.refusal('people.find', look)).toMatchObject({ code: 'session-missing' });
    expect((await test.client.call('session.open', { body: test.credentials('clerk01') })).user.role).toBe(
      'contractor',
    );
  });

  it('takes a stopped user ID into use again with new credentials, and the old ones open nothing', async () => {
    const before = test.credentials('clerk01');
    await admin.call('users.stop', { path: { userId: await id(chief) }, body: { reason: '紛失' } });
    const made = await apply(chief, 'reissue', await entryOf(chief, 'clerk01'));
    const { credentials } = await approve(test, admin, made);
    expect(await test.client.refusal('session.open', { body: before })).toMatchObject({
      code: 'credentials-wrong',
    });
    const opened = await test.client.call('session.open', {
      body: firstSignIn(test, 'clerk01', credentials),
    });
    expect(opened).toMatchObject({ passwordIsInitial: true });
    expect(await userOf(admin, 'clerk01')).toMatchObject({ stoppedAt: null, stopped: null });
  });
});

async function id(person: SignedIn) {
  return (await userOf(person, 'clerk01')).userId;
}
