import { type KeyObject, sign, verify } from 'node:crypto';

import { z } from 'zod';

import { canonicalText } from '../canonical.ts';
import type { Signer } from '../checkpoints/checkpoint.ts';
import { lineAfter } from '../lines.ts';
import { archiveName, type LogFile } from '../log-folder.ts';
import { words } from '../operation-log.ts';

/** Said before the text that is signed, so that a signature of anything else never fits. */
const SIGNED_AS = 'operation-log-archive-1\n';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Sequence = z.int().min(1).max(99_999_999_999);
const Moment = z.iso.datetime({ precision: 3 });

/** The first line of an archive: what is in it, signed. It stays when the entries are destroyed. */
export const Manifest = z.strictObject({
  earliest: Moment,
  entries: Sequence,
  first: Sequence,
  fiscalYear: z.int().min(1900).max(9999),
  format: z.literal(1),
  /** Of the last entry. */
  hash: Digest,
  keepUntil: z.iso.date(),
  keyId: Digest,
  latest: Moment,
  logId: z.string().regex(/^[0-9a-f]{32}$/),
  /** That the first entry refers to. */
  previousHash: Digest,
  /** The tree head (RFC 6962) over the hashes of all its entries. */
  root: Digest,
  /** `sha256`: of the lines as they are with every sealed value blacked out, so that blacking out later changes nothing here. */
  segments: z
    .array(z.strictObject({ entries: Sequence, first: Sequence, sha256: Digest }))
    .min(1)
    .max(1_000),
  /** Of the last entry. */
  sequence: Sequence,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
  time: Moment,
  workstation: words(64),
});
export type Manifest = z.infer<typeof Manifest>;
export type UnsignedManifest = Omit<Manifest, 'signature'>;

/** The line of a manifest, without its line feed. SECURITY: P7, H75 */
export function manifestLine(unsigned: UnsignedManifest, signer: Signer): string {
  const signature = sign(null, Buffer.from(signedText(unsigned)), signer.key);
  return canonicalText({ ...unsigned, signature: signature.toString('base64url') });
}

/** Undefined for a line that is none, or has another spelling. Its signature is not looked at. */
export function manifestOf(line: string): Manifest | undefined {
  try {
    const read = Manifest.safeParse(JSON.parse(line)).data;
    return read !== undefined && canonicalText(read) === line ? read : undefined;
  } catch {
    return undefined;
  }
}

/** The manifest with which an archive begins, the position behind it, and its line; undefined where there is none. */
export async function manifestIn(
  file: LogFile,
): Promise<{ readonly manifest: Manifest; readonly line: string; readonly end: number } | undefined> {
  const found = await lineAfter(file, 0, await file.size());
  const line = found?.bytes.toString('utf8') ?? '';
  const manifest = manifestOf(line);
  if (found === undefined || manifest === undefined) return undefined;
  return { manifest, line, end: found.bytes.length + 1 };
}

export function isManifestSigned(
  { signature, ...unsigned }: Manifest,
  keys: ReadonlyMap<string, KeyObject>,
): boolean {
  const key = keys.get(unsigned.keyId);
  if (key?.asymmetricKeyType !== 'ed25519') return false;
  return verify(null, Buffer.from(signedText(unsigned)), key, Buffer.from(signature, 'base64url'));
}

export function nameOf({ fiscalYear, first, sequence }: UnsignedManifest): string {
  return archiveName({ fiscalYear, first, last: sequence });
}

function signedText(unsigned: UnsignedManifest): string {
  return `${SIGNED_AS}${canonicalText(unsigned)}`;
}
