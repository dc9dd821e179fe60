import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { BYTE_ORDER_MARK } from './encoding-survey.ts';
import type { FilePieces } from './file-pieces.ts';
import { isWide, WideText } from './wide-text.ts';

/** A piece of a file as it is, and what of it is to be read: without marks, and UTF-16 as UTF-8. */
export interface TextPiece {
  readonly raw: Buffer;
  readonly text: Uint8Array;
}

/** Each piece is valid until the next one is asked for. The mark that old hosts leave behind the last line is no text. */
export function* textPieces(file: FilePieces, encoding: FileEncoding): Generator<TextPiece, void> {
  const wide = isWide(encoding) ? new WideText(encoding) : undefined;
  const end = file.bytesOfText(wide ? 2 : 1);
  let position = 0;
  for (const raw of file.pieces()) {
    const isMarked = position === 0 && encoding !== 'cp932' && raw.subarray(0, 3).equals(BYTE_ORDER_MARK);
    const from = isMarked && !wide ? BYTE_ORDER_MARK.length : 0;
    const inFile = raw.subarray(from, Math.max(from, Math.min(raw.length, end - position)));
    position += raw.length;
    yield { raw, text: wide ? wide.push(inFile, position >= end) : inFile };
  }
}
