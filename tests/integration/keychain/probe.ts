import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { KeyringSecretStore } from '../../../src-main/keychain/keyring-secret-store.ts';
import { openDataKeys } from '../../../src-main/keychain/open-data-keys.ts';
import { type SecretStore, SecretStoreError } from '../../../src-main/keychain/secret-store.ts';

/**
 * Runs in a process and on a message bus of its own, because both belong to the session in which a process starts. Does one task
 * and prints what came of it as one line of JSON.
 */
const store = new KeyringSecretStore('vaccination-record-workstation-test', 1_500);

const tasks: Readonly<Record<string, (store: SecretStore) => Promise<unknown>>> = {
  'self-test': async (tested) => {
    await tested.selfTest();
    return 'passed';
  },
  'round-trip': async (tested) => {
    const secret = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await tested.set('a', secret);
    await tested.set('a', secret.toReversed());
    const read = await tested.get('a');
    const deleted = await tested.delete('a');
    return {
      read: read?.join() === secret.toReversed().join(),
      deleted,
      again: await tested.delete('a'),
      after: (await tested.get('a')) === undefined,
    };
  },
  write: (tested) => tested.set('kept', Uint8Array.of(1, 2, 3)),
  read: async (tested) => [...((await tested.get('kept')) ?? [])],
  parallel: async (tested) => {
    const accounts = Array.from({ length: 20 }, (_, index) => `parallel-${index}`);
    await Promise.all(accounts.map((account, index) => tested.set(account, Uint8Array.of(index + 1))));
    const read = await Promise.all(accounts.map((account) => tested.get(account)));
    return read.every((secret, index) => secret?.[0] === index + 1);
  },
  'twice-too-late': async (tested) => {
    const begun = performance.now();
    const first = await failureOf(tested.get('kept'));
    const second = await failureOf(tested.get('kept'));
    const took = performance.now() - begun;
    // The event loop is free meanwhile, and so is the pool of threads.
    await pause(1);
    return { first, second, onlyOneWait: took < 2_900 };
  },
  'data-keys-production': async (tested) => dataKeys(tested, 'production'),
  'data-keys-training': async (tested) => dataKeys(tested, 'training'),
};

async function dataKeys(tested: SecretStore, profileKind: 'production' | 'training'): Promise<unknown> {
  const keys = await openDataKeys({
    store: tested,
    profileKind,
    installationId: 'installation-1',
    folder: path.join(homedir(), 'installation'),
  });
  if (!keys.ok) return keys.problem.code;
  return { kept: keys.value.kept, cache: Buffer.from(keys.value.cache).toString('hex') };
}

async function failureOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    return error instanceof SecretStoreError ? error.failure : String(error);
  }
}

const task = tasks[process.argv[2] ?? ''];
if (task === undefined) throw new Error('No such task.');
let printed: unknown;
try {
  printed = { value: (await task(store)) ?? null };
} catch (error) {
  printed = { failure: error instanceof SecretStoreError ? error.failure : String(error) };
}
process.stdout.write(`${JSON.stringify(printed)}\n`, () => {
  // A call that waits for a prompt holds a thread for which `process.exit` would wait too.
  process.kill(process.pid, 'SIGKILL');
});
