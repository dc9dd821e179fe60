import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { InputOf, OutputOf } from '../../../src-shared/contract/operations.ts';
import { dayInJapan, systemClock } from '../../../src-shared/domain/clock.ts';
import { addDays } from '../../../src-shared/domain/dates/calendar.ts';
import type { TrainingVrs } from '../../../src-training/start.ts';
import { trainingVrs, Workstation } from './workstation.ts';

const today = dayInJapan(systemClock.now());

const newcomer: InputOf<'users.apply'> = {
  kind: 'new',
  entry: {
    userId: 'clerk03',
    personId: '100234',
    name: '新任　八重',
    department: '接種推進係',
    role: 'clerk',
    validFrom: today,
    validUntil: addDays(today, 300),
  },
  reason: '四月の異動で着任',
};

let vrs: TrainingVrs;
let workstation: Workstation;

beforeEach(async () => {
  vrs = await trainingVrs(20);
  workstation = await Workstation.start(vrs);
});
afterEach(async () => {
  await workstation.close();
  await vrs.close();
});

async function as(userId: string): Promise<void> {
  vrs.clock.advance(30_000);
  await workstation.signIn(userId);
}

async function approve(applicationId: string): Promise<OutputOf<'users.approve'>> {
  return workstation.get('users.approve', { applicationId, ...(await proof()) });
}

/** Password and an unused one-time password of whoever is signed in. */
async function proof(userId = 'admin01'): Promise<{ password: string; oneTimePassword: string }> {
  vrs.clock.advance(30_000);
  const { password, oneTimePassword } = await workstation.get('session.trainingCredentials', { userId });
  return { password, oneTimePassword };
}

