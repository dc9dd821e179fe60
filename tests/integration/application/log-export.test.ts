import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Job } from '../../../src-shared/contract/jobs.ts';
import { LogEntryView } from '../../../src-shared/contract/operation-log.ts';
import type { InputOf } from '../../../src-shared/contract/operations.ts';
import type { TrainingVrs } from '../../../src-training/start.ts';
import { trainingVrs, Workstation } from './workstation.ts';

const filter = { userId: '', addresseeNumber: '', action: '', from: '', until: '' } as const;

let folder: string;
let target: string | undefined;
let vrs: TrainingVrs;
let workstation: Workstation;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'log-export-'));
  target = path.join(folder, 'log');
  vrs = await trainingVrs(20);
  workstation = await Workstation.start(vrs, { chooseTarget: () => Promise.resolve(target) });
});

afterEach(async () => {
  await workstation.close();
  await vrs.close();
  await rm(folder, { recursive: true, force: true });
});

async function fresh(
  userId: string,
  changes: Partial<InputOf<'log.export'>> = {},
): Promise<InputOf<'log.export'>> {
  // Each one-time password is good once.
  vrs.clock.advance(30_000);
  const { password, oneTimePassword } = await workstation.get('session.trainingCredentials', { userId });
  return { ...filter, format: 'json-lines', password, oneTimePassword, ...changes };
}

async function newestJob(): Promise<Job | undefined> {
  return (await workstation.get('jobs.list', {})).jobs.at(-1);
}

async function jobEnded(): Promise<Job | undefined> {
  await expect.poll(async () => (await newestJob())?.state).not.toBe('running');
  return newestJob();
}

describe('SECURITY H75, P2: the export of the operation log', () => {
  it('has every entry that stood there, for the eyes of the chief, and is itself written down', async () => {
    await workstation.signIn('chief01');
    // More than a page. The gateway takes so many calls a second: one that it refuses is made again.
    const look = () => workstation.call('log.entries', { ...filter, before: null, limit: 1 });
    for (let n = 0; n < 250; n += 1) await expect.poll(look).toMatchObject({ ok: true });
    // Its bucket is empty now, and gives fifty calls a second.
    await sleep(1_000);
    await workstation.get('log.export', await fresh('chief01'));
    expect(await jobEnded()).toMatchObject({ kind: 'export-log', state: 'done' });
    const bytes = await readFile(target ?? '');
    const entries = bytes
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => LogEntryView.parse(JSON.parse(line)));
    const newest = entries[0]?.sequence ?? 0;
    expect(newest).toBeGreaterThan(250);
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => newest - index));
    expect(entries.at(-1)?.sequence).toBe(1);
    expect(await readdir(folder)).toEqual(['log']);
    expect((await stat(target ?? '')).mode & 0o077).toBe(0);

    const after = await workstation.get('log.entries', { ...filter, before: null, limit: 20 });
    const written = after.entries.find(({ operation }) => operation === 'log.exported');
    const digest = createHash('sha256').update(bytes).digest('hex');
    expect(written).toMatchObject({
      userId: 'chief01',
      action: '操作ログの持ち出し',
      detail: { format: 'json-lines', entries: entries.length, file: digest },
    });
    expect(
      after.entries.filter(({ action }) => action === '操作ログの出力').map(({ result }) => result),
    ).toEqual(['done', 'begun']);
  });

  it('goes by the filter, in each format', async () => {
    await workstation.signIn('chief01');
    for (const format of ['csv', 'rfc-5424'] as const) {
      await workstation.get('log.export', await fresh('chief01', { format, userId: 'chief01' }));
      expect(await jobEnded()).toMatchObject({ state: 'done' });
      const text = await readFile(target ?? '', 'utf8');
      expect(text).toContain('chief01');
      expect(text).not.toContain('log.opened');
    }
  });

  it('asks VRS who it is, and gives nothing where the password is not theirs', async () => {
    await workstation.signIn('chief01');
    const wrong = await fresh('chief01', { password: 'Somebody-else-1' });
    expect(await workstation.call('log.export', wrong)).toMatchObject({
      ok: false,
      problem: { code: 'reauthentication-failed' },
    });
    expect(await readdir(folder)).toEqual([]);
    const { entries } = await workstation.get('log.entries', { ...filter, before: null, limit: 5 });
    expect(entries[0]).toMatchObject({ operation: 'log.export', result: 'reauthentication-failed' });
  });

  it('is for the chief and the administrator only', async () => {
    await workstation.signIn('clerk01');
    expect(await workstation.call('log.export', await fresh('clerk01'))).toMatchObject({
      ok: false,
      problem: { code: 'role-not-allowed' },
    });
  });

  it('leaves nothing where no place was chosen, or it can not be written', async () => {
    await workstation.signIn('chief01');
    target = undefined;
    expect(await workstation.call('log.export', await fresh('chief01'))).toMatchObject({
      ok: false,
      problem: { code: 'file-not-chosen' },
    });
    target = path.join(folder, 'missing', 'log');
    await workstation.get('log.export', await fresh('chief01'));
    expect(await jobEnded()).toMatchObject({ state: 'failed', problem: { code: 'export-not-writable' } });
    expect(await readdir(folder)).toEqual([]);
  });
});
