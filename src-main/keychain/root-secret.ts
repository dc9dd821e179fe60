import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';

import { type RootFile, rootFileIn } from './root-file.ts';
import { SecretStoreError, type SecretStore } from './secret-store.ts';

/** The credential store and the folder of one installation: each is of no use without the other. */
export interface RootPlace {
  readonly store: SecretStore;
  /** Random and made once per installation: a copied profile folder finds no key on another one. */
  readonly installationId: string;
  /** Where everything that this installation keeps lies. */
  readonly folder: string;
  readonly file?: RootFile;
}

/**
 * What the keys of all data are derived from. `lost`: there are data on disk whose keys are gone, because the store or the folder was
 * emptied or comes from elsewhere; the secret is a new one.
 */
export interface Root {
  readonly secret: Uint8Array;
  readonly found: 'kept' | 'made' | 'lost';
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

// SECURITY: H56 — bound to the installation: a copied profile folder finds no key in another person's store.
const accountOf = ({ installationId }: RootPlace): string => `master-key/${installationId}`;
const nextAccountOf = ({ installationId }: RootPlace): string => `next-master-key/${installationId}`;
const fileOf = ({ file, folder }: RootPlace): RootFile => file ?? rootFileIn(folder);

/**
 * The root secret: random, in the installation's folder only under the master key, which is in the credential store only. The first
 * time the store is tried out before it is trusted. A rotation that broke off is ended, forwards or backwards.
 */
export async function openRoot(place: RootPlace): Promise<Root> {
  const wrapped = await fileOf(place).read();
  if (wrapped !== undefined) {
    const kept = await unwrappedBy(place, wrapped);
    if (kept) {
      await settle(place, kept.by);
      return { secret: kept.secret, found: 'kept' };
    }
  }
  const secret = randomBytes(KEY_BYTES);
  const master = await masterKey(place);
  await fileOf(place).write(wrap(place, master, secret));
  master.fill(0); // SECURITY: H57
  const isLost = wrapped !== undefined || existsSync(path.join(place.folder, 'cache', 'people.db'));
  return { secret, found: isLost ? 'lost' : 'made' };
}

/** The root secret where there is one, for a program beside the app: nothing is made and nothing changed. */
export async function readRoot(place: RootPlace): Promise<Uint8Array | undefined> {
  const wrapped = await fileOf(place).read();
  return wrapped === undefined ? undefined : (await unwrappedBy(place, wrapped))?.secret;
}

/**
 * A new master key takes the place of the old one, which is destroyed; the root secret, and with it every key of data, stays. It may
 * stop after any step: the next opening finds a master key for the file as it then is. False where there is nothing to be re-wrapped.
 */
export async function rotateMasterKey(place: RootPlace): Promise<boolean> {
  const secret = await readRoot(place);
  if (!secret) return false;
  const next = randomBytes(KEY_BYTES);
  await setSurely(place.store, nextAccountOf(place), next);
  await fileOf(place).write(wrap(place, next, secret));
  secret.fill(0); // SECURITY: H57
  await setSurely(place.store, accountOf(place), next);
  next.fill(0); // SECURITY: H57
  await place.store.delete(nextAccountOf(place));
  return true;
}

interface Unwrapped {
  readonly secret: Uint8Array;
  readonly by: 'master' | 'next';
}

async function unwrappedBy(place: RootPlace, wrapped: Uint8Array): Promise<Unwrapped | undefined> {
  for (const by of ['master', 'next'] as const) {
    const key = await place.store.get(by === 'master' ? accountOf(place) : nextAccountOf(place));
    if (key === undefined) continue;
    const secret = unwrap(place, checked(key), wrapped);
    key.fill(0); // SECURITY: H57
    if (secret) return { secret, by };
  }
  return undefined;
}

/** A rotation that broke off leaves two master keys: the one that opens the file stays. */
async function settle(place: RootPlace, by: Unwrapped['by']): Promise<void> {
  const next = await place.store.get(nextAccountOf(place));
  if (next === undefined) return;
  if (by === 'next') await setSurely(place.store, accountOf(place), next);
  next.fill(0); // SECURITY: H57
  await place.store.delete(nextAccountOf(place));
}

async function masterKey(place: RootPlace): Promise<Uint8Array> {
  const kept = await place.store.get(accountOf(place));
  if (kept !== undefined) return checked(kept);
  await place.store.selfTest();
  const made = randomBytes(KEY_BYTES);
  await setSurely(place.store, accountOf(place), made);
  return made;
}

async function setSurely(store: SecretStore, account: string, key: Buffer | Uint8Array): Promise<void> {
  await store.set(account, key);
  const read = await store.get(account);
  if (read === undefined || !Buffer.from(key).equals(read)) throw new SecretStoreError('unknown');
}

/** Somebody else's secret under our name is not overwritten, and not used. */
function checked(kept: Uint8Array): Uint8Array {
  if (kept.length !== KEY_BYTES) throw new SecretStoreError('unknown');
  return kept;
}

function wrap(place: RootPlace, master: Uint8Array, secret: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(place, master), nonce, {
    authTagLength: TAG_BYTES,
  });
  cipher.setAAD(Buffer.from(place.installationId));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

function unwrap(place: RootPlace, master: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  if (wrapped.length !== NONCE_BYTES + KEY_BYTES + TAG_BYTES) return undefined;
  const cipher = createDecipheriv(
    'aes-256-gcm',
    wrappingKey(place, master),
    wrapped.subarray(0, NONCE_BYTES),
    { authTagLength: TAG_BYTES },
  );
  cipher.setAAD(Buffer.from(place.installationId));
  cipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([cipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES)), cipher.final()]);
  } catch {
    return undefined;
  }
}

function wrappingKey({ installationId }: RootPlace, master: Uint8Array): Uint8Array {
  const label = 'vaccination-record-workstation/1/root-wrap';
  return new Uint8Array(hkdfSync('sha256', master, Buffer.from(installationId), label, KEY_BYTES));
}