async function logText(): Promise<string> {
  const folder = path.join(workstation.folder, 'log');
  const segments = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
  const texts = await Promise.all(segments.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.join('');
}

describe('The roster', () => {
  it('says of everybody how they stand and what has to be looked at', async () => {
    await as('chief01');
    const { lines } = await workstation.get('users.roster', {});
    const told = new Map(
      lines.map(({ user, standing, marks }) => [String(user.userId), { standing, marks }]),
    );
    expect(told.get('clerk01')).toEqual({ standing: 'active', marks: [] });
    expect(told.get('clerk11')).toEqual({ standing: 'active', marks: ['ends-soon', 'review-due'] });
    expect(told.get('clerk12')).toEqual({ standing: 'active', marks: ['idle'] });
    expect(told.get('clerk13')).toEqual({ standing: 'stopped', marks: [] });
    expect(told.get('contractor02')).toEqual({ standing: 'expired', marks: [] });
    expect(told.get('contractor03')).toEqual({ standing: 'not-begun', marks: [] });
    expect(lines.slice(-2).map(({ user }) => String(user.userId))).toEqual(['clerk13', 'contractor02']);
  });

  it('names the other accounts of the same person', async () => {
    await vrs.addAccount({
      userId: 'clerk01-second',
      personId: 'staff-clerk01',
      name: '研修　花子',
      department: '',
      role: 'contractor',
      purpose: null,
    });
    await as('chief01');
    const { lines } = await workstation.get('users.roster', {});
    const line = lines.find(({ user }) => user.userId === 'clerk01');
    expect(line?.otherAccounts).toEqual(['clerk01-second']);
  });
});

describe('An application for an authority', () => {
  it('is approved by another person, and what is handed over is written nowhere', async () => {
    await as('chief01');
    const { applicationId } = await workstation.get('users.apply', newcomer);
    await as('admin01');
    const { application, credentials } = await approve(applicationId);
    expect(application).toMatchObject({ state: 'approved', maker: { userId: 'chief01' } });
    const log = await logText();
    expect(log).toContain('利用者の申請の承認');
    expect(log).toMatch(/"user":"clerk03"/);
    for (const secret of Object.values(credentials ?? {})) expect(log).not.toContain(secret);
    const { entries } = await workstation.get('log.entries', {
      userId: 'admin01',
      addresseeNumber: '',
      action: '利用者の申請の承認',
      from: '',
      until: '',
      before: null,
      limit: 5,
    });
    expect(entries[0]).toMatchObject({
      result: 'done',
      detail: { user: 'clerk03', kind: 'new', role: 'clerk', maker: 'chief01' },
    });
  });

  it('leaves its reason in the log for the chief to read, and on the disk for nobody', async () => {
    await as('chief01');
    const { applicationId } = await workstation.get('users.apply', newcomer);
    await as('admin01');
    await workstation.get('users.return', { applicationId, reason: '所属が違います' });
    const { entries } = await workstation.get('log.entries', {
      userId: '',
      addresseeNumber: '',
      action: '',
      from: '',
      until: '',
      before: null,
      limit: 20,
    });
    const reasons = entries.filter(({ result }) => result === 'done').map(({ reason }) => reason);
    expect(reasons).toEqual(expect.arrayContaining([newcomer.reason, '所属が違います']));
    const onDisk = await logText();
    expect(onDisk).not.toContain(newcomer.reason);
    expect(onDisk).not.toContain('所属が違います');
  });

  it('is refused here already where it is one’s own', async () => {
    await as('admin01');
    const own = await workstation.get('users.apply', newcomer);
    // VRS is out of reach of this decision: the workstation refuses before it proves anything.
    const credentials = await proof();
    expect(
      await workstation.call('users.approve', { applicationId: own.applicationId, ...credentials }),
    ).toMatchObject({ problem: { code: 'own-authority' } });
    expect(
      await workstation.call('users.return', { applicationId: own.applicationId, reason: '×' }),
    ).toMatchObject({ problem: { code: 'own-authority' } });
    const second = { ...newcomer.entry, userId: 'admin99', personId: 'staff-admin01' };
    expect(await workstation.call('users.apply', { ...newcomer, entry: second })).toMatchObject({
      problem: { code: 'own-role' },
    });
    expect(await workstation.get('users.withdraw', { applicationId: own.applicationId })).toMatchObject({
      state: 'withdrawn',
    });
    expect(await workstation.call('users.withdraw', { applicationId: own.applicationId })).toMatchObject({
      problem: { code: 'authority-state' },
    });
  });

  it('is not approved with a wrong proof, and goes back with a reason', async () => {
    await as('chief01');
    const { applicationId } = await workstation.get('users.apply', newcomer);
    await as('admin01');
    expect(
      await workstation.call('users.approve', {
        applicationId,
        password: 'wrong',
        oneTimePassword: '000000',
      }),
    ).toMatchObject({ problem: { code: 'reauthentication-failed' } });
    await workstation.get('users.return', { applicationId, reason: '所属を確かめてください' });
    const { applications } = await workstation.get('users.applications', {});
    expect(applications[0]).toMatchObject({ state: 'returned', returnReason: '所属を確かめてください' });
  });

  it.each([
    ['user-exists', { userId: 'clerk01' }],
    ['authority-too-long', { validUntil: addDays(today, 367) }],
  ] as const)('is told as %s', async (code, changes) => {
    await as('chief01');
    const entry = { ...newcomer.entry, ...changes };
    expect(await workstation.call('users.apply', { ...newcomer, entry })).toMatchObject({
      problem: { code },
    });
  });
});

describe('Stopping and confirming', () => {
  it('ends the session at another terminal, which says so at its next call', async () => {
    const other = await Workstation.start(vrs);
    try {
      await other.signIn('clerk01');
      await as('admin01');
      await workstation.get('users.stop', { userId: 'clerk01', reason: '異動' });
      const asked = await other.call('people.search', {
        reason: { code: 'telephone', note: '' },
        text: '',
        birthDate: '1980-01-01',
        fresh: true,
      });
      expect(asked).toMatchObject({ problem: { code: 'session-stopped' } });
      await expect
        .poll(async () => (await other.get('session.view', {})).session)
        .toEqual({ state: 'signed-out', endedBecause: 'stopped' });
    } finally {
      await other.close();
    }
  });

  it('keeps the last administrator', async () => {
    await as('admin01');
    expect(await workstation.call('users.stop', { userId: 'admin01', reason: '×' })).toMatchObject({
      problem: { code: 'last-administrator' },
    });
  });

  it('records who confirmed, at VRS and here, and takes away the mark', async () => {
    await as('chief01');
    const lineOf = async () =>
      (await workstation.get('users.roster', {})).lines.find(({ user }) => user.userId === 'clerk11');
    const before = await lineOf();
    const version = before?.user.version ?? 0;
    await workstation.get('users.review', { userId: 'clerk11', version });
    const after = await lineOf();
    expect(after).toMatchObject({ marks: ['ends-soon'], user: { lastReview: { userId: 'chief01' } } });
    expect(await logText()).toContain('利用者の年次点検（継続）');
    expect(await workstation.call('users.review', { userId: 'clerk11', version: 99 })).toMatchObject({
      problem: { code: 'version-changed' },
    });
  });
});
