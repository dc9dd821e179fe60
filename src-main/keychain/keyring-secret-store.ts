import { randomBytes } from 'node:crypto';

import { AsyncEntry } from '@napi-rs/keyring';

import { SecretStoreError, type SecretStore, type SecretStoreFailure } from './secret-store.ts';

/** Windows Credential Manager takes 2,560 bytes; the rest is left for its own needs. */
const MOST_SECRET_BYTES = 2048;
export const SELF_TEST_ACCOUNT = 'self-test';

/**
 * What the three systems say when they refuse, as seen by running them (Secret Service) and as documented (Windows): the first that
 * fits. The library gives no codes.
 */
const failures: readonly (readonly [SecretStoreFailure, RegExp])[] = [
  [
    'unavailable',
    /autolaunch|connect to (socket|address)|not provided by any|did not receive a reply|ServiceUnknown|no such file/i,
  ],
  ['locked', /prompt was dismissed|IsLocked|no result found|no default credential store/i],
  ['denied', /AccessDenied|1312|logon session|not permitted/i],
];

/**
 * Windows Credential Manager, macOS Keychain or the Secret Service on Linux. One call at a time: parallel ones confuse
 * gnome-keyring. A call that takes too long is given up, because the store may be waiting for a prompt that nobody sees; while it
 * waits, `process.exit` waits with it (measured), and only a signal ends the process.
 */
export class KeyringSecretStore implements SecretStore {
  readonly #service: string;
  readonly #timeoutMs: number;
  #last: Promise<unknown> = Promise.resolve();
  /** A call that was given up and has not ended: it holds a thread of Node's pool, so that no other may follow it there. */
  #stuck = false;

  /** `service` tells this product's secrets from those of others, and one installation's from another's. */
  constructor(service: string, timeoutMs = 10_000) {
    this.#service = service;
    this.#timeoutMs = timeoutMs;
  }

  get(account: string): Promise<Uint8Array | undefined> {
    return this.#run(async () => {
      const secret = await this.#entry(account).getSecret();
      return secret === null ? undefined : Uint8Array.from(secret);
    });
  }

  async set(account: string, secret: Uint8Array): Promise<void> {
    if (secret.length === 0 || secret.length > MOST_SECRET_BYTES) {
      throw new RangeError('A secret has 1 to 2,048 bytes.');
    }
    await this.#run(async () => this.#entry(account).setSecret(secret));
  }

  delete(account: string): Promise<boolean> {
    return this.#run(async () => this.#entry(account).deleteCredential());
  }

  async selfTest(): Promise<void> {
    const written = randomBytes(32);
    await this.set(SELF_TEST_ACCOUNT, written);
    const read = await this.get(SELF_TEST_ACCOUNT);
    if (read === undefined || !written.equals(read)) throw new SecretStoreError('unknown');
    await this.delete(SELF_TEST_ACCOUNT);
    if ((await this.get(SELF_TEST_ACCOUNT)) !== undefined) throw new SecretStoreError('unknown');
  }

  /** Throws where there is no store at all. SECURITY: H54 — the kernel's keyutils, to which the library would turn by itself, forgets everything at the next start. */
  #entry(account: string): AsyncEntry {
    return new AsyncEntry(this.#service, account, { linux: { store: 'secret-service' } });
  }

  #run<Result>(call: () => Promise<Result>): Promise<Result> {
    const run = this.#last.then(() => this.#limited(call));
    this.#last = run.catch(() => undefined);
    return run;
  }

  async #limited<Result>(call: () => Promise<Result>): Promise<Result> {
    // Four stuck calls would take all of Node's threads, and with them every file and every cipher.
    if (this.#stuck) throw new SecretStoreError('timeout');
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      this.#stuck = true;
      reject(new SecretStoreError('timeout'));
    }, this.#timeoutMs);
    const called = call().finally(() => {
      this.#stuck = false;
    });
    try {
      return await Promise.race([called, tooLate]);
    } catch (error) {
      throw error instanceof SecretStoreError
        ? error
        : new SecretStoreError(failureOf(error), { cause: error });
    } finally {
      clearTimeout(timer);
      called.catch(() => undefined);
    }
  }
}

/** The credential store of one installation: its secrets are told from those of another on the same account. */
export function credentialStore(installationId: string): KeyringSecretStore {
  return new KeyringSecretStore(`vaccination-record-workstation/${installationId}`);
}

function failureOf(error: unknown): SecretStoreFailure {
  const message = error instanceof Error ? error.message : String(error);
  return failures.find(([, pattern]) => pattern.test(message))?.[0] ?? 'unknown';
}
