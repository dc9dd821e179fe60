import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

import type { DraftId } from '../../src-shared/contract/batches.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key of its own for the staging file of one draft. SECURITY: P4 — when its wrapped form is gone, so is what the file held. */
export function newStagingKey(): Uint8Array {
  return randomBytes(KEY_BYTES);
}

/** AES-256-GCM under the installation's wrapping key, bound to the draft: nonce, wrapped key, tag. */
export function wrapStagingKey(wrappingKey: KeyObject, draftId: DraftId, key: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(purposeOf(draftId));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

/** Undefined where it was wrapped under another key or for another draft. */
export function unwrapStagingKey(
  wrappingKey: KeyObject,
  draftId: DraftId,
  wrapped: Uint8Array,
): Uint8Array | undefined {
  if (wrapped.length !== NONCE_BYTES + KEY_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey, wrapped.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(purposeOf(draftId));
  decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}

function purposeOf(draftId: DraftId): Buffer {
  return Buffer.from(`staging-key-1:${draftId}`);
}
