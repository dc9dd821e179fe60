import { join } from 'node:path';

import type { LogArchive } from '../../../src-shared/contract/log-archives.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { dayInJapan, timestampOf } from '../../../src-shared/domain/clock.ts';
import { KEY_FILE, type Signer, signerOf } from '../checkpoints/checkpoint.ts';
import { linesOf } from '../checkpoints/line-file.ts';
import { keysIn } from '../checkpoints/witness.ts';
import { ignoreFileError, isFileError, LogUnavailable } from '../file-error.ts';
import type { FolderGate } from '../folder-gate.ts';
import {
  archiveOf,
  archivedUpTo,
  firstSequenceOf,
  type LogFolder,
  logFilesUpTo,
  unfinishedName,
} from '../log-folder.ts';
import { itself } from '../opening.ts';
import type { LogActor, LogDraft, OperationLogOptions } from '../operation-log.ts';
import { ArchiveCopies } from './archive-copies.ts';
import { detailOf, foundArchives, viewOf } from './archive-list.ts';
import { ARCHIVE_DESTROYED, ARCHIVED, REDACTED } from './archive-entries.ts';
import { dueSegments, isWholeArchive, sealYear, withFile } from './making.ts';
import { manifestIn } from './manifest.ts';
import { type BlackedOut, blackOut } from './redacting.ts';

/** What the archives need of the log that they belong to. */
export interface LivingLog {
  append(draft: LogDraft): Promise<Outcome<unknown>>;
  anchorHead(): Promise<Outcome<unknown>>;
  /** The number of the first entry that is not as it was written; null where all are. */
  brokenAt(): number | null;
  /** The segment that is written at the moment. */
  newestSegment(): string;
  /** Goes on in a new segment, so that all others are finished. */
  startSegment(): Promise<void>;
}

/** What blacking out a person has done. */
export interface Redacted extends BlackedOut {
  readonly files: number;
}

