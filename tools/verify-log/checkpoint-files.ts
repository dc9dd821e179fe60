import { isUtf8 } from 'node:buffer';
import { createHash, type KeyObject } from 'node:crypto';

import { type Checkpoint, isSigned, readCheckpoint } from './checkpoint-grammar.ts';

/** A line of a checkpoint file that is not as it was written. */
export interface CheckpointFinding {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly why: string;
}

/** A checkpoint whose signature holds. */
export interface Proof extends Checkpoint {
  readonly file: string;
  readonly line: number;
  /** Of the whole line. */
  readonly digest: string;
}

export interface CheckpointFile {
  readonly proofs: readonly Proof[];
  readonly findings: readonly CheckpointFinding[];
  /** Bytes behind the last line feed. */
  readonly tornBytes: number;
}

const NONE = '0'.repeat(64);

/** Reads a checkpoint file: each line's form, its signature, and that it follows the line before. */
export function readCheckpoints(
  file: string,
  bytes: Buffer,
  keys: ReadonlyMap<string, KeyObject>,
): CheckpointFile {
  const end = bytes.lastIndexOf(0x0a) + 1;
  const proofs: Proof[] = [];
  const findings: CheckpointFinding[] = [];
  let before = NONE;
  for (let begin = 0, line = 1; begin < end; line += 1) {
    const until = bytes.indexOf(0x0a, begin);
    const content = bytes.subarray(begin, until);
    const read = isUtf8(content) ? readCheckpoint(content.toString('utf8')) : undefined;
    const holds = read !== undefined && isProven(read, keys);
    const why = wrongWith(read, holds, before, keys);
    if (why !== undefined) findings.push({ file, line, why });
    const digest = createHash('sha256').update(content).digest('hex');
    if (holds) proofs.push({ ...read, file, line, digest });
    before = digest;
    begin = until + 1;
  }
  return { proofs, findings, tornBytes: bytes.length - end };
}

function wrongWith(
  read: Checkpoint | undefined,
  holds: boolean,
  before: string,
  keys: ReadonlyMap<string, KeyObject>,
): string | undefined {
  if (read === undefined) return '署名点として読めない行です';
  if (!keys.has(read.keyId)) return '知らない鍵で署名されています';
  if (!holds) return '署名が合いません。内容が署名したときと違います';
  return read.previous === before
    ? undefined
    : '前の行とつながっていません。行が抜かれたか、足されたか、並べ替えられています';
}

function isProven(read: Checkpoint, keys: ReadonlyMap<string, KeyObject>): boolean {
  const key = keys.get(read.keyId);
  return key !== undefined && isSigned(read, key);
}

/** The first checkpoint that a copy has and the log's own file lacks: that was cut off or set back. */
export function missingHere(
  own: CheckpointFile | undefined,
  copy: CheckpointFile,
): readonly CheckpointFinding[] {
  const here = new Set(own?.proofs.map(({ digest }) => digest));
  const missing = copy.proofs.find(({ digest }) => !here.has(digest));
  if (missing === undefined) return [];
  const why = `この控えにある ${missing.sequence} 番の署名点が、ログのフォルダーの署名点のファイルにありません`;
  return [{ file: missing.file, line: missing.line, why }];
}
