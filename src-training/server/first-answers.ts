import { createHash } from 'node:crypto';

import { Refusal } from './refusal.ts';
import type { Storage } from '../storage/database.ts';

/** Answers are kept this long; a key may be used for something else afterwards. */
const KEPT = 24 * 60 * 60_000;

export interface StoredAnswer {
  readonly status: number;
  readonly body: string | null;
}

interface StoredRow extends StoredAnswer {
  readonly request_hash: string;
}

/** What identifies a write that may be sent again: the person's key, and what was asked under it. */
export interface WriteKey {
  readonly userId: string;
  readonly key: string;
  readonly requestHash: string;
}

export function requestHash(method: string, url: string, ifMatch: string | undefined, body: Buffer): string {
  return createHash('sha256')
    .update(`${method} ${url} ${ifMatch ?? ''}\n`)
    .update(body)
    .digest('hex');
}

/**
 * The first answers of writes, by Idempotency-Key. Only what was done is kept: a refusal has changed nothing, so that asking again
 * under the same key looks again.
 */
export class FirstAnswers {
  readonly #storage: Storage;
  readonly #find;
  readonly #running = new Map<string, Promise<void>>();

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#find = storage.database.prepare<[string, string], StoredRow>(
      'SELECT request_hash, status, body FROM first_answer WHERE user_id = ? AND idempotency_key = ?',
    );
  }

  /** The stored answer, if the same was asked before; throws where the key stands for something else. */
  find({ userId, key, requestHash: asked }: WriteKey): StoredAnswer | undefined {
    const stored = this.#find.get(userId, key);
    if (stored && stored.request_hash !== asked) throw new Refusal('idempotency-key-reused');
    return stored;
  }

  /** Call it inside the write that does what is answered. */
  store({ userId, key, requestHash: asked }: WriteKey, answer: StoredAnswer, now: Date): void {
    const { database } = this.#storage;
    database
      .prepare('DELETE FROM first_answer WHERE at < ?')
      .run(new Date(now.getTime() - KEPT).toISOString());
    database
      .prepare('INSERT INTO first_answer VALUES (?, ?, ?, ?, ?, ?)')
      .run(userId, key, asked, answer.status, answer.body, now.toISOString());
  }

  /** One at a time for each key: a duplicate that comes while the first is still working waits for its answer. */
  async alone<Result>({ userId, key }: WriteKey, work: () => Promise<Result>): Promise<Result> {
    const name = `${userId} ${key}`;
    while (this.#running.has(name)) await this.#running.get(name);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#running.set(name, promise);
    try {
      return await work();
    } finally {
      this.#running.delete(name);
      resolve();
    }
  }
}
