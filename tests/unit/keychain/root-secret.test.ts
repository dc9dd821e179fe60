import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { MemorySecretStore } from '../../../src-main/keychain/memory-secret-store.ts';
import { rotateKeys } from '../../../src-main/keychain/open-data-keys.ts';
import { rootFileIn } from '../../../src-main/keychain/root-file.ts';
import { openRoot, type RootPlace, rotateMasterKey } from '../../../src-main/keychain/root-secret.ts';
import type { SecretStore } from '../../../src-main/keychain/secret-store.ts';

const installationId = '0192c1d4-0000-7000-8000-000000000001';
const MASTER = `master-key/${installationId}`;
const NEXT = `next-master-key/${installationId}`;

let folder: string;
let store: MemorySecretStore;
let place: RootPlace;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'root-secret-'));
  store = new MemorySecretStore();
  place = { store, installationId, folder };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
const opened = async () => {
  const { secret, found } = await openRoot(place);
  return { secret: hex(secret), found };
};

class PowerCut extends Error {}

/** The same place, whose power goes before or after the change with that number. */
function cutAt(change: number, when: 'before' | 'after'): RootPlace & { readonly changes: () => number } {
  let changes = 0;
  const around = async <Result>(make: () => Promise<Result>): Promise<Result> => {
    changes += 1;
    if (changes > change || (changes === change && when === 'before')) throw new PowerCut();
    const made = await make();
    if (changes === change) throw new PowerCut();
    return made;
  };
  const cutting: SecretStore = {
    get: (account) => store.get(account),
    set: (account, secret) => around(() => store.set(account, secret)),
    delete: (account) => around(() => store.delete(account)),
    selfTest: () => store.selfTest(),
  };
  const file = rootFileIn(folder);
  const write = (bytes: Uint8Array): Promise<void> => around(() => file.write(bytes));
  return { ...place, store: cutting, file: { read: () => file.read(), write }, changes: () => changes };
}

describe('the master key', () => {
  it('is replaced, the secret below it stays, and the old one is gone', async () => {
    const before = await opened();
    const [old, wrapped] = [hex(await store.get(MASTER)), hex(await rootFileIn(folder).read())];
    expect(await rotateMasterKey(place)).toBe(true);
    expect(hex(await store.get(MASTER))).toMatch(/^[0-9a-f]{64}$/);
    expect(hex(await store.get(MASTER))).not.toBe(old);
    expect(await store.get(NEXT)).toBeUndefined();
    expect(hex(await rootFileIn(folder).read())).not.toBe(wrapped);
    expect(await opened()).toEqual({ secret: before.secret, found: 'kept' });
    // The old key opens nothing that there is now.
    await store.set(MASTER, Buffer.from(old, 'hex'));
    expect((await opened()).found).toBe('lost');
  });

  const CHANGES = 4;
  const cuts = Array.from({ length: CHANGES }, (_, index) => index + 1).flatMap(
    (change): (readonly [number, 'before' | 'after'])[] => [
      [change, 'before'],
      [change, 'after'],
    ],
  );

  it('is replaced in so many steps', async () => {
    await opened();
    const uncut = cutAt(Number.POSITIVE_INFINITY, 'after');
    await rotateMasterKey(uncut);
    expect(uncut.changes()).toBe(CHANGES);
  });

  it.each(cuts)(
    'may lose its power at change %i, %s it: nothing is lost, one key remains',
    async (change, when) => {
      const before = await opened();
      await expect(rotateMasterKey(cutAt(change, when))).rejects.toThrow(PowerCut);
      expect(await opened()).toEqual({ secret: before.secret, found: 'kept' });
      expect(await store.get(NEXT)).toBeUndefined();
      expect(await rotateMasterKey(place)).toBe(true);
      expect(await opened()).toEqual({ secret: before.secret, found: 'kept' });
    },
  );

  it.each(cuts)('survives a second cut while the first is mended (change %i, %s)', async (change, when) => {
    const before = await opened();
    await expect(rotateMasterKey(cutAt(change, when))).rejects.toThrow(PowerCut);
    for (const [again, how] of cuts) await openRoot(cutAt(again, how)).catch(() => undefined);
    expect(await opened()).toEqual({ secret: before.secret, found: 'kept' });
  });

  it('is not replaced where there is none, and none is made', async () => {
    expect(await rotateKeys(place)).toMatchObject({ ok: false, problem: { code: 'keychain-unavailable' } });
    expect(await store.get(MASTER)).toBeUndefined();
  });

  it('is not replaced where the store refuses, and the keys of before still open', async () => {
    const before = await opened();
    store.failure = 'locked';
    expect(await rotateKeys(place)).toMatchObject({ ok: false, problem: { code: 'keychain-locked' } });
    store.failure = undefined;
    expect(await opened()).toEqual({ secret: before.secret, found: 'kept' });
  });
});

describe('a secret that is lost', () => {
  it('is told apart from the first time', async () => {
    expect((await opened()).found).toBe('made');
    expect((await opened()).found).toBe('kept');
  });

  it.each<[what: string, lose: () => Promise<unknown>]>([
    ['the store was emptied', () => store.delete(MASTER)],
    ['the store has another key', () => store.set(MASTER, Buffer.alloc(32, 7))],
    ['the file is damaged', () => writeFile(path.join(folder, 'data-keys.bin'), Buffer.alloc(60, 7))],
    ['the file is cut short', () => writeFile(path.join(folder, 'data-keys.bin'), '')],
  ])('(%s) is replaced by a new one, and that is said', async (_, lose) => {
    const before = await opened();
    await lose();
    const after = await opened();
    expect(after.found).toBe('lost');
    expect(after.secret).not.toBe(before.secret);
    expect(await opened()).toEqual({ ...after, found: 'kept' });
  });

  it('(the file is gone, a copy is there) is said too', async () => {
    await opened();
    await rm(path.join(folder, 'data-keys.bin'));
    await mkdir(path.join(folder, 'cache'));
    await writeFile(path.join(folder, 'cache', 'people.db'), 'encrypted');
    expect((await opened()).found).toBe('lost');
  });

  it('is not given up because the store is locked: what is on disk stays', async () => {
    const before = await opened();
    store.failure = 'locked';
    await expect(openRoot(place)).rejects.toThrow('locked');
    store.failure = undefined;
    expect(await opened()).toEqual({ secret: before.secret, found: 'kept' });
  });

  it('of one installation opens nothing of another', async () => {
    await opened();
    const copied = { ...place, installationId: 'another' };
    await store.set('master-key/another', (await store.get(MASTER)) ?? Buffer.alloc(0));
    expect((await openRoot(copied)).found).toBe('lost');
  });
});
