import { describe, expect, it } from 'vitest';

import type { WorkstationEvent } from '../../../src-shared/contract/bridge.ts';
import { Events } from '../../../src-main/gateway/events.ts';
import { Session } from '../../../src-main/session/session.ts';
import { json, refusal, scriptedVrs } from '../vrs/scripted-vrs.ts';

const user = {
  userId: 'clerk01',
  personId: 'staff-clerk01',
  name: '試験 太郎',
  department: '試験係',
  role: 'clerk',
  municipalityCode: '131237',
  municipalityName: '試験市',
};
const credentials = { password: 'pw', oneTimePassword: '123456' };

const opened = (change: object = {}): Response =>
  json(201, {
    token: 'a'.repeat(40),
    expiresAt: '2026-11-20T01:10:00.000Z',
    user,
    previousAccess: '2026-11-19T00:00:00.000Z',
    passwordExpiresOn: '2026-12-01',
    passwordExpired: false,
    passwordIsInitial: false,
    ...change,
  });

type Answers = Parameters<typeof scriptedVrs>[0];

function sessionWith(answers: Answers, closing: Promise<void> = Promise.resolve()) {
  const events = new Events();
  const told: WorkstationEvent[] = [];
  events.listen((event) => told.push(event));
  const ended: string[] = [];
  const started: string[] = [];
  const { client, requests } = scriptedVrs(answers);
  const session = new Session({
    vrs: client,
    clock: { now: () => new Date('2026-11-20T01:00:00Z') },
    events,
    onSignedIn: ({ userId }) => started.push(userId),
    onEnded: (who, because) => {
      ended.push(`${who.userId}:${because}`);
      return closing;
    },
    busy: () => false,
    offlineMinutes: 60,
  });
  return { session, requests, told, ended, started };
}

describe('a session', () => {
  it('begins with a sign-in and says how many days the password has left', async () => {
    const { session, started, told } = sessionWith([opened()]);
    await session.signIn('clerk01', credentials);
    expect(session.view()).toMatchObject({ state: 'signed-in', passwordDaysLeft: 11, remembered: null });
    expect(started).toEqual(['clerk01']);
    expect(JSON.stringify(told)).not.toContain('aaaa');
  });

  it('stays closed after a wrong sign-in', async () => {
    const { session, started } = sessionWith([refusal(401, 'credentials-wrong')]);
    expect(await session.signIn('clerk01', credentials)).toMatchObject({
      problem: { code: 'sign-in-refused' },
    });
    expect(session.view()).toMatchObject({ state: 'signed-out' });
    expect(started).toEqual([]);
  });

  it('with an expired password lets nothing happen but the change', async () => {
    const { session, started } = sessionWith([
      opened({ passwordExpired: true }),
      new Response(null, { status: 204 }),
    ]);
    await session.signIn('clerk01', credentials);
    expect(session.standing()).toBe('password-expired');
    expect(started).toEqual([]);
    await session.changePassword('old', 'new');
    expect(session.standing()).toBe('signed-out');
  });

  it('tells a first password from an expired one', async () => {
    const { session } = sessionWith([opened({ passwordExpired: true, passwordIsInitial: true })]);
    await session.signIn('clerk01', credentials);
    expect(session.view()).toMatchObject({ state: 'password-expired', isInitial: true });
  });

  it('ends here at once even where VRS cannot be told', async () => {
    const { session, ended } = sessionWith([opened(), new Error('net::ERR_CONNECTION_REFUSED')]);
    await session.signIn('clerk01', credentials);
    await session.signOut();
    expect(session.token()).toBeUndefined();
    expect(ended).toEqual(['clerk01:']);
  });
});

it('the next sign-in waits until what the last session opened is closed', async () => {
  const { promise: closing, resolve: close } = Promise.withResolvers<void>();
  const { session, requests } = sessionWith([opened(), opened({ token: 'b'.repeat(40) })], closing);
  await session.signIn('clerk01', credentials);
  session.tokenRefused('a'.repeat(40), 'session-ended');
  const next = session.signIn('clerk02', credentials);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(requests).toHaveLength(1);
  close();
  await next;
  expect(requests).toHaveLength(2);
});

describe('the lock', () => {
  it('keeps the form and gives it back to the same person', async () => {
    const { session } = sessionWith([
      opened(),
      opened({ token: 'b'.repeat(40), previousAccess: '2026-11-20T00:59:00.000Z' }),
    ]);
    await session.signIn('clerk01', credentials);
    session.lock({ screen: 'people', form: { text: '1234567890' } });
    expect(JSON.stringify(session.view())).not.toContain('1234567890');
    await session.unlock(credentials);
    expect(session.view()).toMatchObject({
      state: 'signed-in',
      remembered: { screen: 'people', form: { text: '1234567890' } },
      previousAccess: '2026-11-19T00:00:00.000Z',
    });
  });

  it('from outside keeps what was remembered last', async () => {
    const { session } = sessionWith([opened(), opened()]);
    await session.signIn('clerk01', credentials);
    session.remember({ screen: 'batches', form: { comment: '十一月分' } });
    session.lock(null);
    await session.unlock(credentials);
    expect(session.view()).toMatchObject({ remembered: { form: { comment: '十一月分' } } });
  });

  it('stays after a wrong password', async () => {
    const { session } = sessionWith([opened(), refusal(401, 'credentials-wrong')]);
    await session.signIn('clerk01', credentials);
    session.lock(null);
    expect(await session.unlock(credentials)).toMatchObject({ problem: { code: 'sign-in-refused' } });
    expect(session.standing()).toBe('locked');
  });
});

describe('a token that VRS refuses', () => {
  it.each([
    ['session-ended', 'expired'],
    ['session-replaced', 'replaced'],
    ['session-stopped', 'stopped'],
    ['session-period-over', 'period-over'],
  ] as const)('ends the session and says why (%s)', async (why, endedBecause) => {
    const { session, ended } = sessionWith([opened()]);
    await session.signIn('clerk01', credentials);
    session.tokenRefused('a'.repeat(40), why);
    expect(session.view()).toEqual({ state: 'signed-out', endedBecause });
    expect(ended).toEqual([`clerk01:${endedBecause}`]);
  });

  it('does not end the session that has a newer one: an unlock swaps tokens while calls are under way', async () => {
    const { session } = sessionWith([opened(), opened({ token: 'b'.repeat(40) })]);
    await session.signIn('clerk01', credentials);
    session.lock(null);
    await session.unlock(credentials);
    session.tokenRefused('a'.repeat(40), 'session-replaced');
    expect(session.standing()).toBe('signed-in');
  });
});
