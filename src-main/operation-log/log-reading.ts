import type { KeyObject } from 'node:crypto';
import { Worker } from 'node:worker_threads';

import type { LogDraft, LogHead } from './operation-log.ts';

/** An entry as it is read for a review: its sealed values opened, and whether it is what was written. */
export interface ReadEntry {
  readonly sequence: number;
  /** Of its content as it stands there now, whatever the line says. */
  readonly hash: string;
  readonly time: string;
  readonly actor: LogDraft['actor'];
  readonly operation: string;
  readonly action: string;
  readonly reason: string;
  /** Empty where there was none or it can't be opened. */
  readonly note: string;
  /** Null where a value can't be opened any more. */
  readonly subjects: readonly (string | null)[];
  readonly result: string;
  readonly detail: LogDraft['detail'];
  /** Its hash is right, and it follows the entry before it. */
  readonly isWhole: boolean;
}

/** Which entries of the whole log: those of a time, and those of operations that begin with a word, whenever they were. */
export interface ReadingRange {
  /** UTC timestamps, `until` not included; empty strings for none. */
  readonly from: string;
  readonly until: string;
  readonly operationPrefix: string;
}

/** A line that does not follow the one before it, or is no entry: whatever was written between these two times may be gone. */
export interface LogGap {
  readonly after: string;
  readonly before: string;
  /** Its number, as far as the line says one. */
  readonly at: number;
}

/** What the reading of a whole log found beside its entries. */
export interface ReadingEnd {
  /** The last entry before the end of the time. */
  readonly head: LogHead | undefined;
  /** The Mondays of the weeks, in Japan, in which there are entries, in their order. */
  readonly weeks: readonly string[];
  /** Of the whole log, with those that it has recorded itself. */
  readonly gaps: readonly LogGap[];
}

export interface ReadingTask extends ReadingRange {
  readonly folder: string;
  readonly lastSegment: string;
  readonly lastSegmentEnd: number;
  readonly subjectKey: KeyObject;
}

export type ReadingMessage =
  | { readonly type: 'entries'; readonly entries: readonly ReadEntry[]; readonly read: number }
  | { readonly type: 'end'; readonly end: ReadingEnd };

/** `read` lines so far, of the whole log. */
export type TakeEntries = (entries: readonly ReadEntry[], read: number) => void | Promise<void>;

/**
 * Reads the log from its first line in a worker. The entries come in small groups, each once the one before was taken, so that whoever
 * takes them is never flooded. Rejects with the signal's reason, or with what ended the worker.
 */
export function readInWorker(
  entry: URL,
  task: ReadingTask,
  signal: AbortSignal,
  take: TakeEntries,
): Promise<ReadingEnd> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadingEnd>();
  if (signal.aborted) return Promise.reject(signal.reason as Error);
  const worker = new Worker(entry, { workerData: task });
  const cancel = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', cancel, { once: true });
  const onEntries = async (entries: readonly ReadEntry[], read: number): Promise<void> => {
    await take(entries, read);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port has no origin
    worker.postMessage('more');
  };
  worker.on('message', (message: ReadingMessage) => {
    if (message.type === 'end') resolve(message.end);
    else onEntries(message.entries, message.read).catch(reject);
  });
  worker.on('error', reject);
  worker.on('exit', () => reject(new Error('The reading of the log ended without a result.')));
  return promise.finally(() => {
    signal.removeEventListener('abort', cancel);
    void worker.terminate();
  });
}
