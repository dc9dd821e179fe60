import { isUtf8 } from 'node:buffer';

/** Bytes of the character that this byte begins; 0 where none begins with it. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

/** Where a sequence that is no UTF-8 begins, from `start`; -1 where there is none. A cut-off last character counts. */
export function firstBadInUtf8(bytes: Uint8Array, start: number, end: number): number {
  if (isUtf8(bytes.subarray(start, end))) return -1;
  let at = start;
  while (at < end) {
    const length = lengthOf(bytes[at] ?? 0);
    if (length === 0 || at + length > end || (length > 1 && !isUtf8(bytes.subarray(at, at + length))))
      return at;
    at += length;
  }
  return -1;
}

/** How many bytes belong to the bad sequence that begins at `at`: its first byte and what would continue it. */
export function badLengthInUtf8(bytes: Uint8Array, at: number, end: number): number {
  const wanted = Math.max(1, lengthOf(bytes[at] ?? 0));
  let length = 1;
  while (length < wanted && at + length < end && ((bytes[at + length] ?? 0) & 0xc0) === 0x80) length += 1;
  return length;
}

/** Whether the bytes end in the middle of a character that could still become right; `bad` is where it begins. */
export function endsInsideUtf8(bytes: Uint8Array, bad: number): boolean {
  const length = lengthOf(bytes[bad] ?? 0);
  return length > bytes.length - bad && badLengthInUtf8(bytes, bad, bytes.length) === bytes.length - bad;
}
