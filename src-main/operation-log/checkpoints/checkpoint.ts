import { createPublicKey, hash, type KeyObject, sign } from 'node:crypto';

import { z } from 'zod';

import { canonicalText } from '../canonical.ts';
import { words } from '../operation-log.ts';
import type { Covered } from './day-tree.ts';

/** In the log's folder. */
export const CHECKPOINTS_FILE = 'checkpoints.jsonl';
export const KEY_FILE = 'checkpoint-key.pem';

const FORMAT = 1;
/** Said before the text that is signed, so that a signature of anything else never fits. */
const SIGNED_AS = 'operation-log-checkpoint-1\n';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Sequence = z.int().min(1).max(99_999_999_999);

/** One line of `checkpoints.jsonl`, its keys in the canonical order. */
export const Checkpoint = z.strictObject({
  day: z.iso.date(),
  /** How many the tree holds. */
  entries: Sequence,
  first: Sequence,
  format: z.literal(FORMAT),
  hash: Digest,
  keyId: Digest,
  logId: z.string().regex(/^[0-9a-f]{32}$/),
  /** SHA-256 of the line before, zeros in the first one. */
  previous: Digest,
  root: Digest,
  sequence: Sequence,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
  time: z.iso.datetime({ precision: 3 }),
  workstation: words(64),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** What signs, and what others know it by. */
export interface Signer {
  readonly key: KeyObject;
  /** SHA-256 of the public key in DER. */
  readonly keyId: string;
  readonly publicKey: string;
}

/** `key`: an Ed25519 private key. */
export function signerOf(key: KeyObject): Signer {
  const shown = createPublicKey(key);
  const keyId = hash('sha256', shown.export({ type: 'spki', format: 'der' }), 'hex');
  return { key, keyId, publicKey: shown.export({ type: 'spki', format: 'pem' }).toString() };
}

interface Circumstances {
  readonly previous: string;
  readonly time: string;
  readonly workstation: string;
}

/** The line of a checkpoint, without its line feed. SECURITY: P7, H75 — who has only the files can't sign another one. */
export function checkpointLine(
  covered: Covered,
  { previous, time, workstation }: Circumstances,
  signer: Signer,
) {
  const { logId, day, first, sequence, hash: head, root } = covered;
  const unsigned: Omit<Checkpoint, 'signature'> = {
    day,
    entries: sequence - first + 1,
    first,
    format: FORMAT,
    hash: head,
    keyId: signer.keyId,
    logId,
    previous,
    root,
    sequence,
    time,
    workstation,
  };
  // Ed25519 takes the bytes as they are and names no digest.
  const signature = sign(null, Buffer.from(textToSign(unsigned)), signer.key);
  return canonicalText({ ...unsigned, signature: signature.toString('base64url') });
}

/** The text under a checkpoint's signature. */
export function signedText({ signature: _signature, ...unsigned }: Checkpoint): string {
  return textToSign(unsigned);
}

function textToSign(unsigned: Omit<Checkpoint, 'signature'>): string {
  return `${SIGNED_AS}${canonicalText(unsigned)}`;
}

/** Undefined for a line that is none, or has another spelling. Its signature is not looked at. */
export function checkpointOf(line: string): Checkpoint | undefined {
  try {
    const read = Checkpoint.safeParse(JSON.parse(line)).data;
    return read !== undefined && canonicalText(read) === line ? read : undefined;
  } catch {
    return undefined;
  }
}
