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
  return canonicalEntry(line)?.entry;
}

/** An entry as it stands there, and the hash that its content has, whatever the line says. */
export interface HashedEntry {
  readonly entry: LogEntry;
  readonly computed: string;
}

/** Like `entryOf`, for who holds many entries against their hashes: what was hashed is cut out of the line, not written again. */
export function hashedEntryOf(line: Buffer): HashedEntry | undefined {
  const read = canonicalEntry(line);
  return read === undefined ? undefined : { entry: read.entry, computed: sha256(hashedPart(read)) };
}

interface CanonicalEntry {
  readonly entry: LogEntry;
  readonly text: string;
}

function canonicalEntry(line: Buffer): CanonicalEntry | undefined {
  // Invalid bytes would all be read as the same replacement character.
  if (!isUtf8(line)) return undefined;
  const text = line.toString('utf8');
  const parsed = LogEntry.safeParse(parseJson(text));
  return parsed.success && canonicalText(parsed.data) === text ? { entry: parsed.data, text } : undefined;
}

/**
 * The text under the hash. A quotation mark inside a string has a backslash before it, and behind `hash` stand no other objects: so the
 * last places that look like these keys are theirs.
 */
function hashedPart({ entry, text }: CanonicalEntry): string {
  const { hash, note, subjects } = entry;
  const hashAt = text.lastIndexOf('"hash":"');
  const noteAt = hashAt + `"hash":"${hash}",`.length;
  if (note === '' && subjects.length === 0) return text.slice(0, hashAt) + text.slice(noteAt);
  const noteEnd = noteAt + `"note":"${note}"`.length;
  const subjectsAt = text.lastIndexOf('"subjects":[');
  const subjectsEnd = subjectsAt + `"subjects":${JSON.stringify(subjects)}`.length;
  return [
    text.slice(0, hashAt),
    `"note":"${note === '' ? '' : digestOfSealed(note)}"`,
    text.slice(noteEnd, subjectsAt),
    `"subjects":${JSON.stringify(subjects.map(digestOfSealed))}`,
    text.slice(subjectsEnd),
  ].join('');
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
