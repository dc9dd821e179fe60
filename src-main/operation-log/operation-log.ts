import type { KeyObject } from 'node:crypto';

import { z } from 'zod';

import type { OutputOf, ParsedInputOf } from '../../src-shared/contract/operations.ts';
import type { ChainState } from '../../src-shared/contract/operation-log.ts';
import type { Outcome } from '../../src-shared/contract/problem.ts';
import type { Clock } from '../../src-shared/domain/clock.ts';
import { AddresseeNumber } from '../../src-shared/domain/identifiers.ts';
import type { Archives } from './archives/archives.ts';
import type { CheckpointOptions } from './checkpoints/checkpoints.ts';
import type { LogFolder } from './log-folder.ts';
import type { ReadingEnd, ReadingRange, TakeEntries } from './log-reading.ts';

/** Words of at most so many UTF-16 code units. Half of a surrogate pair, which no two programs write alike, becomes U+FFFD. */
export const words = (most: number) =>
  z
    .string()
    .max(most)
    .overwrite((text) => text.toWellFormed());

/**
 * Who did it, as the roster had them at that moment. Before sign-in: the typed user ID and nothing else. Its keys stand in the canonical
 * order, so that what was read has it too.
 */
export const LogActor = z.strictObject({
  department: words(50),
  name: words(50),
  role: words(20),
  userId: words(64),
});
export type LogActor = z.infer<typeof LogActor>;

function withoutMinusZero(value: number): number {
  return value + 0;
}

/** Names in `detail` stay plain words, so that the canonical form has one order of keys in every language. */
const DetailName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);

/**
 * What happened, before the log gives it a number, a time and a place in the chain.
 * SECURITY: P3 — what a person typed goes in `note`, whose value is sealed; `reason` and `detail` are on disk in the clear and
 * hold the product's own words, codes and counts.
 */
export const LogDraft = z.strictObject({
  actor: LogActor,
  operation: words(60).min(1),
  action: words(60).min(1),
  /** 処理事由 as one of the fixed words; empty where the operation has none. */
  reason: words(60),
  /** Free words beside the reason; sealed on disk. Empty: none. */
  note: words(200),
  /** 宛名番号 whose data leave the main process; each is sealed on disk. */
  subjects: z.array(AddresseeNumber).max(2000).readonly(),
  /** `done`, or the code of the refusal. */
  result: words(60).min(1),
  detail: z.record(DetailName, z.union([words(200), z.int().overwrite(withoutMinusZero)])),
});
export type LogDraft = z.infer<typeof LogDraft>;

/** The newest entry at some moment: whoever knows it can tell whether anything up to there was changed or cut off. */
export interface LogHead {
  readonly sequence: number;
  readonly hash: string;
}

/** Where the newest head is kept outside the log's folder. SECURITY: P7 — without it a rollback leaves no trace. */
export interface HeadAnchor {
  read(): Promise<LogHead | undefined>;
  write(head: LogHead): Promise<void>;
}

/** The filter of `log.entries`: empty strings let everything through; days are days in Japan, `until` included. */
export type LogFilter = Omit<ParsedInputOf<'log.entries'>, 'before' | 'limit'>;
export type LogPage = OutputOf<'log.entries'>;

/** `done` of `total` entries verified so far. */
export type VerificationProgress = (done: number, total: number) => void;

export interface OperationLog {
  /**
   * Resolves once the entry is on disk (written and synced). Problem `log-unavailable`: it is not, and nothing of it stays.
   * Throws for a draft that `LogDraft` refuses: that is a bug of the caller, and nothing is written.
   */
  append(draft: LogDraft): Promise<Outcome<{ readonly sequence: number }>>;
  /**
   * Newest first. A call looks at a bounded number of entries, so a page may hold fewer than `limit`, even none, and still
   * name where to go on.
   */
  entries(filter: LogFilter, before: number | null, limit: number): Promise<Outcome<LogPage>>;
  /**
   * Reads the whole log in a worker and hands out, oldest first and in small groups, the entries of the range, opened and checked. Problem
   * `log-unavailable` where the files can't be read. Rejects with the signal's reason when it is cancelled.
   */
  read(range: ReadingRange, signal: AbortSignal, take: TakeEntries): Promise<Outcome<ReadingEnd>>;
  state(): ChainState;
  /** The sealed years, and what takes something out of the log. */
  readonly archives: Pick<Archives, 'list' | 'destroy' | 'redact' | 'settled'>;
  /**
   * Reads the whole log again in a worker. The outcome is the state found, which may be `broken`; Problem `log-unavailable` where
   * the files can't be read. Rejects with the signal's reason when it is cancelled.
   */
  verify(signal: AbortSignal, onProgress: VerificationProgress): Promise<Outcome<ChainState>>;
  /**
   * Keeps the newest head in the anchor and signs a checkpoint for it now: at sign-out. Problem `log-unavailable` where the anchor
   * can't be written; of a checkpoint that can't, the state tells.
   */
  anchorHead(): Promise<Outcome<LogHead>>;
  /** Waits for what is being written, keeps the newest head in the anchor and lets another process open the log. */
  close(): Promise<void>;
}

export interface OperationLogOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Name of the terminal, as the profile has it. */
  readonly workstation: string;
  /** AES-256 key under which subjects and notes are sealed. */
  readonly subjectKey: KeyObject;
  readonly anchor: HeadAnchor;
  readonly checkpoints: CheckpointOptions;
  /** The bundled entry of `verification-worker.ts`. */
  readonly verificationWorker: URL;
  /** The bundled entry of `log-reading-worker.ts`. */
  readonly readingWorker: URL;
  /** The file system; a test passes one that fails. */
  readonly files?: (folder: string) => LogFolder;
  /** Bytes after which a new segment begins. */
  readonly segmentBytes?: number;
}
