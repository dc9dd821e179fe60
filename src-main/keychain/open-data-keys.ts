import { createPrivateKey, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { DataKeys, DataKeysOptions } from './data-keys.ts';
import { SecretStoreError } from './secret-store.ts';

const KEY_BYTES = 32;

/**
 * The keys of this installation: one random 32-byte master key in the credential store, and from it one key for each purpose by
 * HKDF-SHA256. The first time the store is tried out before it is trusted. Problem `keychain-locked` or `keychain-unavailable` where
 * a production profile finds no usable store; a training profile then gets keys that end with this process.
 */
export async function openDataKeys(options: DataKeysOptions): Promise<Outcome<DataKeys>> {
  try {
    return ok(keysFrom(await masterKey(options), options.installationId, 'in-keychain'));
  } catch (error) {
    if (!(error instanceof SecretStoreError)) throw error;
    if (options.profileKind === 'training') {
      return ok(keysFrom(randomBytes(KEY_BYTES), options.installationId, 'memory-only'));
    }
    // SECURITY: H54, P8 — without a store there is no key, and without a key no cache: never one in a file.
    return refusedBy(error);
  }
}

/**
 * The key of the local copy alone, for a program beside the app. It makes none: where the store has no key of this installation, Problem
 * `keychain-unavailable`.
 */
export async function readCacheKey({
  store,
  installationId,
}: Pick<DataKeysOptions, 'store' | 'installationId'>): Promise<Outcome<Uint8Array>> {
  try {
    const kept = await store.get(`master-key/${installationId}`);
    if (kept === undefined) return failed('keychain-unavailable');
    const key = derived(checked(kept), installationId, 'cache');
    kept.fill(0); // SECURITY: H57
    return ok(key);
  } catch (error) {
    if (!(error instanceof SecretStoreError)) throw error;
    return refusedBy(error);
  }
}

function refusedBy({ failure }: SecretStoreError): ReturnType<typeof failed> {
  const waiting = failure === 'locked' || failure === 'timeout';
  return failed(waiting ? 'keychain-locked' : 'keychain-unavailable');
}

async function masterKey({ store, installationId }: DataKeysOptions): Promise<Uint8Array> {
  // SECURITY: H56 — bound to the installation: a copied profile folder finds no key in another person's store.
  const account = `master-key/${installationId}`;
  const kept = await store.get(account);
  if (kept !== undefined) return checked(kept);
  await store.selfTest();
  const made = randomBytes(KEY_BYTES);
  await store.set(account, made);
  const read = await store.get(account);
  if (read === undefined || !made.equals(read)) throw new SecretStoreError('unknown');
  return made;
}

/** Somebody else's secret under our name is not overwritten, and not used. */
function checked(kept: Uint8Array): Uint8Array {
  if (kept.length !== KEY_BYTES) throw new SecretStoreError('unknown');
  return kept;
}

function keysFrom(master: Uint8Array, installationId: string, kept: DataKeys['kept']): DataKeys {
  const cache = derived(master, installationId, 'cache');
  const keys: DataKeys = {
    kept,
    cache,
    logSubjects: secretKey(derived(master, installationId, 'log-subjects')),
    logCheckpoints: signingKey(derived(master, installationId, 'log-checkpoints')),
    stagingWrap: secretKey(derived(master, installationId, 'staging-wrap')),
    forget: () => void cache.fill(0),
  };
  master.fill(0); // SECURITY: H57
  return keys;
}

/** Labels never change their meaning: data on disk were written under them. */
type Purpose = 'cache' | 'log-subjects' | 'log-checkpoints' | 'staging-wrap';

function derived(master: Uint8Array, installationId: string, purpose: Purpose): Uint8Array {
  const label = `vaccination-record-workstation/1/${purpose}`;
  return new Uint8Array(hkdfSync('sha256', master, Buffer.from(installationId), label, KEY_BYTES));
}

function secretKey(bytes: Uint8Array): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0); // SECURITY: H57
  return key;
}

/** What stands before the 32 bytes of an Ed25519 private key in PKCS#8 (RFC 8410, section 7). */
const ED25519_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex');

function signingKey(bytes: Uint8Array): KeyObject {
  const encoded = Buffer.concat([ED25519_HEADER, bytes]);
  const key = createPrivateKey({ key: encoded, format: 'der', type: 'pkcs8' });
  encoded.fill(0); // SECURITY: H57
  bytes.fill(0); // SECURITY: H57
  return key;
}
