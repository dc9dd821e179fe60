import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { nameKey } from '../../../src-shared/domain/text/search-keys.ts';
import { foldWidth } from '../../../src-shared/domain/text/width.ts';
import { cellReader } from '../reading/cells.ts';
import type { RawRecord } from '../reading/record-splitter.ts';

/** Texts of cells that were folded before: venues, makers and doctors come again and again. */
const REMEMBERED = 20_000;
const LONGEST_REMEMBERED = 80;

/**
 * Looks for a text in cells as 照会 looks for names: whatever the width, the case, the kana and the variant of a kanji, blanks and signs
 * apart. A text of signs alone is looked for as it stands. Cells in plain ASCII are compared byte by byte: they are most of a file.
 */
export class TextSearch {
  readonly #fold: (text: string) => string;
  readonly #key: string;
  /** The key in ASCII; undefined where it holds anything else: then no cell in ASCII can hold it. */
  readonly #plain: Uint8Array | undefined;
  readonly #signs: boolean;
  readonly #read: ReturnType<typeof cellReader>;
  readonly #remembered = new Map<string, boolean>();

  constructor(text: string, encoding: FileEncoding) {
    const letters = nameKey(text);
    this.#signs = letters === '';
    this.#fold = this.#signs ? foldSigns : nameKey;
    this.#key = this.#fold(text);
    this.#plain = /^[ -~]*$/.test(this.#key) ? Buffer.from(this.#key, 'latin1') : undefined;
    this.#read = cellReader(encoding);
  }

  matchesText(text: string): boolean {
    return this.#fold(text).includes(this.#key);
  }

  /** Whether the cell holds it. Bytes without a character match nothing. */
  matchesCell(record: RawRecord, cell: number): boolean {
    const start = record.starts[cell] ?? 0;
    const end = record.ends[cell] ?? 0;
    const { bytes } = record;
    for (let at = start; at < end; at += 1)
      if ((bytes[at] ?? 0) >= 0x80) return this.#matchesBeyondAscii(record, cell, start, end);
    return this.#plain !== undefined && this.#matchesAscii(bytes, start, end, this.#plain);
  }

  /** Signs and blanks are stepped over, as `nameKey` takes them out. */
  #matchesAscii(bytes: Uint8Array, start: number, end: number, key: Uint8Array): boolean {
    if (key.length === 0) return true;
    for (let from = start; from <= end - key.length; from += 1) {
      let matched = 0;
      for (let at = from; at < end; at += 1) {
        const byte = this.#signs ? (bytes[at] ?? 0) : upperLetterOrDigit(bytes[at] ?? 0);
        if (byte === 0 && matched > 0) continue;
        if (byte !== key[matched]) break;
        matched += 1;
        if (matched === key.length) return true;
      }
    }
    return false;
  }

  #matchesBeyondAscii(record: RawRecord, cell: number, start: number, end: number): boolean {
    if (end - start > LONGEST_REMEMBERED) return this.matchesText(this.#read.text(record, cell) ?? '');
    const bytes = record.bytes.toString('latin1', start, end);
    const known = this.#remembered.get(bytes);
    if (known !== undefined) return known;
    const text = this.#read.text(record, cell);
    const matches = text !== undefined && this.matchesText(text);
    if (this.#remembered.size < REMEMBERED) this.#remembered.set(bytes, matches);
    return matches;
  }
}

const foldSigns = (text: string): string => foldWidth(text).toUpperCase();

/** 0 for what is neither. */
function upperLetterOrDigit(byte: number): number {
  if ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a)) return byte;
  return byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : 0;
}
