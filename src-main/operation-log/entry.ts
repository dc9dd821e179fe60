import { isUtf8 } from 'node:buffer';
import { hash as digest } from 'node:crypto';

import { z } from 'zod';

import { canonicalText } from './canonical.ts';
import { LogActor, LogDraft, type LogHead, words } from './operation-log.ts';

export const NO_HASH = '0'.repeat(64);
/** Longer lines are not read: a log that somebody filled with one endless line must not fill the memory too. */
export const MAX_LINE_BYTES = 262_144;
export const LINE_FEED = 0x0a;

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
/** Nonce, ciphertext and tag as base64url; or, once it was blacked out, the SHA-256 of that text. */
const Sealed = z.string().regex(/^(?:[A-Za-z0-9_-]{59,880}|sha256:[0-9a-f]{64})$/);

/** One line of a segment. Its keys stand in this order, which is the canonical one. */
export const LogEntry = z.strictObject({
  action: LogDraft.shape.action,
  actor: LogActor,
  detail: LogDraft.shape.detail,
  hash: Digest,
  note: z.union([z.literal(''), Sealed]),
  operation: LogDraft.shape.operation,
  previousHash: Digest,
  reason: LogDraft.shape.reason,
  result: LogDraft.shape.result,
  // One digit less than a segment's name has.
  sequence: z.int().min(1).max(99_999_999_999),
  subjects: z.array(Sealed).max(2000),
  time: z.iso.datetime({ precision: 3 }),
  workstation: words(64),
});
export type LogEntry = z.infer<typeof LogEntry>;
export type UnhashedEntry = Omit<LogEntry, 'hash'>;

/** The line of an entry, with its hash filled in and the line feed at the end, and the head that it makes. */
export function lineOf(entry: UnhashedEntry): { readonly line: Buffer; readonly head: LogHead } {
  const hash = hashOf(entry);
  const line = Buffer.from(`${canonicalText({ ...entry, hash })}\n`);
  return { line, head: { sequence: entry.sequence, hash } };
}

/** Undefined for bytes that are not the canonical line of an entry (given without the line feed). */
export function entryOf(line: Buffer): LogEntry | undefined {
  // Invalid bytes would all be read as the same replacement character.
  if (!isUtf8(line)) return undefined;
  const text = line.toString('utf8');
  const parsed = LogEntry.safeParse(parseJson(text));
  return parsed.success && canonicalText(parsed.data) === text ? parsed.data : undefined;
}

/**
 * SHA-256 of the canonical text without `hash`, with every sealed value replaced by its digest. SECURITY: P7 — so a value can be
 * blacked out later without breaking the proof, and a change of a sealed value shows without its key.
 */
export function hashOf(entry: UnhashedEntry & { readonly hash?: string }): string {
  const { hash: _, ...rest } = entry;
  return sha256(
    canonicalText({
      ...rest,
      note: entry.note === '' ? '' : digestOfSealed(entry.note),
      subjects: entry.subjects.map(digestOfSealed),
    }),
  );
}

/**
 * The line of an entry, without its line feed, once every sealed value is blacked out: what it is whichever of them already are. An
 * archive's manifest has the digest of it.
 */
export function blackLine(entry: LogEntry): string {
  return canonicalText({
    ...entry,
    note: entry.note === '' ? '' : digestOfSealed(entry.note),
    subjects: entry.subjects.map(digestOfSealed),
  });
}

/** What takes the place of a sealed value that is blacked out. */
export function digestOfSealed(sealed: string): string {
  return sealed.startsWith('sha256:') ? sealed : `sha256:${sha256(sealed)}`;
}

function sha256(text: string): string {
  return digest('sha256', text, 'hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
