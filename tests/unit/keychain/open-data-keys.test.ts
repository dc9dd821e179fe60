import { createCipheriv, createPublicKey, sign, verify } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { DataKeys } from '../../../src-main/keychain/data-keys.ts';
import { MemorySecretStore } from '../../../src-main/keychain/memory-secret-store.ts';
import { openDataKeys } from '../../../src-main/keychain/open-data-keys.ts';
import { SecretStoreError, type SecretStoreFailure } from '../../../src-main/keychain/secret-store.ts';

const installationId = '0192c1d4-0000-7000-8000-000000000001';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'data-keys-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function keysOf(store: MemorySecretStore, id = installationId): Promise<DataKeys> {
  const place = { installationId: id, folder: path.join(folder, id) };
  const keys = await openDataKeys({ store, profileKind: 'production', ...place });
  if (!keys.ok) throw new Error(keys.problem.code);
  return keys.value;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('the keys of an installation', () => {
  it('are the same every time', async () => {
    const store = new MemorySecretStore();
    const [first, second] = [await keysOf(store), await keysOf(store)];
    expect(first.kept).toBe('in-keychain');
    expect(hex(first.cache)).toBe(hex(second.cache));
    expect(first.logSubjects.equals(second.logSubjects)).toBe(true);
    expect(first.stagingWrap.equals(second.stagingWrap)).toBe(true);
    expect(first.logCheckpoints.equals(second.logCheckpoints)).toBe(true);
  });

  it('differ by purpose and by installation, and have 256 bits', async () => {
    const store = new MemorySecretStore();
    const all = [await keysOf(store), await keysOf(store, 'another')].flatMap((keys) => [
      hex(keys.cache),
      hex(keys.logSubjects.export()),
      hex(keys.stagingWrap.export()),
      Buffer.from(keys.logCheckpoints.export({ format: 'jwk' }).d ?? '', 'base64url').toString('hex'),
    ]);
    expect(new Set(all).size).toBe(8);
    expect(all.every((key) => key.length === 64)).toBe(true);
  });

  it('work as keys of AES-256', async () => {
    const { logSubjects } = await keysOf(new MemorySecretStore());
    expect(() => createCipheriv('aes-256-gcm', logSubjects, Buffer.alloc(12))).not.toThrow();
  });

  it('sign the checkpoints of the log under Ed25519', async () => {
    const { logCheckpoints } = await keysOf(new MemorySecretStore());
    const text = Buffer.from('a checkpoint');
    const signature = sign(null, text, logCheckpoints);
    expect(logCheckpoints.asymmetricKeyType).toBe('ed25519');
    expect(verify(null, text, createPublicKey(logCheckpoints), signature)).toBe(true);
  });

  it('are overwritten in memory when they are forgotten', async () => {
    const keys = await keysOf(new MemorySecretStore());
    keys.forget();
    expect(hex(keys.cache)).toBe('00'.repeat(32));
  });

  it('leave one master key in the store, under the installation, and nothing of the self test', async () => {
    const store = new MemorySecretStore();
    await keysOf(store);
    expect((await store.get(`master-key/${installationId}`))?.length).toBe(32);
    expect(await store.get('self-test')).toBeUndefined();
    expect(await store.get(`next-master-key/${installationId}`)).toBeUndefined();
  });

  it('leave neither themselves nor the master key in the folder', async () => {
    const store = new MemorySecretStore();
    const keys = await keysOf(store);
    const file = await readFile(path.join(folder, installationId, 'data-keys.bin'));
    const master = await store.get(`master-key/${installationId}`);
    const secrets = [master, keys.cache, keys.logSubjects.export(), keys.stagingWrap.export()];
    expect(file).toHaveLength(60);
    for (const secret of secrets) expect(file.includes(Buffer.from(secret ?? []))).toBe(false);
  });
});

describe('a store that can not be used', () => {
  const cases: readonly (readonly [SecretStoreFailure, string])[] = [
    ['unavailable', 'keychain-unavailable'],
    ['locked', 'keychain-locked'],
    ['timeout', 'keychain-locked'],
    ['denied', 'keychain-unavailable'],
    ['unknown', 'keychain-unavailable'],
  ];

  it.each(cases)('refuses a production profile: %s → %s', async (failure, code) => {
    const store = new MemorySecretStore();
    store.failure = failure;
    const keys = await openDataKeys({ store, profileKind: 'production', installationId, folder });
    expect(keys).toMatchObject({ ok: false, problem: { code } });
  });

  it.each(cases)('gives a training profile keys of this process alone: %s', async (failure) => {
    const store = new MemorySecretStore();
    store.failure = failure;
    const options = { store, profileKind: 'training', installationId, folder } as const;
    const [first, second] = [await openDataKeys(options), await openDataKeys(options)];
    if (!first.ok || !second.ok) throw new Error('refused');
    expect(first.value.kept).toBe('memory-only');
    expect(hex(first.value.cache)).not.toBe(hex(second.value.cache));
    store.failure = undefined;
    expect(await store.get(`master-key/${installationId}`)).toBeUndefined();
  });

  it('that only pretends to keep is found out', async () => {
    const store = new MemorySecretStore();
    store.set = () => Promise.resolve();
    const keys = await openDataKeys({ store, profileKind: 'production', installationId, folder });
    expect(keys).toMatchObject({ ok: false, problem: { code: 'keychain-unavailable' } });
  });

  it('that fails the self test is not trusted with a key', async () => {
    const store = new MemorySecretStore();
    store.selfTest = () => Promise.reject(new SecretStoreError('unknown'));
    await openDataKeys({ store, profileKind: 'production', installationId, folder });
    expect(await store.get(`master-key/${installationId}`)).toBeUndefined();
  });

  it("holds somebody else's secret under our name: it is neither used nor overwritten", async () => {
    const store = new MemorySecretStore();
    await store.set(`master-key/${installationId}`, Buffer.from('hunter2'));
    const keys = await openDataKeys({ store, profileKind: 'production', installationId, folder });
    expect(keys).toMatchObject({ ok: false, problem: { code: 'keychain-unavailable' } });
    expect(Buffer.from((await store.get(`master-key/${installationId}`)) ?? []).toString()).toBe('hunter2');
  });

  it('lets through what is a mistake of ours', async () => {
    const store = new MemorySecretStore();
    store.get = () => Promise.reject(new TypeError('a bug'));
    await expect(openDataKeys({ store, profileKind: 'training', installationId, folder })).rejects.toThrow(
      'a bug',
    );
  });
});
