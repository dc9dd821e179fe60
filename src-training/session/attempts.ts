import { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import type { Storage } from '../storage/database.ts';

const FAILURES = 5;
const LOCKED = 30 * 60_000;
/** Failures of IDs that nobody has are forgotten after a day. */
const FORGOTTEN = 86_400_000;

interface AttemptRow {
  readonly failures: number;
  readonly locked_until: string | null;
}

/** Counts wrong sign-ins and re-authentications; five in a row lock the user ID, whether it exists or not. */
export class Attempts {
  readonly #storage: Storage;
  readonly #find;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#find = storage.database.prepare<[string], AttemptRow>(
      'SELECT failures, locked_until FROM attempt WHERE user_id = ?',
    );
  }

  lockedUntil(userId: string, now: Date): IsoTimestamp | undefined {
    const until = this.#find.get(userId)?.locked_until;
    return typeof until === 'string' && until > now.toISOString() ? IsoTimestamp.parse(until) : undefined;
  }

  failed(userId: string, now: Date): void {
    const before = this.#find.get(userId);
    const wasLocked = before !== undefined && before.locked_until !== null;
    const failures = wasLocked ? 1 : (before?.failures ?? 0) + 1;
    const until = failures >= FAILURES ? new Date(now.getTime() + LOCKED).toISOString() : null;
    const { database } = this.#storage;
    database
      .prepare('INSERT OR REPLACE INTO attempt VALUES (?, ?, ?, ?)')
      .run(userId, failures, now.toISOString(), until);
    database
      .prepare('DELETE FROM attempt WHERE last_at < ?')
      .run(new Date(now.getTime() - FORGOTTEN).toISOString());
  }

  succeeded(userId: string): void {
    this.#storage.database.prepare('DELETE FROM attempt WHERE user_id = ?').run(userId);
  }
}
