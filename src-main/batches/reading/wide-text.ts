import type { FileEncoding } from '../../../src-shared/contract/batches.ts';

/** Two bytes a unit: the least significant first, or last. */
export type WideEncoding = 'utf-16le' | 'utf-16be';

export function isWide(encoding: FileEncoding): encoding is WideEncoding {
  return encoding === 'utf-16le' || encoding === 'utf-16be';
}

const MARK = 0xfeff;
const marks: readonly (readonly [WideEncoding, number, number])[] = [
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];
/** The first byte of the three that stand for half a character, and of some whole ones. */
const HALF = 0xed;
/** What every CSV file has: a comma, and line ends. */
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const TAB = 0x09;

/** UTF-16 by its mark, or without one where only one order of the bytes makes text of them. `head`: the beginning of the file. */
export function wideEncodingOf(head: Uint8Array): WideEncoding | undefined {
  const marked = marks.find(([, first, second]) => head[0] === first && head[1] === second);
  if (marked) return marked[0];
  const whole = head.subarray(0, head.length - (head.length % 2));
  const [little, big] = [looksLikeText(whole, 0, 1), looksLikeText(whole, 1, 0)];
  if (little === big) return undefined;
  return little ? 'utf-16le' : 'utf-16be';
}

/** Text has commas and line ends, no control characters, and its halves of characters in pairs. */
function looksLikeText(bytes: Uint8Array, low: 0 | 1, high: 0 | 1): boolean {
  let [hasComma, hasLineEnd, isOpen] = [false, false, false];
  for (let at = 0; at < bytes.length; at += 2) {
    const unit = ((bytes[at + high] ?? 0) << 8) | (bytes[at + low] ?? 0);
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    if (isLow !== isOpen) return false;
    isOpen = unit >= 0xd800 && unit <= 0xdbff;
    hasComma ||= unit === COMMA;
    hasLineEnd ||= unit === LINE_FEED || unit === CARRIAGE_RETURN;
    const isControl = unit < 0x20 && unit !== LINE_FEED && unit !== CARRIAGE_RETURN && unit !== TAB;
    if (isControl || unit === 0xfffe || unit === 0xffff) return false;
  }
  return hasComma && hasLineEnd;
}

/**
 * Turns UTF-16 into UTF-8, whatever its pieces are cut like, without its mark. Half a character is left half: its three bytes are no
 * character in UTF-8 either, so that it is found where it stands (`halfIn`). A last odd byte is dropped; the survey has refused it.
 */
export class WideText {
  readonly #isBig: boolean;
  #carried: Buffer = Buffer.alloc(0);
  #isBegun = false;

  constructor(encoding: WideEncoding) {
    this.#isBig = encoding === 'utf-16be';
  }

  /** What is given stays as it is; what comes out is new. */
  push(piece: Uint8Array, last: boolean): Buffer {
    const bytes = Buffer.concat([this.#carried, piece]);
    let end = bytes.length - (bytes.length % 2);
    if (!last && end >= 2) {
      const lastUnit = this.#isBig ? bytes.readUInt16BE(end - 2) : bytes.readUInt16LE(end - 2);
      // Its other half is still to come.
      if (lastUnit >= 0xd800 && lastUnit <= 0xdbff) end -= 2;
    }
    this.#carried = Buffer.from(bytes.subarray(end));
    let text = bytes.subarray(0, end);
    if (this.#isBig) text = text.swap16();
    if (!this.#isBegun && text.length >= 2) {
      this.#isBegun = true;
      if (text.readUInt16LE(0) === MARK) text = text.subarray(2);
    }
    const decoded = text.toString('utf16le');
    return decoded.isWellFormed() ? Buffer.from(decoded) : inUtf8WithHalves(decoded);
  }
}

/** UTF-8, but for halves of characters, which get the three bytes that UTF-8 would give a character of their number. */
function inUtf8WithHalves(text: string): Buffer {
  const pieces = text
    .split(/(?<![\uD800-\uDBFF])([\uDC00-\uDFFF])|([\uD800-\uDBFF])(?![\uDC00-\uDFFF])/)
    .filter((piece) => piece !== undefined && piece !== '');
  return Buffer.concat(
    pieces.map((piece) => {
      if (piece.isWellFormed()) return Buffer.from(piece);
      const unit = piece.charCodeAt(0);
      return Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]);
    }),
  );
}

/** The half of a character that those bytes stand for, as the file has it; undefined for anything else. */
export function halfIn(bytes: Uint8Array, encoding: WideEncoding): Uint8Array | undefined {
  const [first = 0, second = 0, third = 0] = bytes;
  if (first !== 0xed || second < 0xa0) return undefined;
  const unit = ((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
  const [high, low] = [unit >> 8, unit & 0xff];
  return Uint8Array.of(...(encoding === 'utf-16be' ? [high, low] : [low, high]));
}

/** Back again, mark apart: text, and halves of characters as `WideText` leaves them. `bytes` begin and end between two characters. */
export function toWide(bytes: Buffer, encoding: WideEncoding): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(HALF); at >= 0; at = bytes.indexOf(HALF, at + 1)) {
    const half = halfIn(bytes.subarray(at, at + 3), 'utf-16le');
    if (!half) continue;
    pieces.push(Buffer.from(bytes.toString('utf8', from, at), 'utf16le'), Buffer.from(half));
    from = at + 3;
  }
  pieces.push(Buffer.from(bytes.toString('utf8', from), 'utf16le'));
  const wide = Buffer.concat(pieces);
  return encoding === 'utf-16be' ? wide.swap16() : wide;
}

export const wideMark = (encoding: WideEncoding): Buffer =>
  Buffer.from(encoding === 'utf-16be' ? [0xfe, 0xff] : [0xff, 0xfe]);
