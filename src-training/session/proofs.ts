import { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import type { ReauthenticationPurpose } from '../../src-shared/vrs-api/session.ts';
import { Refusal } from '../server/refusal.ts';
import type { Storage } from '../storage/database.ts';
import { hashOfToken, newToken } from './sessions.ts';

const LIFETIME = 2 * 60_000;

/** What a proof is good for: this user, this action, and the one thing that the action is about. */
export interface ProofOf {
  readonly userId: string;
  readonly action: ReauthenticationPurpose['action'];
  /** Identifier of the batch or the application; empty where the action is about nothing. */
  readonly about: string;
}

/** What a purpose is about, in one word for all of them. */
export function aboutOf(purpose: ReauthenticationPurpose): string {
  if ('batchId' in purpose) return purpose.batchId;
  return 'applicationId' in purpose ? purpose.applicationId : '';
}

/** Proofs of a fresh re-authentication: for one named action, once, within two minutes. */
export class Proofs {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  issue({ userId, action, about }: ProofOf, now: Date): { proof: string; expiresAt: IsoTimestamp } {
    const proof = newToken();
    const expiresAt = IsoTimestamp.parse(new Date(now.getTime() + LIFETIME).toISOString());
    this.#storage.write(() => {
      const { database } = this.#storage;
      database.prepare('DELETE FROM proof WHERE expires_at < ?').run(now.toISOString());
      database
        .prepare('INSERT INTO proof VALUES (?, ?, ?, ?, ?, NULL)')
        .run(hashOfToken(proof), userId, action, about, expiresAt);
    });
    return { proof, expiresAt };
  }

  /** Uses the proof up. Call it inside the write that does the action: if that fails, the proof is still good. */
  use(proof: string, { userId, action, about }: ProofOf, now: Date): void {
    const moment = now.toISOString();
    const { changes } = this.#storage.database
      .prepare(
        `UPDATE proof SET used_at = ? WHERE proof_hash = ? AND user_id = ? AND action = ? AND about = ?
           AND used_at IS NULL AND expires_at > ?`,
      )
      .run(moment, hashOfToken(proof), userId, action, about, moment);
    if (changes !== 1) throw new Refusal('reauthentication-needed');
  }
}
