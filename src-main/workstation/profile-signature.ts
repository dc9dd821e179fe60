import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

import { z } from 'zod';

import { canonicalJson, type Json } from './canonical-json.ts';

/** Said before the text that is signed, so that a signature of anything else never fits. */
const SIGNED_AS = 'workstation-profile-1\n';

/** Who signed, and the Ed25519 signature over the canonical text (RFC 8785) of the profile without the terminal's own values. */
export const ProfileSignature = z.strictObject({
  /** SubjectPublicKeyInfo (RFC 8410), base64. */
  publicKey: z.string().regex(/^[0-9A-Za-z+/]{58,60}={0,2}$/),
  value: z.string().regex(/^[0-9A-Za-z_-]{86}$/),
});
export type ProfileSignature = z.infer<typeof ProfileSignature>;

/** SHA-256 of a public key in DER, 64 small hexadecimal digits: what terminals are told to trust. */
export const KeyFingerprint = z
  .string()
  .overwrite((text) => text.replaceAll(':', '').toLowerCase())
  .regex(/^[0-9a-f]{64}$/);
export type KeyFingerprint = z.infer<typeof KeyFingerprint>;

/** `key`: an Ed25519 private key. */
export function signProfile(profile: Json, key: KeyObject): ProfileSignature {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  return { publicKey, value: sign(null, bytesOf(profile), key).toString('base64url') };
}

export function signerFingerprint(signature: ProfileSignature): KeyFingerprint {
  return hash('sha256', Buffer.from(signature.publicKey, 'base64'), 'hex');
}

/** Whether the signature fits the profile and its own key. Whose key that is, the fingerprint tells. */
export function isSigned(profile: Json, signature: ProfileSignature): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.from(signature.publicKey, 'base64'),
      format: 'der',
      type: 'spki',
    });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, bytesOf(profile), key, Buffer.from(signature.value, 'base64url'));
  } catch {
    return false;
  }
}

function bytesOf(profile: Json): Buffer {
  return Buffer.from(`${SIGNED_AS}${canonicalJson(profile)}`);
}
