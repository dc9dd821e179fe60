import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { SignedIn, TestVrs } from './training-vrs.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const look = { query: { kana: 'ア' } };

describe('Signing in', () => {
  let test: TestVrs;

  beforeEach(async () => {
    test = await TestVrs.start({ people: 100 });
  });
  afterEach(() => test.end());

  it('tells who somebody is, and when they were here before', async () => {
    const first = await test.client.call('session.open', { body: test.credentials('chief01') });
    expect(first).toMatchObject({
      user: { userId: 'chief01', role: 'supervisor', municipalityCode: '992011', municipalityName: '青葉市' },
      previousAccess: null,
      passwordExpired: false,
    });
    const at = test.vrs.clock.now().getTime();
    const second = await test.client.call('session.open', { body: test.credentials('chief01') });
    expect(Math.abs(Date.parse(second.previousAccess ?? '') - at)).toBeLessThan(31_000);
  });

  it('takes no one-time password twice, and none older than one that was taken', async () => {
    const earlier = test.vrs.credentials('clerk01');
    test.vrs.clock.advance(30_000);
    const used = test.vrs.credentials('clerk01');
    await test.client.call('session.open', { body: used });
    for (const body of [used, earlier]) {
      expect(await test.client.refusal('session.open', { body })).toMatchObject({
        code: 'credentials-wrong',
      });
    }
  });

  it('takes a code of the step before and after, and none of two steps ago', async () => {
    const late = test.vrs.credentials('clerk01');
    test.vrs.clock.advance(30_000);
    await test.client.call('session.open', { body: late });
    const tooLate = test.vrs.credentials('clerk02');
    test.vrs.clock.advance(60_000);
    expect(await test.client.refusal('session.open', { body: tooLate })).toMatchObject({
      code: 'credentials-wrong',
    });
  });

  it('says the same of an unknown user ID as of a wrong password, and locks it the same', async () => {
    for (const userId of ['clerk01', 'nobody99']) {
      const body = { userId, password: 'wrong', oneTimePassword: '000000' };
      for (let turn = 0; turn < 4; turn += 1) {
        expect(await test.client.refusal('session.open', { body })).toMatchObject({
          code: 'credentials-wrong',
        });
      }
      const locked = await test.client.refusal('session.open', { body });
      expect(locked.code).toBe('account-locked');
      expect(Date.parse(locked.at ?? '') - test.vrs.clock.now().getTime()).toBeGreaterThan(29 * MINUTE);
    }
  });

  it('locks for thirty minutes after five failures, even against the right password', async () => {
    const wrong = { userId: 'clerk01', password: 'wrong', oneTimePassword: '000000' };
    for (let turn = 0; turn < 5; turn += 1) await test.client.refusal('session.open', { body: wrong });
    expect(await test.client.refusal('session.open', { body: test.credentials('clerk01') })).toMatchObject({
      code: 'account-locked',
    });
    test.vrs.clock.advance(31 * MINUTE);
    await test.signIn('clerk01');
  });

  it('forgets failures after a right sign-in', async () => {
    const opened: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      const wrong = { userId: 'clerk01', password: 'wrong', oneTimePassword: '000000' };
      for (let turn = 0; turn < 4; turn += 1) await test.client.refusal('session.open', { body: wrong });
      opened.push((await test.signIn('clerk01')).token);
    }
    expect(opened).toHaveLength(2);
  });

  it('counts wrong re-authentications with wrong sign-ins', async () => {
    const chief = await test.signIn('chief01');
    const purpose = { action: 'batch.approve', batchId: '11111111-1111-4111-8111-111111111111' };
    const body = { password: 'wrong', oneTimePassword: '000000', purpose };
    for (let turn = 0; turn < 4; turn += 1) {
      expect(await chief.refusal('session.reauthenticate', { body })).toMatchObject({
        code: 'reauthentication-failed',
      });
    }
    expect(await chief.refusal('session.reauthenticate', { body })).toMatchObject({ code: 'account-locked' });
    expect(await chief.refusal('session.reauthenticate', { body })).toMatchObject({ code: 'account-locked' });
  });

  it('ends the session that the same person has elsewhere, and says when', async () => {
    const elsewhere = await test.vrs.issueClientCertificate('TRAINING-02');
    const other = test.newClient({ cert: elsewhere.certificatePem, key: elsewhere.keyPem });
    const first = await test.signIn('clerk01');
    await test.signIn('clerk01', other);
    const refused = await first.refusal('people.find', look);
    expect(refused.code).toBe('session-replaced');
    expect(Date.parse(refused.at ?? '')).toBeGreaterThan(0);
    await other.close();
  });

  it('counts the second account of one person as the same person', async () => {
    await test.vrs.addAccount({
      userId: 'clerk01-second',
      personId: 'staff-clerk01',
      name: '研修　花子',
      department: '',
      role: 'supervisor',
      purpose: null,
    });
    const first = await test.signIn('clerk01');
    await test.signIn('clerk01-second');
    expect(await first.refusal('people.find', look)).toMatchObject({ code: 'session-replaced' });
  });

  it('refuses who is not in the roster period any more, but only after they have proved who they are', async () => {
    test.vrs.clock.advance(366 * DAY);
    const { userId, oneTimePassword } = test.credentials('clerk01');
    const wrong = { userId, password: 'wrong', oneTimePassword };
    expect(await test.client.refusal('session.open', { body: wrong })).toMatchObject({
      code: 'credentials-wrong',
    });
    expect(await test.client.refusal('session.open', { body: test.credentials('clerk01') })).toMatchObject({
      code: 'account-expired',
    });
  });

  it('lets an expired password be changed and nothing else', async () => {
    test.vrs.clock.advance(91 * DAY);
    const opened = await test.client.call('session.open', { body: test.credentials('clerk01') });
    expect(opened.passwordExpired).toBe(true);
    const person = new SignedIn(test.client, 'clerk01', opened.token);
    expect(await person.refusal('people.find', look)).toMatchObject({ code: 'password-expired' });
    const { password } = test.credentials('clerk01');
    const newPassword = 'Wakaba-Aoba-2027';
    await person.call('password.change', { body: { currentPassword: password, newPassword } });
    expect(await person.refusal('people.find', look)).toMatchObject({ code: 'password-expired' });
    await person.call('session.close', {});
    const again = await test.signIn('clerk01');
    await again.call('people.find', look);
  });
});

