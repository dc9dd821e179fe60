import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Cache, CacheOptions } from '../../../src-main/cache/cache.ts';
import { EncryptedDatabase } from '../../../src-main/cache/encrypted-database.ts';
import { openCache } from '../../../src-main/cache/open-cache.ts';
import { openRepositories } from '../../../src-main/cache/open-repositories.ts';
import type { Repositories } from '../../../src-main/cache/repositories.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';

export const worker = new URL('../../../src-main/cache/cache-worker.ts', import.meta.url);

/** A folder and a key that outlive the process of the app. */
export class Place implements AsyncDisposable, Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'cache-'));
  readonly file = join(this.folder, 'copy', 'people.db');
  key: Uint8Array = randomBytes(32);
  readonly failures: string[] = [];
  #cache: Cache | undefined;
  #database: EncryptedDatabase | undefined;

  options(): CacheOptions {
    return { file: this.file, key: this.key, worker, onFailure: (failure) => this.failures.push(failure) };
  }

  async open(): Promise<Cache> {
    await this.#cache?.close();
    const opening = await openCache(this.options());
    if (!opening.ok) throw new Error(`Not opened: ${opening.because}`);
    this.#cache = opening.cache;
    return opening.cache;
  }

  /** The repositories without a worker around them. */
  repositories(): Repositories {
    this.#database?.close();
    this.#database = EncryptedDatabase.open({
      file: join(this.folder, 'direct.db'),
      key: this.key,
      journal: 'wal',
    });
    return openRepositories(this.#database);
  }

  /** How many rows of the index of names hold this pair of characters. */
  pairsMatching(pair: string): number {
    const counted = this.#database
      ?.prepare<[string], { readonly n: number }>(
        'SELECT count(*) AS n FROM name_pairs WHERE name_pairs MATCH ?',
      )
      .get(`"${pair}"`);
    return counted?.n ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cache?.close();
    this[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.#database?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(`Refused: ${outcome.problem.code}`);
  return outcome.value;
}
