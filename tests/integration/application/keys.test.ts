import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { MemorySecretStore } from '../../../src-main/keychain/memory-secret-store.ts';
import type { TrainingVrs } from '../../../src-training/start.ts';
import { trainingVrs, Workstation } from './workstation.ts';

const installationId = '22222222-2222-4222-8222-222222222222';
const MASTER = `master-key/${installationId}`;

let vrs: TrainingVrs;
let station: Workstation;
let secrets: MemorySecretStore;
let folder: string | undefined;
/** Everything that was ever put into the store. */
const stored: Uint8Array[] = [];

class WatchedStore extends MemorySecretStore {
  override set(account: string, secret: Uint8Array): Promise<void> {
    stored.push(Uint8Array.from(secret));
    return super.set(account, secret);
  }
}

/** Starts on the same folder with the same store. */
async function start(): Promise<void> {
  const place = folder === undefined ? {} : { folder };
  station = await Workstation.start(vrs, { ...place, secrets, profile: { installationId } });
  ({ folder } = station);
}

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
const credentials = (userId: string) => {
  const { password, oneTimePassword } = vrs.credentials(userId);
  return { password, oneTimePassword };
};

async function logText(): Promise<string> {
  const log = path.join(station.folder, 'log');
  const names = (await readdir(log)).filter((name) => name.endsWith('.jsonl'));
  return (await Promise.all(names.map((name) => readFile(path.join(log, name), 'utf8')))).join('');
}

beforeAll(async () => {
  vrs = await trainingVrs(60);
  secrets = new WatchedStore();
  await start();
  await station.signIn('clerk01');
  await station.copyReady();
});
afterAll(async () => {
  await station.close();
  await vrs.close();
  await rm(station.folder, { recursive: true, force: true });
});

describe('the master key of a terminal', () => {
  it('is made anew by who looks after the terminal, once they have proven who they are', async () => {
    await station.call('session.signOut', {});
    await station.signIn('it01');
    const before = hex(await secrets.get(MASTER));
    const wrong = { password: 'not-the-password', oneTimePassword: '000000' };
    expect(await station.call('workstation.rotateKeys', wrong)).toMatchObject({
      ok: false,
      problem: { code: 'sign-in-refused' },
    });
    expect(hex(await secrets.get(MASTER))).toBe(before);
    vrs.clock.advance(60_000);
    expect(await station.call('workstation.rotateKeys', credentials('it01'))).toMatchObject({ ok: true });
    expect(hex(await secrets.get(MASTER))).not.toBe(before);
    // The session goes on, under the token that the proof brought.
    expect(await station.get('session.view', {})).toMatchObject({ session: { state: 'signed-in' } });
    expect(await station.get('workstation.status', {})).toMatchObject({ keys: 'made' });
    expect(await logText()).toContain('"operation":"workstation.rotateKeys"');
  });

  it('leaves the copy readable at the next start', async () => {
    await station.close();
    vrs.clock.advance(60_000);
    await start();
    vrs.faults.add({ kind: 'drop-before' }, { calls: ['people.changes'] });
    await station.signIn('clerk01');
    await station.copyReady();
    vrs.faults.clear();
    expect(await station.get('session.view', {})).toMatchObject({ cache: { state: 'ready' } });
  });

  it('that is lost takes the copy with it, is told and recorded, and the copy comes back from VRS', async () => {
    await station.close();
    await secrets.delete(MASTER);
    vrs.clock.advance(60_000);
    await start();
    expect(await logText()).toContain('"operation":"keys.lost"');
    await station.signIn('clerk01');
    await station.copyReady();
    await station.call('session.signOut', {});
    vrs.clock.advance(60_000);
    await station.signIn('it01');
    expect(await station.get('workstation.status', {})).toMatchObject({ keys: 'lost' });
    expect(station.incidents).toEqual([]);
  });

  it('is nowhere on the disk, and neither is a password, a one-time password or a token', async () => {
    const { password, oneTimePassword } = credentials('it01');
    await station.call('workstation.rotateKeys', { password, oneTimePassword });
    const master = await secrets.get(MASTER);
    expect(existsSync(path.join(station.folder, 'data-keys.bin'))).toBe(true);
    const files = (await readdir(station.folder, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    const onDisk = Buffer.concat(
      await Promise.all(files.map(({ parentPath, name }) => readFile(path.join(parentPath, name)))),
    );
    const inStore = Buffer.concat(stored);
    const raw = Buffer.from(master ?? []);
    expect([onDisk.indexOf(raw), inStore.indexOf(raw) >= 0]).toEqual([-1, true]);
    for (const text of [password, `"${oneTimePassword}"`, hex(master)]) {
      expect(onDisk.indexOf(text)).toBe(-1);
      expect(onDisk.indexOf(text, 0, 'utf16le')).toBe(-1);
    }
    for (const text of [password, oneTimePassword]) expect(inStore.indexOf(text)).toBe(-1);
  });
});
