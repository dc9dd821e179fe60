import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { MemorySecretStore } from '../../../src-main/keychain/memory-secret-store.ts';
import type { LogArchive } from '../../../src-shared/contract/log-archives.ts';
import { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import type { TrainingVrs } from '../../../src-training/start.ts';
import { trainingVrs, Workstation } from './workstation.ts';

const everything = {
  userId: '',
  addresseeNumber: '',
  action: '',
  from: '',
  until: '',
  before: null,
  limit: 50,
} as const;
const year = 365.25 * 24 * 60 * 60 * 1_000;

let vrs: TrainingVrs;
let workstation: Workstation;
/** How far the terminal's clock is ahead. */
let ahead = 0;
const secrets = new MemorySecretStore();
const clock = { now: () => new Date(Date.now() + ahead) };

beforeEach(async () => {
  ahead = 0;
  vrs = await trainingVrs(20);
  workstation = await Workstation.start(vrs, { clock, secrets });
});

afterEach(async () => {
  await workstation.close();
  await vrs.close();
});

async function credentials(userId: string) {
  // Each one-time password is good once.
  vrs.clock.advance(30_000);
  return workstation.get('session.trainingCredentials', { userId });
}

async function archives(): Promise<readonly LogArchive[]> {
  return (await workstation.get('log.archives', {})).archives;
}

describe('SECURITY H75: destroying an archive', () => {
  it('waits for seven years and for the password of the chief', async () => {
    await workstation.signIn('chief01');
    ahead = year;
    await workstation.get('log.verify', {});
    await expect.poll(archives).toMatchObject([{ state: 'kept', first: 1 }]);
    const { password, oneTimePassword } = await credentials('chief01');
    expect(
      await workstation.call('log.destroyArchive', { first: 1, password, oneTimePassword }),
    ).toMatchObject({
      problem: { code: 'archive-kept' },
    });
    ahead = 9 * year;
    await expect.poll(async () => (await archives())[0]?.state).toBe('over');
    const wrong = { ...(await credentials('chief01')), password: 'Somebody-else-1' };
    const refused = { password: wrong.password, oneTimePassword: wrong.oneTimePassword };
    expect(await workstation.call('log.destroyArchive', { first: 1, ...refused })).toMatchObject({
      ok: false,
    });
    expect((await archives())[0]?.state).toBe('over');

    const right = await credentials('chief01');
    const proof = { password: right.password, oneTimePassword: right.oneTimePassword };
    expect(await workstation.get('log.destroyArchive', { first: 1, ...proof })).toMatchObject({
      state: 'destroyed',
    });
    const { entries } = await workstation.get('log.entries', everything);
    expect(entries.find(({ operation }) => operation === 'log.archiveDestroyed')).toMatchObject({
      userId: 'chief01',
      action: '操作ログの書庫の廃棄',
    });
    await workstation.get('log.verify', {});
    await expect.poll(async () => (await workstation.get('log.state', {})).state).toBe('verified');
  });
});

describe('SECURITY H75, P3: blacking a person out', () => {
  it('needs the password of the chief, and leaves counts and no number', async () => {
    const number = AddresseeNumber.parse('1000000001');
    await workstation.signIn('chief01');
    await workstation.get('log.entries', { ...everything, addresseeNumber: number });
    const of = async () => {
      const { password, oneTimePassword } = await credentials('chief01');
      return { addresseeNumber: number, note: '消去の請求', password, oneTimePassword };
    };
    const refused = { ...(await of()), password: 'Somebody-else-1' };
    expect(await workstation.call('log.redact', refused)).toMatchObject({ ok: false });
    await workstation.get('log.redact', await of());
    await expect.poll(async () => (await workstation.get('jobs.list', {})).jobs.at(-1)?.state).toBe('done');
    const { entries } = await workstation.get('log.entries', everything);
    expect(entries.find(({ operation }) => operation === 'log.redacted')).toMatchObject({
      reason: '消去の請求',
      subjects: [],
      detail: { values: 1, entries: 1 },
    });
    expect(entries.some(({ subjects }) => subjects.includes(number))).toBe(false);
    const names = await readdir(path.join(workstation.folder, 'log'));
    expect(names.filter((name) => name.endsWith('.new'))).toEqual([]);
  });
});
