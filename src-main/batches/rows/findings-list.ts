import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';

import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { severityOfState } from '../../cache/staging/row-states.ts';
import { BYTE_ORDER_MARK } from '../reading/encoding-survey.ts';
import { isWide } from '../reading/wide-text.ts';
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
    const lineEnd =
      source === null || isWide(rows.staged.facts.encoding) ? USUAL_LINE_END : lineEndOf(source);
    const written = write(rows, beside, lineEnd, parts);
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
  lineEnd: string,
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
    const put = (piece: Buffer): void => {
      waiting.push(piece);
      bytes += piece.length;
      if (bytes < WRITTEN_AT_ONCE) return;
      writeSync(descriptor, Buffer.concat(waiting));
      waiting = [];
      bytes = 0;
    };
    // UTF-16 was staged as UTF-8: the mark says so.
    const { encoding } = rows.staged.facts;
    if (encoding === 'utf-8-bom' || isWide(encoding)) put(BYTE_ORDER_MARK);
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

/** The line end behind the first line of a file; the usual one where the file is gone or its first line is longer than that. */
function lineEndOf(file: string): string {
  if (!existsSync(file)) return USUAL_LINE_END;
  const descriptor = openSync(file, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const text = head.toString('latin1', 0, readSync(descriptor, head, 0, HEAD_BYTES, 0));
    return /^(?:[^"\r\n]|"[^"]*")*(\r\n|\r|\n)/.exec(text)?.[1] ?? USUAL_LINE_END;
  } finally {
    closeSync(descriptor);
  }
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
