import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import type { SecretStore } from '../../../src-main/keychain/secret-store.ts';

/** A credential store that several processes of a test share, one after another. */
export class FileSecretStore implements SecretStore {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async get(account: string): Promise<Uint8Array | undefined> {
    const secret = this.#read()[account];
    return secret === undefined ? undefined : Buffer.from(secret, 'hex');
  }

  async set(account: string, secret: Uint8Array): Promise<void> {
    writeFileSync(
      this.#file,
      JSON.stringify({ ...this.#read(), [account]: Buffer.from(secret).toString('hex') }),
    );
  }

  async delete(account: string): Promise<boolean> {
    const { [account]: secret, ...rest } = this.#read();
    writeFileSync(this.#file, JSON.stringify(rest));
    return secret !== undefined;
  }

  async selfTest(): Promise<void> {
    this.#read();
  }

  #read(): Record<string, string> {
    return existsSync(this.#file)
      ? (JSON.parse(readFileSync(this.#file, 'utf8')) as Record<string, string>)
      : {};
  }
}
