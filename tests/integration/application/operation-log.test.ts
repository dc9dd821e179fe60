import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { TrainingVrs } from '../../../src-training/start.ts';
import { trainingVrs, Workstation } from './workstation.ts';

const reason = { code: 'other', note: '本人からの電話、折り返し' } as const;
const everything = {
  userId: '',
  addresseeNumber: '',
  action: '',
  from: '',
  until: '',
  before: null,
  limit: 50,
} as const;

let vrs: TrainingVrs;
let workstation: Workstation;

beforeEach(async () => {
  vrs = await trainingVrs(60);
  workstation = await Workstation.start(vrs);
});

afterEach(async () => {
  await workstation.close();
  await vrs.close();
});

describe('the operation log', () => {
  it('tells the chief who looked whom up, why, and with what result', async () => {
    await workstation.signIn('clerk01');
    await workstation.copyReady();
    const { hits } = await workstation.get('people.search', {
      reason,
      text: '佐藤',
      birthDate: '',
      fresh: false,
    });
    expect(hits.length).toBeGreaterThan(0);
    await workstation.get('session.signOut', {});
    vrs.clock.advance(30_000);
    await workstation.signIn('chief01');
    const { entries } = await workstation.get('log.entries', { ...everything, action: '照会（検索）' });
    expect(entries[0]).toMatchObject({
      userId: 'clerk01',
      role: 'clerk',
      workstation: 'TRAINING-01',
      action: '照会（検索）',
      reason: 'その他：本人からの電話、折り返し',
      subjects: hits.map((hit) => hit.addresseeNumber),
      result: 'done',
    });
  });

  it('holds neither 宛名番号 nor what a person typed in the clear', async () => {
    await workstation.signIn('clerk01');
    await workstation.copyReady();
    await workstation.get('people.search', { reason, text: '佐藤', birthDate: '', fresh: false });
    const folder = path.join(workstation.folder, 'log');
    for (const name of await readdir(folder)) {
      const text = await readFile(path.join(folder, name), 'utf8');
      expect(text).not.toContain('折り返し');
      expect(text).not.toContain('佐藤');
    }
  });

  it('is verified from its first entry on demand', async () => {
    await workstation.signIn('chief01');
    await workstation.get('log.verify', {});
    await expect.poll(async () => (await workstation.get('log.state', {})).state).toBe('verified');
  });
});

describe.skipIf(process.getuid?.() !== 0)(
  'with the disk of the log full (needs root for a small disk)',
  () => {
    let folder: string;

    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'full-disk-'));
      await mkdir(path.join(folder, 'log'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path.join(folder, 'log')]);
    });

    afterEach(async () => {
      execFileSync('umount', [path.join(folder, 'log')]);
      await rm(folder, { recursive: true, force: true });
    });

    it('no look-up is answered, and it goes on when there is room again', async () => {
      const terminal = await Workstation.start(vrs, { folder });
      try {
        await terminal.signIn('clerk02');
        await terminal.copyReady();
        const look = () =>
          terminal.call('people.search', { reason, text: '佐藤', birthDate: '', fresh: false });
        expect(await look()).toMatchObject({ ok: true });
        await writeFile(path.join(folder, 'log', 'filler'), Buffer.alloc(1024 * 1024)).catch(() => undefined);
        // What is left of the last page may take an entry more.
        await expect.poll(look).toMatchObject({ ok: false, problem: { code: 'log-unavailable' } });
        expect(await look()).not.toHaveProperty('value');
        await rm(path.join(folder, 'log', 'filler'));
        expect(await look()).toMatchObject({ ok: true });
      } finally {
        await terminal.close();
      }
    });
  },
);
