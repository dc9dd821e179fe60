import { createPrivateKey, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { DataKeys, DataKeysOptions } from './data-keys.ts';
import { openRoot, readRoot, rotateMasterKey, type RootPlace } from './root-secret.ts';
import { SecretStoreError } from './secret-store.ts';

const KEY_BYTES = 32;

/**
 * The keys of this installation: one random master key in the credential store wraps the root secret, and from that comes one key for
 * each purpose by HKDF-SHA256. Problem `keychain-locked` or `keychain-unavailable` where a production profile finds no usable store;
 * a training profile then gets keys that end with this process.
 */
export async function openDataKeys(options: DataKeysOptions): Promise<Outcome<DataKeys>> {
  try {
    const { secret, found } = await openRoot(options);
    return ok({ ...keysFrom(secret, options.installationId, 'in-keychain'), found });
  } catch (error) {
    if (isFileError(error)) return failed('cache-unavailable');
    if (!(error instanceof SecretStoreError)) throw error;
    if (options.profileKind === 'training') {
      return ok({
        ...keysFrom(randomBytes(KEY_BYTES), options.installationId, 'memory-only'),
        found: 'made',
      });
    }
    // SECURITY: H54, P8 — without a store there is no key, and without a key no cache: never one in a file.
    return refusedBy(error);
  }
}

/**
 * The key of the local copy alone, for a program beside the app. It makes none: where store and folder do not have one together, Problem
 * `keychain-unavailable`.
 */
export async function readCacheKey(place: RootPlace): Promise<Outcome<Uint8Array>> {
  try {
    const secret = await readRoot(place);
    if (!secret) return failed('keychain-unavailable');
    const key = derived(secret, place.installationId, 'cache');
    secret.fill(0); // SECURITY: H57
    return ok(key);
  } catch (error) {
    if (!(error instanceof SecretStoreError)) throw error;
    return refusedBy(error);
  }
}

/** Another master key from now on, the old one destroyed. Problems as at opening; nothing is lost where it stops. */
export async function rotateKeys(place: RootPlace): Promise<Outcome<undefined>> {
  try {
    return (await rotateMasterKey(place)) ? ok(undefined) : failed('keychain-unavailable');
  } catch (error) {
    if (isFileError(error)) return failed('cache-unavailable');
    if (!(error instanceof SecretStoreError)) throw error;
    return refusedBy(error);
  }
}

/** What the file system refused: full, read-only, gone. */
function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** What a credential store that refused comes to for the person: it waits for somebody, or there is none to be used. */
export function refusedBy({ failure }: SecretStoreError): ReturnType<typeof failed> {
  const waiting = failure === 'locked' || failure === 'timeout';
  return failed(waiting ? 'keychain-locked' : 'keychain-unavailable');
}

function keysFrom(root: Uint8Array, installationId: string, kept: DataKeys['kept']): Omit<DataKeys, 'found'> {
  const cache = derived(root, installationId, 'cache');
  const keys = {
    kept,
    cache,
    logSubjects: secretKey(derived(root, installationId, 'log-subjects')),
    logCheckpoints: signingKey(derived(root, installationId, 'log-checkpoints')),
    stagingWrap: secretKey(derived(root, installationId, 'staging-wrap')),
    forget: () => void cache.fill(0),
  };
  root.fill(0); // SECURITY: H57
  return keys;
}

/** Labels never change their meaning: data on disk were written under them. */
type Purpose = 'cache' | 'log-subjects' | 'log-checkpoints' | 'staging-wrap';

function derived(root: Uint8Array, installationId: string, purpose: Purpose): Uint8Array {
  const label = `vaccination-record-workstation/1/${purpose}`;
  return new Uint8Array(hkdfSync('sha256', root, Buffer.from(installationId), label, KEY_BYTES));
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
