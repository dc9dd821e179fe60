import type { ChainState } from '../../src-shared/contract/operation-log.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { timestampOf } from '../../src-shared/domain/clock.ts';
import { type IsoTimestamp, Sha256 } from '../../src-shared/domain/identifiers.ts';
import { Archives } from './archives/archives.ts';
import { fiscalYearOf } from './archives/fiscal-year.ts';
import type { Checkpoints } from './checkpoints/checkpoints.ts';
import type { Testimony } from './checkpoints/witness.ts';
import { ignoreFileError, isFileError } from './file-error.ts';
import { type ReadingEnd, type ReadingRange, readInWorker, type TakeEntries } from './log-reading.ts';
import { FolderGate } from './folder-gate.ts';
import { beginOf, type LogFolder, logFiles } from './log-folder.ts';
import type { LogTail } from './log-tail.ts';
import { type FoundBreak, openingAfter, openingAfterBreak, type OpeningParts } from './opening.ts';
import {
  LogDraft,
  type LogFilter,
  type LogHead,
  type LogPage,
  type OperationLog,
  type OperationLogOptions,
  type VerificationProgress,
} from './operation-log.ts';
import { evidenceOf, newLogId } from './evidence.ts';
import { readPage } from './reading.ts';
import { makerOf } from './entry-maker.ts';
import type { Standing } from './standing.ts';
import { verifyInWorker } from './verify-in-worker.ts';

/** Entries that share one write and one sync when they come faster than the disk takes them. */
const MOST_IN_A_GROUP = 256;
const ENTRIES_BETWEEN_ANCHORS = 1000;
const SEGMENT_BYTES = 64 * 1024 * 1024;

interface Waiting {
  readonly draft: LogDraft;
  readonly resolve: (outcome: Outcome<{ readonly sequence: number }>) => void;
  readonly reject: (error: unknown) => void;
}

/** The log in use: one writer, whatever happens at the same time. */
export class SegmentedLog implements OperationLog {
  readonly #files: LogFolder;
  readonly #tail: LogTail;
  readonly #options: OperationLogOptions;
  readonly #breaks: FoundBreak[];
  readonly #checkpoints: Checkpoints;
  readonly #waiting: Waiting[] = [];
  readonly #ending = new AbortController();
  readonly #gate = new FolderGate();
  readonly archives: Archives;
  #writing: Promise<unknown> = Promise.resolve();
  #verifying: Promise<unknown> = Promise.resolve();
  #anchoring: Promise<unknown> = Promise.resolve();
  #anchored = 0;
  #logId: string;
  readonly #unlock: () => Promise<void>;
  #verifiedAt: IsoTimestamp | null;
  /** What the last reading of the whole log found wrong with its checkpoints. */
  #testimony: Pick<Testimony, 'missing' | 'damagedLine'> = { missing: null, damagedLine: null };
  /** Entries read so far by the verification that is running. */
  #progress: number | undefined;

