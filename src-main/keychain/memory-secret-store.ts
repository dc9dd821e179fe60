import { SecretStoreError, type SecretStore, type SecretStoreFailure } from './secret-store.ts';

/** Secrets that end with the process: for tests, which can also make it fail. */
export class MemorySecretStore implements SecretStore {
  /** Every call fails like this until it is set back. */
  failure: SecretStoreFailure | undefined;
  readonly #secrets = new Map<string, Uint8Array>();

  async get(account: string): Promise<Uint8Array | undefined> {
    this.#refuse();
    return this.#secrets.get(account)?.slice();
  }

  async set(account: string, secret: Uint8Array): Promise<void> {
    this.#refuse();
    this.#secrets.set(account, Uint8Array.from(secret));
  }

  async delete(account: string): Promise<boolean> {
    this.#refuse();
    return this.#secrets.delete(account);
  }

  async selfTest(): Promise<void> {
    this.#refuse();
  }

  #refuse(): void {
    if (this.failure !== undefined) throw new SecretStoreError(this.failure);
  }
}