/** The sealed years of a log, and what takes something out of it: destroying one of them, blacking out a person. SECURITY: H75 */
export class Archives {
  readonly #files: LogFolder;
  readonly #gate: FolderGate;
  readonly #log: LivingLog;
  readonly #options: OperationLogOptions;
  readonly #signer: Signer;
  readonly #copies: ArchiveCopies;
  readonly #ending: AbortSignal;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    files: LogFolder,
    gate: FolderGate,
    log: LivingLog,
    options: OperationLogOptions,
    ending: AbortSignal,
  ) {
    this.#files = files;
    this.#gate = gate;
    this.#log = log;
    this.#options = options;
    this.#signer = signerOf(options.checkpoints.key);
    this.#copies = new ArchiveCopies(options.folder, options.checkpoints.secondPlace);
    this.#ending = ending;
  }

  /** Oldest first. Problem `log-unavailable`: the folder can't be read. */
  async list(): Promise<Outcome<readonly LogArchive[]>> {
    try {
      const found = await this.#gate.read(() => foundArchives(this.#files));
      const today = dayInJapan(this.#options.clock.now());
      return ok(found.map((archive) => viewOf(archive, today, this.#copies.stateOf(archive.name))));
    } catch (error) {
      if (isFileError(error)) return failed('log-unavailable');
      throw error;
    }
  }

  /** Seals the years that are over, and finishes what a power cut interrupted. What can't be done now is tried again at the next start. */
  catchUp(): Promise<void> {
    return this.#oneByOne(async () => {
      try {
        await this.#seal();
        await this.#copies.catchUp(await this.#files.archives(), this.#ending);
      } catch (error) {
        ignoreFileError(error);
      }
    });
  }

  /**
   * Destroys the entries of an archive whose time is over; its manifest stays, so that the chain is still proven. The log says so before it
   * happens. Problems: `not-found`, `archive-kept`, `log-broken`, `log-unavailable`. Who does it was proven before.
   */
  destroy(first: number, actor: LogActor): Promise<Outcome<LogArchive>> {
    return this.#oneByOne(() => this.#unlessBroken(() => this.#destroy(first, actor)));
  }

  /**
   * Replaces every sealed value of a person by its digest, in archives and segments. A power cut leaves each file as it was or as it is to
   * be. Problems: `log-broken`, `log-unavailable`. Rejects with the signal's reason between two files.
   */
  redact(
    addresseeNumber: string,
    { actor, note }: { readonly actor: LogActor; readonly note: string },
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<Outcome<Redacted>> {
    return this.#oneByOne(() =>
      this.#unlessBroken(async () => {
        const done = await this.#blackOut(addresseeNumber, signal, onProgress);
        const { entries, values, files } = done;
        // SECURITY: P3 — counts and sealed words only: the number itself would be what was just taken out.
        const recorded = await this.#record(
          actor,
          REDACTED,
          '操作ログの墨消し',
          { entries, values, files },
          note,
        );
        if (!recorded) return failed('log-unavailable');
        await this.#copies.catchUp(await this.#files.archives(), this.#ending);
        return ok(done);
      }),
    );
  }

  /** Resolves when nothing is being sealed, copied or taken out. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #seal(): Promise<void> {
    if (this.#log.brokenAt() !== null) return;
    await this.#removeTaken();
    const { clock, workstation } = this.#options;
    for (const year of await dueSegments(this.#files, this.#log.newestSegment(), clock.now())) {
      const made = await sealYear(this.#files, year, {
        signer: this.#signer,
        keys: await this.#keys(),
        time: timestampOf(clock.now()),
        workstation,
        signal: this.#ending,
      });
      if (made === undefined) return;
      await this.#removeTaken();
    }
  }

  /** Removes the segments that an archive has, once it was read again, the log says so, and the anchor is behind it. */
  async #removeTaken(): Promise<void> {
    const archives = await this.#files.archives();
    const upTo = archivedUpTo(archives);
    const taken = (await this.#files.segments()).filter((name) => (firstSequenceOf(name) ?? 0) <= upTo);
    const [oldest] = taken;
    const newest = this.#log.newestSegment();
    if (oldest === undefined || taken.includes(newest) || this.#ending.aborted) return;
    const from = firstSequenceOf(oldest) ?? 0;
    for (const name of archives.filter((each) => (archiveOf(each)?.last ?? 0) >= from)) {
      if (!(await this.#tellOf(name))) return;
    }
    const anchored = await this.#log.anchorHead();
    if (!anchored.ok) return;
    await this.#gate.change(async () => {
      for (const name of taken) await this.#files.remove(name);
    });
  }

  async #tellOf(name: string): Promise<boolean> {
    const keys = await this.#keys();
    const found = await withFile(this.#files, name, async (file) =>
      (await isWholeArchive(file, keys, undefined)) ? manifestIn(file) : undefined,
    );
    if (found === undefined) return false;
    return this.#record(itself, ARCHIVED, '操作ログの書庫への移動', detailOf(found.manifest, found.line));
  }

  async #destroy(first: number, actor: LogActor): Promise<Outcome<LogArchive>> {
    const archive = (await foundArchives(this.#files)).find(({ manifest }) => manifest.first === first);
    if (archive === undefined || !archive.hasEntries) return failed('not-found');
    const { name, manifest, line } = archive;
    const today = dayInJapan(this.#options.clock.now());
    if (today <= manifest.keepUntil) return failed('archive-kept', { until: manifest.keepUntil });
    const detail = detailOf(manifest, line);
    if (!(await this.#record(actor, ARCHIVE_DESTROYED, '操作ログの書庫の廃棄', detail))) {
      return failed('log-unavailable');
    }
    const rest = Buffer.from(`${line}\n`);
    const file = await this.#files.create(unfinishedName(name));
    try {
      await file.write(rest, 0);
      await file.sync();
    } finally {
      await file.close().catch(ignoreFileError);
    }
    await this.#gate.change(() => this.#files.rename(unfinishedName(name), name));
    await this.#copies.catchUp([name], this.#ending);
    const left = { ...archive, bytes: rest.length, hasEntries: false };
    return ok(viewOf(left, today, this.#copies.stateOf(name)));
  }

  async #blackOut(
    addresseeNumber: string,
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<Redacted> {
    await this.#log.startSegment();
    const newest = this.#log.newestSegment();
    const names = (await logFilesUpTo(this.#files, newest)).filter((name) => name !== newest);
    const { subjectKey } = this.#options;
    const redaction = { addresseeNumber, subjectKey, keys: await this.#keys() };
    let done: Redacted = { entries: 0, values: 0, files: 0 };
    for (const [index, name] of names.entries()) {
      signal.throwIfAborted();
      const found = await blackOut(this.#files, name, redaction);
      if (found === undefined) throw new LogUnavailable('A file of the log is not proven.');
      if (found.values > 0) {
        await this.#gate.change(() => this.#files.rename(unfinishedName(name), name));
        const { entries, values, files } = done;
        done = { entries: entries + found.entries, values: values + found.values, files: files + 1 };
      }
      onProgress(index + 1, names.length);
    }
    return done;
  }

  async #record(
    actor: LogActor,
    operation: string,
    action: string,
    detail: LogDraft['detail'],
    note = '',
  ): Promise<boolean> {
    const draft = { actor, operation, action, reason: '', note, subjects: [], result: 'done', detail };
    return (await this.#log.append(draft)).ok;
  }

  async #keys(): Promise<ReturnType<typeof keysIn>> {
    const kept = await linesOf(join(this.#options.folder, KEY_FILE));
    return keysIn(`${kept.join('\n')}\n${this.#signer.publicKey}`);
  }

  async #unlessBroken<Result>(work: () => Promise<Outcome<Result>>): Promise<Outcome<Result>> {
    const brokenAt = this.#log.brokenAt();
    // What was changed is evidence, and stays as it is.
    if (brokenAt !== null) return failed('log-broken', { sequence: brokenAt });
    try {
      return await work();
    } catch (error) {
      if (isFileError(error)) return failed('log-unavailable');
      throw error;
    } finally {
      await this.#removeUnfinished();
    }
  }

  /** What a failed write left. */
  async #removeUnfinished(): Promise<void> {
    try {
      for (const name of await this.#files.unfinished()) await this.#files.remove(name);
    } catch (error) {
      ignoreFileError(error);
    }
  }

  async #oneByOne<Result>(work: () => Promise<Result>): Promise<Result> {
    const run = this.#running.then(work);
    this.#running = run.catch(() => undefined);
    return run;
  }
}
