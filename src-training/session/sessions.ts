import { createHash, randomBytes } from 'node:crypto';

import { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { Role } from '../../src-shared/domain/roles.ts';
import type { Bearer } from '../../src-shared/vrs-api/session.ts';
import type { Caller } from '../server/handler.ts';
import { Refusal } from '../server/refusal.ts';
import type { Storage } from '../storage/database.ts';
import type { UserRow, UserStore } from '../users/user-store.ts';

const LIFETIME = 10 * 60_000;
/** The token before a renewal is good a moment longer, for calls under way and for a renewal whose answer was lost. */
const GRACE = 30_000;

interface SessionRow {
  readonly session_id: number;
  readonly token_hash: string;
  readonly earlier_until: string | null;
  readonly user_id: string;
  readonly expires_at: string;
  readonly restricted: number;
  readonly ended: string | null;
  readonly ended_at: string | null;
}

export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Bearer tokens. The file holds only their hashes; a person has one session, whatever the account and the workstation. */
export class Sessions {
  readonly #storage: Storage;
  readonly #users: UserStore;
  readonly #find;

  constructor(storage: Storage, users: UserStore) {
    this.#storage = storage;
    this.#users = users;
    this.#find = storage.database.prepare<[string, string], SessionRow>(
      'SELECT * FROM session WHERE token_hash = ? OR earlier_token_hash = ?',
    );
  }

  /** Ends the person's session on whatever workstation and begins a new one. Call it inside a write. */
  open(user: UserRow, workstation: string, restricted: boolean, now: Date): Bearer {
    const token = newToken();
    const bearer = { token, expiresAt: later(now, LIFETIME) };
    const { database } = this.#storage;
    database
      .prepare(`UPDATE session SET ended = 'replaced', ended_at = ? WHERE staff_id = ? AND ended IS NULL`)
      .run(now.toISOString(), user.staff_id);
    database
      .prepare(
        `INSERT INTO session (token_hash, user_id, staff_id, workstation, opened_at, expires_at, restricted)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        hashOfToken(token),
        user.user_id,
        user.staff_id,
        workstation,
        now.toISOString(),
        bearer.expiresAt,
        restricted ? 1 : 0,
      );
    this.#forgetOld(now);
    return bearer;
  }

  /** Who holds this token now. `restricted`: for changing an expired password and nothing else. */
  callerOf(token: string | undefined, now: Date): { readonly caller: Caller; readonly restricted: boolean } {
    const hashed = token === undefined ? '' : hashOfToken(token);
    const session = this.#find.get(hashed, hashed);
    if (!session || session.ended === 'closed') throw new Refusal('session-missing');
    if (session.ended === 'replaced' && session.ended_at !== null) {
      throw new Refusal('session-replaced', { at: session.ended_at });
    }
    const until = session.token_hash === hashed ? session.expires_at : (session.earlier_until ?? '');
    const user = this.#users.find(session.user_id);
    if (session.ended === 'stopped' || (user && user.stopped_at !== null)) {
      const at = session.ended_at ?? user?.stopped_at;
      throw new Refusal('session-stopped', at === null || at === undefined ? {} : { at });
    }
    if (session.ended !== null || !user || until <= now.toISOString()) throw new Refusal('session-expired');
    // An authority ends with its last day, whatever is under way.
    if (!this.#users.isInForce(user)) throw new Refusal('session-period-over');
    return {
      restricted: session.restricted === 1,
      caller: {
        userId: user.user_id,
        staffId: user.staff_id,
        name: user.name,
        department: user.department,
        role: Role.parse(user.role),
        municipalityCode: user.municipality_code,
        sessionId: session.session_id,
      },
    };
  }

  /** The account is in force, and of the same person with the same role as when the call began. */
  checkStillAllowed({ userId, staffId, role }: Caller): void {
    const user = this.#users.find(userId);
    if (!user) throw new Refusal('session-expired');
    if (user.stopped_at !== null) throw new Refusal('session-stopped', { at: user.stopped_at });
    if (!this.#users.isInForce(user)) throw new Refusal('session-period-over');
    if (user.role !== role || user.staff_id !== staffId) throw new Refusal('role-not-allowed');
  }

  renew(sessionId: number, now: Date): Bearer {
    const token = newToken();
    const expiresAt = later(now, LIFETIME);
    this.#storage.write(() =>
      this.#storage.database
        .prepare(
          `UPDATE session SET earlier_token_hash = token_hash, earlier_until = min(expires_at, @grace), token_hash = @hash,
             expires_at = @expiresAt WHERE session_id = @sessionId`,
        )
        .run({ grace: later(now, GRACE), hash: hashOfToken(token), expiresAt, sessionId }),
    );
    return { token, expiresAt };
  }

  close(sessionId: number, now: Date): void {
    this.#storage.write(() => this.#end('session_id', sessionId, 'closed', now));
  }

  /** The user was stopped: whatever is open ends with it. Call it inside a write. */
  stop(userId: string, now: Date): void {
    this.#end('user_id', userId, 'stopped', now);
  }

  /** The user begins anew with other credentials. Call it inside a write. */
  end(userId: string, now: Date): void {
    this.#end('user_id', userId, 'closed', now);
  }

  #end(column: 'session_id' | 'user_id', value: number | string, ended: string, now: Date): void {
    this.#storage.database
      .prepare(`UPDATE session SET ended = ?, ended_at = ? WHERE ${column} = ? AND ended IS NULL`)
      .run(ended, now.toISOString(), value);
  }

  #forgetOld(now: Date): void {
    this.#storage.database
      .prepare('DELETE FROM session WHERE expires_at < ?')
      .run(later(now, -24 * 60 * 60_000));
  }
}

function later(now: Date, milliseconds: number): IsoTimestamp {
  return IsoTimestamp.parse(new Date(now.getTime() + milliseconds).toISOString());
}
