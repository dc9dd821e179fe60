import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

import { failed, ok, type Outcome, type Problem } from '../../../src-shared/contract/problem.ts';

const PIECE_BYTES = 262_144;
/** The end of a file where the mark of old hosts may stand. */
const TAIL_BYTES = 64;
const END_OF_FILE = 0x1a;
/** What may stand behind the last line: line ends and the mark. */
const endings = new Set([0x0a, 0x0d, END_OF_FILE]);

type Failure = { readonly ok: false; readonly problem: Problem };

/** What the system's refusal to open or read a file means for the person. Throws on what is no such refusal but a bug. */
export function fileFailure(thrown: unknown): Failure {
  if (!(thrown instanceof Error) || !('syscall' in thrown) || !('code' in thrown)) throw thrown;
  if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return failed('file-missing');
  if (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT') return failed('disk-full');
  return failed(thrown.code === 'EISDIR' ? 'file-is-directory' : 'file-unreadable');
}

/** An open file that is read from its beginning to its end. Only in a worker: every call waits for the disk. */
export class FilePieces {
  readonly #descriptor: number;
  readonly bytes: number;

  private constructor(descriptor: number, bytes: number) {
    this.#descriptor = descriptor;
    this.bytes = bytes;
  }

  /** Problems: `file-missing`, `file-is-directory`, `file-unreadable` (devices and pipes too). */
  static open(path: string): Outcome<FilePieces> {
    try {
      // Looked at before it is opened: opening a pipe would wait for its other end.
      const kind = statSync(path);
      if (kind.isDirectory()) return failed('file-is-directory');
      if (!kind.isFile()) return failed('file-unreadable');
      const descriptor = openSync(path, 'r');
      return ok(new FilePieces(descriptor, fstatSync(descriptor).size));
    } catch (thrown) {
      return fileFailure(thrown);
    }
  }

  /**
   * The bytes in order. Each piece is valid until the next one is asked for. It goes on to the real end, even where the file grew.
   * Throws what reading throws; `fileFailure` says what it means.
   */
  *pieces(): Generator<Buffer, void> {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    for (let position = 0; ;) {
      const read = readSync(this.#descriptor, piece, 0, PIECE_BYTES, position);
      if (read === 0) return;
      position += read;
      yield piece.subarray(0, read);
    }
  }

  /**
   * Bytes without the end-of-file mark (1A) that exports of old hosts leave behind the last line. `unit`: bytes of a character, of which
   * the other one is 0 in UTF-16.
   */
  bytesOfText(unit: 1 | 2 = 1): number {
    const tail = Buffer.alloc(Math.min(TAIL_BYTES, this.bytes - (this.bytes % unit)));
    const begins = this.bytes - (this.bytes % unit) - tail.length;
    readSync(this.#descriptor, tail, 0, tail.length, begins);
    const endingAt = (at: number): number => {
      const [one = 0, other = 0] = tail.subarray(at, at + unit);
      return one === 0 || other === 0 ? one | other : -1;
    };
    let end = tail.length;
    while (end > 0 && endings.has(endingAt(end - unit))) end -= unit;
    while (end < tail.length && endingAt(end) !== END_OF_FILE) end += unit;
    return end === tail.length ? this.bytes : begins + end;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
