import { describe, expect, it } from 'vitest';

import { headAnchor } from '../../../src-main/keychain/head-anchor.ts';
import { MemorySecretStore } from '../../../src-main/keychain/memory-secret-store.ts';

const head = { sequence: 12, hash: 'ab'.repeat(32) };

describe('the anchor of the operation log', () => {
  it('keeps the newest head of each installation', async () => {
    const store = new MemorySecretStore();
    const anchor = headAnchor(store, 'one', false);
    expect(await anchor.read()).toBeUndefined();
    await anchor.write(head);
    await anchor.write({ ...head, sequence: 13 });
    expect(await headAnchor(store, 'one', false).read()).toEqual({ ...head, sequence: 13 });
    expect(await headAnchor(store, 'two', false).read()).toBeUndefined();
  });

  it('ends with the process where there is no store', async () => {
    const store = new MemorySecretStore();
    store.failure = 'unavailable';
    const anchor = headAnchor(store, 'one', true);
    await anchor.write(head);
    expect(await anchor.read()).toEqual(head);
    expect(await headAnchor(store, 'one', true).read()).toBeUndefined();
  });

  it('is no head at all where the kept value is damaged: the log must not be opened without it', async () => {
    const store = new MemorySecretStore();
    await store.set('log-head/one', Buffer.from('{"sequence":12}'));
    await expect(headAnchor(store, 'one', false).read()).rejects.toThrow(/hash/);
    await store.set('log-head/one', Buffer.from('12'));
    await expect(headAnchor(store, 'one', false).read()).rejects.toThrow(/object/);
  });
});
