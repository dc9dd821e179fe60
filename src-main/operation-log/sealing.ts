import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Texts are filled up to a multiple of this, so that their length says little. */
const BLOCK_BYTES = 16;

/**
 * Seals a short text under AES-256-GCM: base64url of nonce, ciphertext and tag. It opens only in the entry for which it was sealed.
 * SECURITY: H75 — who was looked up can't be read from the file, and the same person never gives the same value twice.
 */
export function seal(key: KeyObject, sequence: number, text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  const padded = Buffer.alloc(Math.max(1, Math.ceil(bytes.length / BLOCK_BYTES)) * BLOCK_BYTES);
  bytes.copy(padded);
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(purposeOf(sequence));
  return Buffer.concat([nonce, cipher.update(padded), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  );
}

/** Undefined where it was sealed under another key or for another entry, or was blacked out since. */
export function unseal(key: KeyObject, sequence: number, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (sealed.startsWith('sha256:') || bytes.length < NONCE_BYTES + BLOCK_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(purposeOf(sequence));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const padded = Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)),
      decipher.final(),
    ]);
    return padded.toString('utf8').replace(/\0+$/, '');
  } catch {
    return undefined;
  }
}

let nonces: Buffer = Buffer.alloc(0);

/** Never the same twice. Drawn by the hundred: each draw of its own takes as long as the sealing (measured). */
function freshNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(100 * NONCE_BYTES);
  const nonce = nonces.subarray(0, NONCE_BYTES);
  nonces = nonces.subarray(NONCE_BYTES);
  return nonce;
}

function purposeOf(sequence: number): Buffer {
  return Buffer.from(`operation-log-1:${sequence}`);
}
