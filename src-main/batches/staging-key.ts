import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

import type { DraftId } from '../../src-shared/contract/batches.ts';
import type { StagingPlaces } from '../cache/staging/staging-database.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keys of their own for the two staging files of one draft. */
export interface StagingKeys {
  readonly rows: Uint8Array;
  readonly individualNumbers: Uint8Array;
}

/** SECURITY: P4 — when their wrapped form is gone, so is what the files held. */
export function newStagingKeys(): StagingKeys {
  return { rows: randomBytes(KEY_BYTES), individualNumbers: randomBytes(KEY_BYTES) };
}

/** SECURITY: H57 */
export function forgetStagingKeys({ rows, individualNumbers }: StagingKeys): void {
  rows.fill(0);
  individualNumbers.fill(0);
}

/** The same where the keys are with their files already. SECURITY: H57 */
export function forgetPlaces({ rows, individualNumbers }: StagingPlaces): void {
  forgetStagingKeys({ rows: rows.key, individualNumbers: individualNumbers.key });
}

/** AES-256-GCM under the installation's wrapping key, bound to the draft: nonce, both keys wrapped, tag. */
export function wrapStagingKeys(wrappingKey: KeyObject, draftId: DraftId, keys: StagingKeys): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(purposeOf(draftId));
  return Buffer.concat([
    nonce,
    cipher.update(keys.rows),
    cipher.update(keys.individualNumbers),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/** Undefined where they were wrapped under another key or for another draft. */
export function unwrapStagingKeys(
  wrappingKey: KeyObject,
  draftId: DraftId,
  wrapped: Uint8Array,
): StagingKeys | undefined {
  if (wrapped.length !== NONCE_BYTES + 2 * KEY_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey, wrapped.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(purposeOf(draftId));
  decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
  try {
    const keys = Buffer.concat([
      decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES)),
      decipher.final(),
    ]);
    // Each in memory of its own: what is handed to another thread must not bring the other along.
    const [rows, individualNumbers] = [keys.subarray(0, KEY_BYTES), keys.subarray(KEY_BYTES)].map((key) =>
      Uint8Array.from(key),
    );
    keys.fill(0); // SECURITY: H57
    return rows && individualNumbers && { rows, individualNumbers };
  } catch {
    return undefined;
  }
}

function purposeOf(draftId: DraftId): Buffer {
  return Buffer.from(`staging-keys-2:${draftId}`);
}
