import { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { Refusal } from '../server/refusal.ts';
import type { Storage } from '../storage/database.ts';
import { hashOfToken, newToken } from './sessions.ts';

const LIFETIME = 2 * 60_000;

/** What a proof is good for: this user, this action, this batch; an empty one where the action has none. */
export interface ProofOf {
  readonly userId: string;
  readonly action: 'batch.approve' | 'log.export';
  readonly batchId: string;
}

/** Proofs of a fresh re-authentication: for one named action, once, within two minutes. */
export class Proofs {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  issue({ userId, action, batchId }: ProofOf, now: Date): { proof: string; expiresAt: IsoTimestamp } {
    const proof = newToken();
    const expiresAt = IsoTimestamp.parse(new Date(now.getTime() + LIFETIME).toISOString());
    this.#storage.write(() => {
      const { database } = this.#storage;
      database.prepare('DELETE FROM proof WHERE expires_at < ?').run(now.toISOString());
      database
        .prepare('INSERT INTO proof VALUES (?, ?, ?, ?, ?, NULL)')
        .run(hashOfToken(proof), userId, action, batchId, expiresAt);
    });
    return { proof, expiresAt };
  }

  /** Uses the proof up. Call it inside the write that does the action: if that fails, the proof is still good. */
  use(proof: string, { userId, action, batchId }: ProofOf, now: Date): void {
    const moment = now.toISOString();
    const { changes } = this.#storage.database
      .prepare(
        `UPDATE proof SET used_at = ? WHERE proof_hash = ? AND user_id = ? AND action = ? AND batch_id = ?
           AND used_at IS NULL AND expires_at > ?`,
      )
      .run(moment, hashOfToken(proof), userId, action, batchId, moment);
    if (changes !== 1) throw new Refusal('reauthentication-needed');
  }
}
