import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { timestampOf } from '../../src-shared/domain/clock.ts';
import { Checkpoints } from './checkpoints/checkpoints.ts';
import { recentEntries } from './checkpoints/recent-entries.ts';
import { evidenceOf, newLogId } from './evidence.ts';
import { isFileError, LogUnavailable } from './file-error.ts';
import { inspect, type Inspection } from './inspection.ts';
import type { LogFolder } from './log-folder.ts';
import { LogTail } from './log-tail.ts';
import { nodeLogFolder } from './node-log-folder.ts';
import {
  type FoundBreak,
  itself,
  openingAfter,
  openingAfterBreak,
  type OpeningParts,
  RECOVERED,
} from './opening.ts';
import type { LogDraft, LogHead, OperationLog, OperationLogOptions } from './operation-log.ts';
import { SegmentedLog } from './segmented-log.ts';

/**
 * Opens the log of a folder, or begins it. What a crash left half-written is cut off and recorded. The entries from the anchor on are
 * verified before this resolves; without an anchor, the whole log is verified in the background. Where something was changed, the
 * log goes on in a new segment that says so, and its state is `broken` from then on. Problem `log-unavailable`: the folder or the
 * anchor can't be read or written, or another process has the log.
 */
export async function openOperationLog(options: OperationLogOptions): Promise<Outcome<OperationLog>> {
  const files = (options.files ?? nodeLogFolder)(options.folder);
  let unlock: (() => Promise<void>) | undefined;
  try {
    unlock = await files.lock();
    return ok(await open(files, unlock, options));
  } catch (error) {
    await unlock?.().catch(() => undefined);
    if (isFileError(error)) return failed('log-unavailable');
    throw error;
  }
}

async function open(
  files: LogFolder,
  unlock: () => Promise<void>,
  options: OperationLogOptions,
): Promise<OperationLog> {
  const anchored = await anchoredHead(options);
  // A file that was to take the place of another when the power went: that other one is still there.
  for (const name of await files.unfinished()) await files.remove(name);
  const found = await inspect(files, anchored);
  const logId = (found.news === undefined ? found.logId : undefined) ?? newLogId();
  const tail = await tailOf(files, found, logId, options);
  const checkpoints = await checkpointsFor(files, tail, logId, options);
  // Nothing is proven where there are entries and no anchor.
  const proven = anchored !== undefined || found.last === undefined;
  const log = new SegmentedLog(
    files,
    {
      tail,
      unlock,
      breaks: found.news === undefined ? found.recorded : [...found.recorded, found.news],
      verifiedAt: proven ? timestampOf(options.clock.now()) : null,
      logId,
      checkpoints,
    },
    options,
  );
  try {
    if (found.news === undefined && found.tornBytes > 0) await recordRecovery(log, found.tornBytes);
  } catch (error) {
    await tail.close();
    throw error;
  }
  await log.anchorHead();
  void log.archives.catchUp();
  if (!proven) void log.verify(new AbortController().signal, () => undefined).catch(() => undefined);
  return log;
}

/** Goes on with the day's checkpoints where the log ends. */
async function checkpointsFor(
  files: LogFolder,
  tail: LogTail,
  logId: string,
  options: OperationLogOptions,
): Promise<Checkpoints> {
  const { folder, clock, workstation } = options;
  const { segment, end } = tail;
  const checkpoints = new Checkpoints(folder, clock, workstation, options.checkpoints);
  try {
    await checkpoints.resume(logId, (isWanted) => recentEntries(files, { segment, end }, isWanted));
    return checkpoints;
  } catch (error) {
    await tail.close();
    throw error;
  }
}

/** SECURITY: P7 — an anchor that can't be read is no reason to believe the files. */
async function anchoredHead(options: OperationLogOptions): Promise<LogHead | undefined> {
  try {
    return await options.anchor.read();
  } catch (error) {
    throw new LogUnavailable('The anchor of the log cannot be read.', { cause: error });
  }
}

/** The end of the log as it stands, of a new log, or of a new chain after a break. */
async function tailOf(
  files: LogFolder,
  found: Inspection,
  logId: string,
  options: OperationLogOptions,
): Promise<LogTail> {
  const parts = {
    sequence: found.nextSequence,
    time: timestampOf(options.clock.now()),
    workstation: options.workstation,
    logId,
  };
  if (found.news !== undefined) return beginAfterBreak(files, found.news, found.last?.head, parts);
  if (found.last?.head === undefined) return LogTail.begin(files, openingAfter(undefined, parts));
  // Only this folder's one writer opens a segment for writing.
  const file = await files.open(found.last.segment, 'append');
  try {
    if (found.tornBytes > 0) {
      await file.truncate(found.last.end);
      await file.sync();
    }
    return new LogTail(files, file, found.last.end, found.last.head, found.last.time);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function beginAfterBreak(
  files: LogFolder,
  news: FoundBreak,
  previous: LogHead | undefined,
  parts: OpeningParts,
): Promise<LogTail> {
  const evidence = await evidenceOf(files, news.segment);
  return LogTail.begin(files, openingAfterBreak(news, evidence, previous, parts));
}

async function recordRecovery(log: OperationLog, bytes: number): Promise<void> {
  const draft: LogDraft = {
    actor: itself,
    operation: RECOVERED,
    action: '操作ログの修復',
    reason: '',
    note: '',
    subjects: [],
    result: 'done',
    detail: { bytesCutOff: bytes },
  };
  const written = await log.append(draft);
  if (!written.ok) throw new LogUnavailable('The recovery of the log cannot be recorded.');
}
