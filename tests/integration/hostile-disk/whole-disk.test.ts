import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { MemorySecretStore } from '../../../src-main/keychain/memory-secret-store.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';
import type { TrainingVrs } from '../../../src-training/start.ts';
import { trainingVrs, Workstation } from '../application/workstation.ts';

const isRoot = process.getuid?.() === 0;
const installationId = '44444444-4444-4444-8444-444444444444';
const reason = { code: 'telephone', note: '' } as const;

const lookUp = (at: Workstation): Promise<Outcome<unknown>> =>
  at.call('people.search', { reason, text: '0010000161', birthDate: '', fresh: false });
const told = (code: string) => ({ ok: false, problem: { code } });

describe.skipIf(!isRoot)(
  'the one small disk that everything of a terminal lies on (needs root to mount it)',
  () => {
    let vrs: TrainingVrs;
    let disk: string;
    let secrets: MemorySecretStore;
    let station: Workstation | undefined;
    const mount = (...words: readonly string[]): void => void execFileSync('mount', [...words, disk]);

    beforeEach(async () => {
      vrs = await trainingVrs(60);
      disk = await mkdtemp(path.join(tmpdir(), 'whole-disk-'));
      secrets = new MemorySecretStore();
      mount('-t', 'tmpfs', '-o', 'size=16m', 'tmpfs');
    });
    afterEach(async () => {
      await station?.close();
      station = undefined;
      execFileSync('umount', ['-l', disk]);
      await rm(disk, { recursive: true, force: true });
      await vrs.close();
    });

    async function start(): Promise<Workstation> {
      station = await Workstation.start(vrs, {
        folder: path.join(disk, 'home'),
        secrets,
        profile: { installationId, kind: 'training' },
      });
      return station;
    }

    /** Takes what room there is, to the last byte. */
    async function fill(): Promise<void> {
      await writeFile(path.join(disk, 'filling'), Buffer.alloc(17 * 1024 * 1024)).catch(() => undefined);
      await writeFile(path.join(disk, 'filling-2'), Buffer.alloc(64 * 1024)).catch(() => undefined);
    }
    async function makeRoom(): Promise<void> {
      await rm(path.join(disk, 'filling'), { force: true });
      await rm(path.join(disk, 'filling-2'), { force: true });
    }

    test('full: not one look-up is answered once the log takes no more, and all of them again when there is room', async () => {
      const terminal = await start();
      await terminal.signIn('clerk01');
      await terminal.copyReady();
      await fill();
      let refused: Outcome<unknown> = await lookUp(terminal);
      // What is left of the log's last block still takes entries.
      for (let tries = 0; refused.ok && tries < 100; tries += 1) refused = await lookUp(terminal);
      expect(refused).toMatchObject(told('log-unavailable'));
      expect(await lookUp(terminal)).toMatchObject(told('log-unavailable'));
      await makeRoom();
      expect(await lookUp(terminal)).toMatchObject({ ok: true });
      expect(terminal.incidents).toEqual([]);
    });

    test('full at the first start: nothing is begun that could be half, and the next start is a first one', async () => {
      await fill();
      await expect(start()).rejects.toThrow(/^(?:cache|log)-unavailable$/);
      await makeRoom();
      const terminal = await start();
      await terminal.signIn('it01');
      expect(await terminal.get('workstation.status', {})).toMatchObject({ keys: 'made' });
    });

    test('full while the copy is filled: the terminal asks VRS, and fills it when there is room', async () => {
      const terminal = await start();
      mount('-o', 'remount,size=200k');
      await terminal.signIn('clerk01');
      const found = await lookUp(terminal);
      expect(found.ok || found.problem.code === 'log-unavailable').toBe(true);
      await terminal.call('session.signOut', {});
      mount('-o', 'remount,size=16m');
      vrs.clock.advance(60_000);
      await terminal.signIn('clerk01');
      await terminal.copyReady();
      expect(await lookUp(terminal)).toMatchObject({ ok: true });
      expect(terminal.incidents).toEqual([]);
    });

    test('full while a new master key is made: the old one opens everything, and nothing half lies beside it', async () => {
      const terminal = await start();
      await terminal.signIn('it01');
      const before = await secrets.get(`master-key/${installationId}`);
      await fill();
      vrs.clock.advance(60_000);
      const { password, oneTimePassword } = vrs.credentials('it01');
      expect(await terminal.call('workstation.rotateKeys', { password, oneTimePassword })).toMatchObject({
        ok: false,
        problem: { code: expect.stringMatching(/^(?:cache|log)-unavailable$/) },
      });
      await makeRoom();
      await terminal.close();
      expect(await secrets.get(`master-key/${installationId}`)).toEqual(before);
      vrs.clock.advance(60_000);
      const again = await start();
      await again.signIn('it01');
      expect(await again.get('workstation.status', {})).toMatchObject({ keys: 'kept' });
    });

    test('read-only: the terminal does not start, says so, and leaves everything as it was', async () => {
      const first = await start();
      await first.signIn('clerk01');
      await first.copyReady();
      await first.close();
      station = undefined;
      const before = await readdir(path.join(disk, 'home'), { recursive: true });
      mount('-o', 'remount,ro');
      await expect(start()).rejects.toThrow(/^(?:cache|log)-unavailable$/);
      mount('-o', 'remount,rw');
      expect(await readdir(path.join(disk, 'home'), { recursive: true })).toEqual(before);
      vrs.clock.advance(60_000);
      const again = await start();
      await again.signIn('clerk01');
      await again.copyReady();
      expect(await lookUp(again)).toMatchObject({ ok: true });
    });
  },
);
