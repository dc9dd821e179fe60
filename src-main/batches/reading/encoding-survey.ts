import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { badLengthInCp932, endsInsideCp932, firstBadInCp932 } from './cp932.ts';
import { badLengthInUtf8, endsInsideUtf8, firstBadInUtf8 } from './utf8.ts';

/** The first bytes that an encoding has no character for. */
export interface BadPlace {
  /** Bytes before it. */
  readonly offset: number;
  /** Line as a text editor counts it. */
  readonly line: number;
  /** The bytes in hexadecimal: `81 AD`. */
  readonly bytes: string;
}

export type EncodingDecision =
  | { readonly decided: true; readonly encoding: FileEncoding }
  | { readonly decided: false; readonly bad: BadPlace };

interface Scheme {
  readonly firstBad: (bytes: Uint8Array, start: number, end: number) => number;
  readonly badLength: (bytes: Uint8Array, at: number, end: number) => number;
  readonly endsInside: (bytes: Uint8Array, bad: number) => boolean;
}

const utf8: Scheme = { firstBad: firstBadInUtf8, badLength: badLengthInUtf8, endsInside: endsInsideUtf8 };
const cp932: Scheme = { firstBad: firstBadInCp932, badLength: badLengthInCp932, endsInside: endsInsideCp932 };

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
export const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

/** An encoding is taken in spite of some bad lines where the other one has at least so many times as many. */
const CLEARLY_BETTER = 10;
/** After so many bad lines it is enough to know about how many more there are: one piece in so many is read, and stands for the others. */
const MANY = 10_000;
const ONE_IN = 8;

/**
 * Reads along with one encoding and counts the lines that it can't read; pieces may be cut anywhere. Of a file in the other encoding that is
 * nearly every line, so of many they are estimated.
 */
class Reading {
  readonly #scheme: Scheme;
  #carried: Buffer = Buffer.alloc(0);
  /** The line of the last bad place has not ended yet. */
  #skipping = false;
  #piecesSinceMany = 0;
  bad: BadPlace | undefined;
  badLines = 0;

  constructor(scheme: Scheme) {
    this.#scheme = scheme;
  }

  /** `before`: bytes before this piece; `lineOf`: line of a place in this piece. */
  push(piece: Uint8Array, before: number, lineOf: (at: number) => number, last: boolean): void {
    const standsFor = this.badLines < MANY ? 1 : ONE_IN;
    if (standsFor > 1 && this.#isPassedOver()) return;
    const carried = this.#carried.length;
    const window = carried === 0 ? piece : Buffer.concat([this.#carried, piece]);
    this.#carried = Buffer.alloc(0);
    let from = this.#skipping ? this.#behindLine(window, 0) : 0;
    while (from < window.length) {
      const at = this.#scheme.firstBad(window, from, window.length);
      if (at < 0) return;
      if (!last && this.#scheme.endsInside(window, at)) {
        this.#carried = Buffer.from(window.subarray(at));
        return;
      }
      const length = this.#scheme.badLength(window, at, window.length);
      this.bad ??= {
        offset: before - carried + at,
        // What was carried over is the beginning of a character, never of a line.
        line: lineOf(Math.max(0, at - carried)),
        bytes: hexOf(window.subarray(at, at + length)),
      };
      this.badLines += standsFor;
      from = this.#behindLine(window, at);
    }
  }

  /** What is read next begins with a line of its own. */
  #isPassedOver(): boolean {
    this.#piecesSinceMany += 1;
    if (this.#piecesSinceMany % ONE_IN === 0) return false;
    this.#carried = Buffer.alloc(0);
    this.#skipping = true;
    return true;
  }

  #behindLine(window: Uint8Array, at: number): number {
    const lineEnd = window.indexOf(LINE_FEED, at);
    this.#skipping = lineEnd < 0;
    return this.#skipping ? window.length : lineEnd + 1;
  }
}

/** Follows a file from its first byte to its last: its lines, and whether UTF-8 and CP932 have a character for everything. */
export class EncodingSurvey {
  readonly #utf8 = new Reading(utf8);
  readonly #cp932 = new Reading(cp932);
  #bytes = 0;
  #lineEnds = 0;
  #lastByte = 0;
  #head: Buffer = Buffer.alloc(0);

  push(piece: Uint8Array): void {
    if (this.#head.length < 3) this.#head = Buffer.concat([this.#head, piece.subarray(0, 3)]);
    this.#read(piece, false);
    this.#lineEnds += this.#lineEndsIn(piece, piece.length);
    this.#bytes += piece.length;
    this.#lastByte = piece.at(-1) ?? this.#lastByte;
  }

  /** Lines so far; a last one without a line end counts. */
  get lines(): number {
    const open = this.#bytes > 0 && this.#lastByte !== LINE_FEED && this.#lastByte !== CARRIAGE_RETURN;
    return this.#lineEnds + (open ? 1 : 0);
  }

  /**
   * BOM → UTF-8 valid over the whole file → CP932 valid over the whole file. Guesses by frequency are wrong for half-width kana and
   * for rare names. Where neither holds, but one of them fails in a few lines and the other nearly everywhere, those lines are damaged
   * and the check will name each. Otherwise nobody can say, and the bad place is the one of the encoding that went further.
   */
  decide(): EncodingDecision {
    this.#read(new Uint8Array(0), true);
    const marked = this.#head.subarray(0, 3).equals(BYTE_ORDER_MARK);
    const asUtf8 = marked ? 'utf-8-bom' : 'utf-8';
    const { bad: notUtf8, badLines: badInUtf8 } = this.#utf8;
    const { bad: notCp932, badLines: badInCp932 } = this.#cp932;
    if (!notUtf8) return { decided: true, encoding: asUtf8 };
    if (!marked && !notCp932) return { decided: true, encoding: 'cp932' };
    // A byte order mark leaves no other encoding to compare with.
    const against = marked ? this.lines : badInCp932;
    if (badInUtf8 * CLEARLY_BETTER <= against) return { decided: true, encoding: asUtf8 };
    if (marked || !notCp932) return { decided: false, bad: notUtf8 };
    if (badInCp932 * CLEARLY_BETTER <= badInUtf8) return { decided: true, encoding: 'cp932' };
    return { decided: false, bad: notUtf8.offset >= notCp932.offset ? notUtf8 : notCp932 };
  }

  #read(piece: Uint8Array, last: boolean): void {
    const lineOf = (at: number): number => this.#lineEnds + this.#lineEndsIn(piece, at) + 1;
    this.#utf8.push(piece, this.#bytes, lineOf, last);
    this.#cp932.push(piece, this.#bytes, lineOf, last);
  }

  /** Line ends in the piece before `until`: LF, CR, or both together. A CRLF that is cut in two was counted at its CR. */
  #lineEndsIn(piece: Uint8Array, until: number): number {
    let count = 0;
    let before = this.#lastByte;
    for (let at = 0; at < until; at += 1) {
      const byte = piece[at] ?? 0;
      if (byte === CARRIAGE_RETURN || (byte === LINE_FEED && before !== CARRIAGE_RETURN)) count += 1;
      before = byte;
    }
    return count;
  }
}
