import { isUtf8 } from 'node:buffer';

import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { badLengthInCp932, decodeCp932, firstBadInCp932 } from './cp932.ts';
import { hexOf } from './encoding-survey.ts';
import type { RawRecord } from './record-splitter.ts';
import { halfIn, isWide } from './wide-text.ts';
import { badLengthInUtf8, firstBadInUtf8 } from './utf8.ts';

/** Reads the cells of records in one encoding. */
export interface CellReader {
  /** The cell's text; undefined where some of its bytes have no character. Nothing is ever replaced. */
  text(record: RawRecord, cell: number): string | undefined;
  /** The text of bytes that lie elsewhere; `doubled` where each quote in it stands for itself and another. */
  textOf(bytes: Buffer, start: number, end: number, doubled: boolean): string | undefined;
  /** The bytes without a character, in hexadecimal. */
  badBytes(record: RawRecord, cell: number): string;
}

export function cellReader(encoding: FileEncoding): CellReader {
  const decode = encoding === 'cp932' ? decodeCp932 : decodeUtf8;
  const firstBad = encoding === 'cp932' ? firstBadInCp932 : firstBadInUtf8;
  const badLength = encoding === 'cp932' ? badLengthInCp932 : badLengthInUtf8;
  const textOf = (bytes: Buffer, start: number, end: number, doubled: boolean): string | undefined => {
    const text = isAscii(bytes, start, end)
      ? bytes.toString('latin1', start, end)
      : decode(bytes, start, end);
    return doubled ? text?.replaceAll('""', '"') : text;
  };
  return {
    textOf,
    text: ({ bytes, starts, ends, doubled }, cell) =>
      textOf(bytes, starts[cell] ?? 0, ends[cell] ?? 0, doubled[cell] === 1),
    badBytes: (record, cell) => {
      const end = record.ends[cell] ?? 0;
      const at = firstBad(record.bytes, record.starts[cell] ?? 0, end);
      if (at < 0) return '';
      const bad = record.bytes.subarray(at, at + badLength(record.bytes, at, end));
      // UTF-16 is read as UTF-8; a half of a character is said as the file has it.
      const half = isWide(encoding) ? halfIn(record.bytes.subarray(at, at + 3), encoding) : undefined;
      return hexOf(half ?? bad);
    },
  };
}

function isAscii(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}

function decodeUtf8(bytes: Buffer, start: number, end: number): string | undefined {
  return isUtf8(bytes.subarray(start, end)) ? bytes.toString('utf8', start, end) : undefined;
}