describe('A session', () => {
  let test: TestVrs;

  beforeEach(async () => {
    test = await TestVrs.start({ people: 100 });
  });
  afterEach(() => test.end());

  it('ends after ten minutes, and goes on when it is renewed in time', async () => {
    const person = await test.signIn('clerk01');
    test.vrs.clock.advance(9 * MINUTE);
    person.token = (await person.call('session.renew', {})).token;
    test.vrs.clock.advance(9 * MINUTE);
    await person.call('people.find', look);
    test.vrs.clock.advance(2 * MINUTE);
    expect(await person.refusal('people.find', look)).toMatchObject({ code: 'session-expired' });
  });

  it('takes the token before a renewal for half a minute more, for calls under way', async () => {
    const person = await test.signIn('clerk01');
    await person.call('session.renew', {});
    await person.call('people.find', look);
    test.vrs.clock.advance(31_000);
    expect(await person.refusal('people.find', look)).toMatchObject({ code: 'session-expired' });
  });

  it('is over at once when somebody signs out', async () => {
    const person = await test.signIn('clerk01');
    await person.call('session.close', {});
    expect(await person.refusal('people.find', look)).toMatchObject({ code: 'session-missing' });
  });

  it('is not opened by a made-up token', async () => {
    for (const token of ['x'.repeat(43), 'nonsense with blanks']) {
      expect(await test.client.refusal('people.find', look, { token })).toMatchObject({
        code: 'session-missing',
      });
    }
  });

  it('ends at once for a user who is stopped', async () => {
    const admin = await test.signIn('admin01');
    const person = await test.signIn('clerk01');
    await admin.call('users.stop', { path: { userId: person.userId }, body: { reason: '異動' } });
    const refused = await person.refusal('people.find', look);
    expect(refused).toMatchObject({ code: 'session-stopped', at: expect.any(String) });
    expect(await test.client.refusal('session.open', { body: test.credentials('clerk01') })).toMatchObject({
      code: 'account-stopped',
    });
  });

  it('survives a restart of the server', async () => {
    const person = await test.signIn('clerk01');
    await test.stop();
    const again = await TestVrs.start({ folder: test.folder });
    const client = again.newClient();
    expect(await client.call('people.find', look, { token: person.token })).toMatchObject({});
    await client.close();
    await again.end();
  });

  it('does not stand in the file in clear', async () => {
    const { token } = await test.signIn('clerk01');
    const rows = test.vrs.storage.database.prepare('SELECT * FROM session').all();
    expect(JSON.stringify(rows)).not.toContain(token);
    const users = JSON.stringify(test.vrs.storage.database.prepare('SELECT password_hash FROM user').all());
    expect(users).not.toContain(test.credentials('clerk01').password);
  });
});

