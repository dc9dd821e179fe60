import { createHash } from 'node:crypto';

import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import { EncodingSurvey } from './encoding-survey.ts';
import { fileFailure, FilePieces } from './file-pieces.ts';
import { BINARY_KIND, HALF_UNIT_KIND, HEAD_BYTES, hasNul, otherKindOf } from './file-signature.ts';
import { isWide, wideEncodingOf, WideText } from './wide-text.ts';

/** What is taken at once. More is refused before any work is done for it. */
export interface FileLimits {
  readonly bytes: number;
  readonly lines: number;
}

/** As many rows as VRS takes in one batch. */
export const fileLimits: FileLimits = { bytes: 2 * 1024 * 1024 * 1024, lines: 5_000_001 };

const number = new Intl.NumberFormat('ja-JP');

/** What the whole file says of itself, before anybody looks into a cell. */
export interface Survey {
  readonly bytes: number;
  readonly lines: number;
  readonly sha256: Sha256;
  readonly encoding: FileEncoding;
}

/**
 * Reads a file once from its first byte to its last: what it is, how large, its digest and its encoding.
 * Problems: those of opening a file, `file-empty`, `file-too-large`, `file-not-text`, and `file-encoding-undecided` unless somebody has
 * chosen the encoding.
 */
export function surveyFile(
  path: string,
  limits: FileLimits = fileLimits,
  chosen?: FileEncoding,
): Outcome<Survey> {
  const opened = FilePieces.open(path);
  if (!opened.ok) return opened;
  const file = opened.value;
  try {
    return surveyOf(file, limits, chosen);
  } catch (thrown) {
    return fileFailure(thrown);
  } finally {
    file.close();
  }
}

function surveyOf(file: FilePieces, limits: FileLimits, chosen: FileEncoding | undefined): Outcome<Survey> {
  const tooLarge = failed('file-too-large', { limit: limitInWords(limits) });
  if (file.bytes === 0) return failed('file-empty');
  if (file.bytes > limits.bytes) return tooLarge;
  const digest = createHash('sha256');
  const survey = new EncodingSurvey();
  let bytes = 0;
  let encoding = chosen;
  let wide: WideText | undefined;
  for (const piece of file.pieces()) {
    if (bytes === 0) {
      const otherKind = otherKindOf(piece.subarray(0, HEAD_BYTES));
      if (otherKind !== undefined) return failed('file-not-text', { kind: otherKind });
      encoding = wideEncodingOf(piece.subarray(0, HEAD_BYTES)) ?? chosen;
      if (encoding !== undefined && isWide(encoding)) wide = new WideText(encoding);
    }
    bytes += piece.length;
    digest.update(piece);
    const text = wide ? wide.push(piece, bytes >= file.bytes) : piece;
    if (hasNul(text)) return failed('file-not-text', { kind: BINARY_KIND });
    survey.push(text);
    if (bytes > limits.bytes || survey.lines > limits.lines) return tooLarge;
  }
  if (wide && bytes % 2 !== 0) return failed('file-not-text', { kind: HALF_UNIT_KIND });
  const decision = encoding ? ({ decided: true, encoding } as const) : survey.decide();
  if (!decision.decided) {
    const { line, bytes: bad } = decision.bad;
    return failed('file-encoding-undecided', { line, bytes: bad });
  }
  const sha256 = Sha256.parse(digest.digest('hex'));
  return ok({ bytes, lines: survey.lines, sha256, encoding: decision.encoding });
}

function limitInWords({ bytes, lines }: FileLimits): string {
  const megabytes = bytes / (1024 * 1024);
  const size = megabytes >= 1024 ? `${number.format(megabytes / 1024)} GB` : `${number.format(megabytes)} MB`;
  return `${size}、見出しを含めて ${number.format(lines)} 行`;
}
