/**
 * CP932 (Windows-31J: Shift_JIS with the NEC and IBM extensions), strictly: what has no character is found and named, never replaced.
 * The characters come from the runtime's own decoder, one code at a time. Control bytes don't: Node swaps 1A, 1C and 7F (ICU ibm-943).
 */

const FIRST_TRAIL = 0x40;
const LAST_TRAIL = 0xfc;

/** UTF-16 unit of every two-byte code; 0 where there is none. Gaiji (F040–F9FC) are private use characters here. */
const doubleByte: Uint16Array = buildTable();

function buildTable(): Uint16Array {
  const table = new Uint16Array(0x1_0000);
  const decoder = new TextDecoder('shift_jis');
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    if (!isLead(lead)) continue;
    for (let trail = FIRST_TRAIL; trail <= LAST_TRAIL; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (character.length === 1 && character !== '\uFFFD')
        table[(lead << 8) | trail] = character.charCodeAt(0);
    }
  }
  return table;
}

function isLead(byte: number): boolean {
  return (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
}

function isHalfWidthKana(byte: number): boolean {
  return byte >= 0xa1 && byte <= 0xdf;
}

/** Distance from a byte of half-width kana to its character (A1 → U+FF61). */
export const KANA_OFFSET = 0xff61 - 0xa1;

/** Where a sequence without a character begins, from `start`; -1 where there is none. A cut-off last character counts. */
export function firstBadInCp932(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80 || isHalfWidthKana(byte)) at += 1;
    else if (at + 1 < end && doubleByte[(byte << 8) | (bytes[at + 1] ?? 0)] !== 0) at += 2;
    else return at;
  }
  return -1;
}

/** How many bytes belong to the bad sequence that begins at `at`: two only where the second can't stand for itself. */
export function badLengthInCp932(bytes: Uint8Array, at: number, end: number): number {
  const next = bytes[at + 1] ?? 0;
  return isLead(bytes[at] ?? 0) && at + 1 < end && next >= 0x80 ? 2 : 1;
}

/** Whether the bytes end in the middle of a character; only for bytes that are good up to there. */
export function endsInsideCp932(bytes: Uint8Array, bad: number): boolean {
  return bad === bytes.length - 1 && isLead(bytes[bad] ?? 0);
}

/** The UTF-16 unit of a two-byte code; 0 where there is none. */
export function unitInCp932(lead: number, trail: number): number {
  return doubleByte[(lead << 8) | trail] ?? 0;
}

let units = new Uint16Array(1_024);

/** The text, or undefined where some bytes have no character. */
export function decodeCp932(bytes: Buffer, start: number, end: number): string | undefined {
  if (units.length < end - start) units = new Uint16Array((end - start) * 2);
  let length = 0;
  let at = start;
  while (at < end) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      units[length] = byte;
      at += 1;
    } else if (isHalfWidthKana(byte)) {
      units[length] = byte + KANA_OFFSET;
      at += 1;
    } else {
      const unit = at + 1 < end ? (doubleByte[(byte << 8) | (bytes[at + 1] ?? 0)] ?? 0) : 0;
      if (unit === 0) return undefined;
      units[length] = unit;
      at += 2;
    }
    length += 1;
  }
  return Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
}