  constructor(files: LogFolder, standing: Standing, options: OperationLogOptions) {
    this.#files = files;
    this.#tail = standing.tail;
    this.#breaks = [...standing.breaks];
    this.#verifiedAt = standing.verifiedAt;
    this.#logId = standing.logId;
    this.#checkpoints = standing.checkpoints;
    this.#unlock = standing.unlock;
    this.#options = options;
    const living = {
      append: (draft: LogDraft) => this.append(draft),
      anchorHead: () => this.anchorHead(),
      brokenAt: () => this.#brokenAt(),
      newestSegment: () => this.#tail.segment,
      startSegment: () => this.#write(() => this.#startSegment()),
    };
    this.archives = new Archives(files, this.#gate, living, options, this.#ending.signal);
  }

  async append(draft: LogDraft): Promise<Outcome<{ readonly sequence: number }>> {
    const checked = LogDraft.parse(draft);
    if (this.#ending.signal.aborted) return failed('log-unavailable');
    return new Promise((resolve, reject) => {
      this.#waiting.push({ draft: checked, resolve, reject });
      if (this.#waiting.length === 1) void this.#write(() => this.#writeWaiting());
    });
  }

  async entries(filter: LogFilter, before: number | null, limit: number): Promise<Outcome<LogPage>> {
    const { segment, end } = this.#tail;
    try {
      const key = this.#options.subjectKey;
      return ok(
        await this.#gate.read(() => readPage(this.#files, { segment, end }, key, filter, before, limit)),
      );
    } catch (error) {
      if (isFileError(error)) return failed('log-unavailable');
      throw error;
    }
  }

  async read(range: ReadingRange, signal: AbortSignal, take: TakeEntries): Promise<Outcome<ReadingEnd>> {
    const { folder, readingWorker, subjectKey } = this.#options;
    const { segment: lastSegment, end: lastSegmentEnd } = this.#tail;
    const task = { ...range, folder, lastSegment, lastSegmentEnd, subjectKey };
    try {
      return ok(
        await readInWorker(readingWorker, task, AbortSignal.any([signal, this.#ending.signal]), take),
      );
    } catch (error) {
      if (isFileError(error)) return failed('log-unavailable');
      throw error;
    }
  }

  state(): ChainState {
    const { sequence, hash } = this.#tail.head;
    const facts = {
      entries: sequence,
      headHash: Sha256.parse(hash),
      verifiedAt: this.#verifiedAt,
      checkpoints: { ...this.#checkpoints.state(), ...this.#testimony },
    };
    const brokenAt = this.#brokenAt();
    if (brokenAt !== null)
      return { ...facts, state: 'broken', verifiedUpTo: Math.max(0, brokenAt - 1), brokenAt };
    if (this.#progress !== undefined || this.#verifiedAt === null) {
      return {
        ...facts,
        state: 'verifying',
        verifiedUpTo: Math.min(sequence, this.#progress ?? 0),
        brokenAt,
      };
    }
    return { ...facts, state: 'verified', verifiedUpTo: sequence, brokenAt };
  }

  async verify(signal: AbortSignal, onProgress: VerificationProgress): Promise<Outcome<ChainState>> {
    const run = this.#verifying.then(() => this.#verifyAll(signal, onProgress));
    this.#verifying = run.catch(() => undefined);
    return run;
  }

  async anchorHead(): Promise<Outcome<LogHead>> {
    const [anchored] = await Promise.all([this.#anchor(), this.#checkpoints.sign()]);
    return anchored;
  }

  async #anchor(): Promise<Outcome<LogHead>> {
    const run = this.#anchoring.then(async () => {
      const { head } = this.#tail;
      await this.#options.anchor.write(head);
      this.#anchored = head.sequence;
      return head;
    });
    this.#anchoring = run.catch(() => undefined);
    try {
      return ok(await run);
    } catch {
      // Whatever the store's reason: the log goes on, and the next anchoring tries again.
      return failed('log-unavailable');
    }
  }

  async close(): Promise<void> {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort(new Error('The log is being closed.'));
    await this.#verifying;
    await this.archives.settled();
    await this.#writing;
    await this.anchorHead();
    await this.#checkpoints.close();
    try {
      await this.#tail.close();
    } finally {
      await this.#unlock();
    }
  }

  /** Goes on in a new chain, so that use is still recorded, and says in its first entry what was found. */
  async recordBreak(found: FoundBreak): Promise<void> {
    this.#breaks.push(found);
    await this.#write(async () => {
      const evidence = await evidenceOf(this.#files, found.segment);
      this.#logId = newLogId();
      const opening = openingAfterBreak(found, evidence, this.#tail.head, this.#place());
      this.#checkpoints.add(this.#logId, [await this.#tail.startSegment(opening)]);
    });
    await this.anchorHead();
  }

  /** One after the other. */
  async #write<Result>(work: () => Promise<Result>): Promise<Result> {
    const run = this.#writing.then(work);
    this.#writing = run.catch(() => undefined);
    return run;
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, MOST_IN_A_GROUP);
      try {
        await this.#startYear();
        const written = await this.#tail.append(group.map(({ draft }) => makerOf(draft, this.#options)));
        this.#checkpoints.add(this.#logId, written);
        const first = this.#tail.head.sequence - group.length + 1;
        for (const [index, { resolve }] of group.entries()) resolve(ok({ sequence: first + index }));
        await this.#afterWriting();
      } catch (error) {
        for (const { resolve, reject } of group) {
          if (isFileError(error)) resolve(failed('log-unavailable'));
          else reject(error);
        }
      }
    }
  }

  /** With the first entry of a fiscal year a segment begins, so that those before can be sealed. */
  async #startYear(): Promise<void> {
    const year = fiscalYearOf(this.#options.clock.now());
    if (year <= fiscalYearOf(new Date(this.#tail.time))) return;
    await this.#startSegment().catch(ignoreFileError);
    void this.archives.catchUp();
  }

  async #startSegment(): Promise<void> {
    const opening = await this.#tail.startSegment(openingAfter(this.#tail.head, this.#place()));
    this.#checkpoints.add(this.#logId, [opening]);
  }

  #brokenAt(): number | null {
    return this.#breaks.length === 0 ? null : Math.min(...this.#breaks.map(({ at }) => at));
  }

  async #afterWriting(): Promise<void> {
    if (this.#tail.end >= (this.#options.segmentBytes ?? SEGMENT_BYTES)) {
      // Where the new segment can't be made, the old one just grows.
      await this.#startSegment().catch(ignoreFileError);
    }
    if (this.#tail.head.sequence - this.#anchored < ENTRIES_BETWEEN_ANCHORS) return;
    this.#anchored = this.#tail.head.sequence;
    void this.#anchor();
  }

  async #segmentOf(sequence: number): Promise<string> {
    const names = await logFiles(this.#files);
    return names.findLast((name) => beginOf(name) <= sequence) ?? '';
  }

  #place(): OpeningParts {
    const { clock, workstation } = this.#options;
    const time = timestampOf(clock.now());
    return { sequence: this.#tail.head.sequence + 1, time, workstation, logId: this.#logId };
  }

  async #verifyAll(signal: AbortSignal, onProgress: VerificationProgress): Promise<Outcome<ChainState>> {
    const { folder, verificationWorker, clock } = this.#options;
    const { segment, end, head } = this.#tail;
    this.#progress = 0;
    try {
      // What was read and is still to be signed for would be missed.
      await this.#checkpoints.settled();
      const [oldest] = await logFiles(this.#files);
      const before = oldest === undefined ? 0 : beginOf(oldest) - 1;
      const { publicKey } = this.#checkpoints;
      const task = { folder, lastSegment: segment, lastSegmentEnd: end, publicKey };
      const stop = AbortSignal.any([signal, this.#ending.signal]);
      const verified = await this.#gate.read(() =>
        verifyInWorker(verificationWorker, task, stop, (done) => {
          this.#progress = before + done;
          onProgress(done, head.sequence - before);
        }),
      );
      this.#progress = undefined;
      this.#verifiedAt = timestampOf(clock.now());
      const { contradictedAt, missing, damagedLine } = verified.testimony;
      this.#testimony = { missing, damagedLine };
      const found: FoundBreak[] = [...verified.breaks];
      if (contradictedAt !== null) {
        found.push({
          at: contradictedAt,
          because: 'checkpoint',
          segment: await this.#segmentOf(contradictedAt),
        });
      }
      const news = found.find(({ at }) => !this.#breaks.some((known) => known.at === at));
      if (news !== undefined) await this.recordBreak(news);
      return ok(this.state());
    } catch (error) {
      if (isFileError(error)) return failed('log-unavailable');
      throw error;
    } finally {
      this.#progress = undefined;
    }
  }
}