describe('A new password', () => {
  let test: TestVrs;
  let person: SignedIn;

  beforeEach(async () => {
    test = await TestVrs.start({ people: 100 });
    person = await test.signIn('clerk01');
  });
  afterEach(() => test.end());

  it.each([
    ['too short', 'Aoba-1234'],
    ['of two kinds only', 'aobawakaba1234'],
    ['with the user ID in it', 'My-Clerk01-2027'],
  ])('is refused when it is %s', async (_, newPassword) => {
    const { password } = test.credentials('clerk01');
    const body = { currentPassword: password, newPassword };
    expect(await person.refusal('password.change', { body })).toMatchObject({ code: 'password-too-weak' });
  });

  it('is none of the last five, and may be the one before those', async () => {
    const first = test.credentials('clerk01').password;
    const names = ['Ichi', 'Nino', 'Sann', 'Yonn', 'Gogo'].map((name) => `${name}-Aoba-2027`);
    let currentPassword = first;
    for (const newPassword of names) {
      expect(
        await person.refusal('password.change', { body: { currentPassword, newPassword: first } }),
      ).toMatchObject({ code: 'password-used-before' });
      await person.call('password.change', { body: { currentPassword, newPassword } });
      currentPassword = newPassword;
    }
    await person.call('password.change', { body: { currentPassword, newPassword: first } });
  });

  it('needs the present one, and wrong tries lock', async () => {
    const body = { currentPassword: 'wrong', newPassword: 'Ichi-Aoba-2027' };
    for (let turn = 0; turn < 4; turn += 1) {
      expect(await person.refusal('password.change', { body })).toMatchObject({ code: 'credentials-wrong' });
    }
    expect(await person.refusal('password.change', { body })).toMatchObject({ code: 'account-locked' });
  });
});

describe('Training credentials', () => {
  let test: TestVrs;

  beforeEach(async () => {
    test = await TestVrs.start({ people: 100 });
  });
  afterEach(() => test.end());

  it('list the seven accounts with what they are for', async () => {
    const { body } = await test.client.plain('GET', '/training/accounts');
    const accounts = (body as { accounts: { userId: string }[] }).accounts;
    expect(accounts.map(({ userId }) => userId)).toEqual([
      'clerk01',
      'clerk02',
      'contractor01',
      'chief01',
      'chief02',
      'admin01',
      'it01',
    ]);
    expect(Object.keys(accounts[0] ?? {}).toSorted()).toEqual(['name', 'purpose', 'role', 'userId']);
  });

  it('give an unused code each time, and say when to come again where none is left', async () => {
    const path = '/training/accounts/clerk01/credentials';
    const codes = new Set<string>();
    for (let turn = 0; turn < 2; turn += 1) {
      const { body } = await test.client.plain('POST', path);
      const given = body as { userId: string; password: string; oneTimePassword: string };
      codes.add(given.oneTimePassword);
      await test.client.call('session.open', { body: given });
    }
    expect(codes.size).toBe(2);
    const { status, headers } = await test.client.plain('POST', path);
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(30);
  });

  it('are the same for the same seed and others for another', async () => {
    const [same, other] = [
      await TestVrs.start({ people: 1 }),
      await TestVrs.start({ people: 1, seed: 'another' }),
    ];
    expect(same.credentials('chief01').password).toBe(test.credentials('chief01').password);
    expect(other.credentials('chief01').password).not.toBe(test.credentials('chief01').password);
    await same.end();
    await other.end();
  });

  it('need the client certificate, too', async () => {
    const { status } = await test.newClient({}).plain('GET', '/training/accounts');
    expect(status).toBe(403);
  });
});
