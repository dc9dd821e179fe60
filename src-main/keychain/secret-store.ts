/**
 * unavailable: there is no store. locked: there is one, nobody opened it. denied: it refuses this program or session.
 * timeout: it waits for somebody (usually a prompt that nobody sees). unknown: anything else.
 */
export type SecretStoreFailure = 'unavailable' | 'locked' | 'denied' | 'timeout' | 'unknown';

/** Why the store did not do it. SECURITY: P4 — the message names the kind and never a secret or an account. */
export class SecretStoreError extends Error {
  readonly failure: SecretStoreFailure;

  constructor(failure: SecretStoreFailure, options?: ErrorOptions) {
    super(`secret store: ${failure}`, options);
    this.name = 'SecretStoreError';
    this.failure = failure;
  }
}

/** The operating system's credential store: a few small secrets by name. Every call rejects with a `SecretStoreError`. */
export interface SecretStore {
  /** Undefined where there is none of that name. */
  get(account: string): Promise<Uint8Array | undefined>;
  /** 1–2,048 bytes: Windows Credential Manager takes 2,560 at most. */
  set(account: string, secret: Uint8Array): Promise<void>;
  /** False where there was none. */
  delete(account: string): Promise<boolean>;
  /** Writes a random secret, reads it back and deletes it: a store that only pretends is found out before it is trusted. */
  selfTest(): Promise<void>;
}
