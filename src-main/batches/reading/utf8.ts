import { isUtf8 } from 'node:buffer';

/** Bytes of the character that this byte begins; 0 where none begins with it. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

const FIRST_LOOK = 256;

/** Where a sequence that is no UTF-8 begins, from `start`; -1 where there is none. A cut-off last character counts. */
export function firstBadInUtf8(bytes: Uint8Array, start: number, end: number): number {
  // A file in another encoding is bad again at once: all that is behind it must not be looked at each time.
  let look = FIRST_LOOK;
  for (let at = start; at < end; look *= 2) {
    const until = beginningBefore(bytes, at, Math.min(end, at + look), end);
    if (!isUtf8(bytes.subarray(at, until))) return firstBadCharacter(bytes, at, end);
    at = until;
  }
  return -1;
}

/** A place between two characters, at most three bytes before `until`, unless there the bytes end. */
function beginningBefore(bytes: Uint8Array, from: number, until: number, end: number): number {
  if (until === end) return end;
  let place = until;
  while (place > from + 1 && until - place < 3 && isContinuation(bytes[place])) place -= 1;
  return isContinuation(bytes[place]) ? until : place;
}

function firstBadCharacter(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end;) {
    const length = lengthOf(bytes[at] ?? 0);
    if (length === 0 || at + length > end || (length > 1 && !isUtf8(bytes.subarray(at, at + length))))
      return at;
    at += length;
  }
  return -1;
}

const isContinuation = (byte = 0): boolean => (byte & 0xc0) === 0x80;

/** How many bytes belong to the bad sequence that begins at `at`: its first byte and what would continue it. */
export function badLengthInUtf8(bytes: Uint8Array, at: number, end: number): number {
  const wanted = Math.max(1, lengthOf(bytes[at] ?? 0));
  let length = 1;
  while (length < wanted && at + length < end && isContinuation(bytes[at + length])) length += 1;
  return length;
}

/** Whether the bytes end in the middle of a character that could still become right; `bad` is where it begins. */
export function endsInsideUtf8(bytes: Uint8Array, bad: number): boolean {
  const length = lengthOf(bytes[bad] ?? 0);
  return length > bytes.length - bad && badLengthInUtf8(bytes, bad, bytes.length) === bytes.length - bad;
}
