import { createHash } from 'node:crypto';

import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import { EncodingSurvey } from './encoding-survey.ts';
import { fileFailure, FilePieces } from './file-pieces.ts';
import { BINARY_KIND, HEAD_BYTES, hasNul, otherKindOf } from './file-signature.ts';

/** What is taken at once. More is refused before any work is done for it. */
export interface FileLimits {
  readonly bytes: number;
  readonly lines: number;
}

export const fileLimits: FileLimits = { bytes: 300 * 1024 * 1024, lines: 1_048_576 };

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
  for (const piece of file.pieces()) {
    const otherKind = bytes === 0 ? otherKindOf(piece.subarray(0, HEAD_BYTES)) : undefined;
    if (otherKind !== undefined) return failed('file-not-text', { kind: otherKind });
    if (hasNul(piece)) return failed('file-not-text', { kind: BINARY_KIND });
    bytes += piece.length;
    digest.update(piece);
    survey.push(piece);
    if (bytes > limits.bytes || survey.lines > limits.lines) return tooLarge;
  }
  const decision = chosen ? ({ decided: true, encoding: chosen } as const) : survey.decide();
  if (!decision.decided) {
    const { line, bytes: bad } = decision.bad;
    return failed('file-encoding-undecided', { line, bytes: bad });
  }
  const sha256 = Sha256.parse(digest.digest('hex'));
  return ok({ bytes, lines: survey.lines, sha256, encoding: decision.encoding });
}

function limitInWords({ bytes, lines }: FileLimits): string {
  return `${number.format(bytes / (1024 * 1024))} MB、${number.format(lines)} 行`;
}
