import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';

import type { FileEncoding } from '../../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { severityOfState } from '../../cache/staging/row-states.ts';
import { BYTE_ORDER_MARK } from '../reading/encoding-survey.ts';
import { isWide, toWide, type WideEncoding, wideMark, WideText } from '../reading/wide-text.ts';
import type { DraftRows } from './draft-rows.ts';
import { FindingsListRow } from './findings-list-row.ts';
import type { FindingsList } from './row-tasks.ts';

export interface FindingsListRequest {
  /** Where the list goes; what is there is replaced when the list is whole. */
  readonly target: string;
  /** The chosen file, which is never written over. */
  readonly source: string | null;
}

export interface FindingsListParts {
  readonly stopped: () => boolean;
  readonly onProgress: (done: number, total: number) => void;
}

const WRITTEN_AT_ONCE = 262_144;
const A_LOOK = 256;

/**
 * エラー一覧: the header and the rows of the file in which something worse than a note was found, as the file has them, byte for byte where
 * nobody edited them, with what was found behind them. It lies beside its place until the operation log knows of it.
 * Problems: `nothing-to-export`, `export-same-file`, `export-not-writable`, `disk-full`, `job-cancelled`.
 */
export function writeFindingsList(
  rows: DraftRows,
  { target, source }: FindingsListRequest,
  parts: FindingsListParts,
): Outcome<FindingsList> {
  if (source !== null && isSameFile(target, source)) return failed('export-same-file');
  const beside = `${target}.${randomUUID().slice(0, 8)}.part`;
  let isWhole = false;
  try {
    const written = write(rows, beside, formOf(source, rows.staged.facts.encoding), parts);
    isWhole = written.ok;
    return written;
  } catch (thrown) {
    return writeFailure(thrown);
  } finally {
    if (!isWhole) rmSync(beside, { force: true });
  }
}

function write(
  rows: DraftRows,
  file: string,
  { lineEnd, mark, wide }: FileForm,
  { stopped, onProgress }: FindingsListParts,
): Outcome<FindingsList> {
  const { store } = rows;
  const list = new FindingsListRow(rows, lineEnd);
  const subjects = new Set<string>();
  let count = 0;
  // Only for the person who made it. SECURITY: P3.
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    let waiting: Buffer[] = [];
    let bytes = 0;
    const putBytes = (piece: Buffer): void => {
      waiting.push(piece);
      bytes += piece.length;
      if (bytes < WRITTEN_AT_ONCE) return;
      writeSync(descriptor, Buffer.concat(waiting));
      waiting = [];
      bytes = 0;
    };
    // UTF-16 was staged as UTF-8.
    const put = (line: Buffer): void => putBytes(wide ? toWide(line, wide) : line);
    putBytes(mark);
    put(list.header());
    for (let row = 0; row < store.rowCount; row += 1) {
      if (row % A_LOOK === 0) {
        if (stopped()) return failed('job-cancelled');
        onProgress(row, store.rowCount);
      }
      if (severityOfState(store.stateOf(row)) === null) continue;
      put(list.row(row));
      count += 1;
      if (subjects.size < MOST_SUBJECTS) subjects.add(rows.subjectOf(row));
    }
    if (count === 0) return failed('nothing-to-export');
    if (bytes > 0) writeSync(descriptor, Buffer.concat(waiting));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  onProgress(store.rowCount, store.rowCount);
  return ok({ rows: count, subjects: [...subjects], file });
}

/** The operation log names so many people of a list; more are only counted. */
const MOST_SUBJECTS = 100_000;

/** What spreadsheets write. */
const USUAL_LINE_END = '\r\n';
const HEAD_BYTES = 65_536;
const NO_MARK = Buffer.alloc(0);

/** What a file looks like around its records. */
interface FileForm {
  readonly lineEnd: string;
  /** At its beginning; empty for none. */
  readonly mark: Buffer;
  readonly wide: WideEncoding | undefined;
}

/** As the chosen file has it: its line end is the one behind its first line. The usual form where it is gone, or that line is too long. */
function formOf(file: string | null, encoding: FileEncoding): FileForm {
  const head = file === null ? undefined : headOf(file);
  if (!isWide(encoding)) {
    const mark = encoding === 'utf-8-bom' ? BYTE_ORDER_MARK : NO_MARK;
    return { lineEnd: lineEndIn(head), mark, wide: undefined };
  }
  const mark = wideMark(encoding);
  const isMarked = head === undefined || head.subarray(0, mark.length).equals(mark);
  const lineEnd = lineEndIn(head && new WideText(encoding).push(head, false));
  return { lineEnd, mark: isMarked ? mark : NO_MARK, wide: encoding };
}

function headOf(file: string): Buffer | undefined {
  if (!existsSync(file)) return undefined;
  const descriptor = openSync(file, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(descriptor, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}

function lineEndIn(head: Buffer | undefined): string {
  return /^(?:[^"\r\n]|"[^"]*")*(\r\n|\r|\n)/.exec(head?.toString('latin1') ?? '')?.[1] ?? USUAL_LINE_END;
}

function isSameFile(one: string, other: string): boolean {
  const [first, second] = [one, other].map((file) => statSync(file, { throwIfNoEntry: false }));
  return first !== undefined && second !== undefined && first.ino === second.ino && first.dev === second.dev;
}

/** What the system's refusal means for the person. Throws on what is no such refusal but a bug. */
function writeFailure(thrown: unknown): Outcome<never> {
  if (!(thrown instanceof Error) || !('syscall' in thrown) || !('code' in thrown)) throw thrown;
  return failed(thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT' ? 'disk-full' : 'export-not-writable');
}
