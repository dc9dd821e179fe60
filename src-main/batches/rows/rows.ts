import type { KeyObject } from 'node:crypto';

import type {
  CellEdit,
  EditState,
  LineRange,
  Rechecked,
  RowFilter,
  RowWindow,
} from '../../../src-shared/contract/batch-rows.ts';
import { CheckSummary, type DraftId } from '../../../src-shared/contract/batches.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { type Clock, timestampOf } from '../../../src-shared/domain/clock.ts';
import type { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import type { SignedInUser } from '../../../src-shared/vrs-api/session.ts';
import type { JobHandle } from '../../jobs/jobs.ts';
import type { LocalCopy } from '../../people/local-copy.ts';
import type { Entry } from '../draft-record.ts';
import type { Drafts } from '../drafts.ts';
import { FileWorker, type FileWorkerParts, inFileWorker } from '../file-worker.ts';
import { peopleOfRows } from '../people-of-rows.ts';
import type { StagingFiles } from '../staging-files.ts';
import { forgetStagingKeys, type StagingKeys, unwrapStagingKeys } from '../staging-key.ts';
import type { RequestOf, ResultOf } from '../worker-protocol.ts';
import type { Works } from '../works.ts';
import type { BigChange, Editing, RowsAsTheyStand } from './row-tasks.ts';

export interface RowsParts {
  readonly drafts: Drafts;
  readonly works: Works;
  readonly files: StagingFiles;
  readonly wrappingKey: KeyObject;
  readonly localCopy: Pick<LocalCopy, 'cache' | 'state'>;
  readonly clock: Clock;
  readonly worker: URL;
}

/** An answer with whose data is in it. */
export interface About<Value> {
  readonly value: Value;
  readonly people: readonly AddresseeNumber[];
}

type Looking = 'shownRows' | 'placeOfLine' | 'rowRanges' | 'asTheyStand';

/**
 * The rows of a checked draft, seen from the main thread: looked at, filtered and put right. One worker keeps the staging file open for
 * whoever looks; it lets go before anybody else writes or removes the file.
 */
export class Rows {
  readonly #parts: RowsParts;
  /** Drafts whose staging file a job is writing. */
  readonly #changing = new Set<DraftId>();
  #reader: { readonly worker: FileWorker; readonly end: AbortController } | undefined;

  constructor(parts: RowsParts) {
    this.#parts = parts;
    parts.files.beforeRemoval(() => this.close());
  }

  /** Problems: `draft-state`, `draft-missing`, `job-running`. */
  async window(
    user: SignedInUser,
    draftId: DraftId,
    request: { readonly filter: RowFilter; readonly offset: number; readonly limit: number },
  ): Promise<Outcome<About<RowWindow>>> {
    const shown = await this.#look(user, draftId, 'shownRows', request);
    if (!shown.ok) return shown;
    const { total, searched, rows, subjects } = shown.value;
    return ok({
      value: { total, searched, offset: request.offset, rows: [...rows] },
      people: await peopleOfRows(subjects, this.#parts.localCopy.cache),
    });
  }

  placeOfLine(
    user: SignedInUser,
    draftId: DraftId,
    request: { readonly filter: RowFilter; readonly line: number },
  ): Promise<Outcome<number>> {
    return this.#look(user, draftId, 'placeOfLine', request);
  }

  ranges(
    user: SignedInUser,
    draftId: DraftId,
    code: string,
  ): Promise<Outcome<{ readonly ranges: readonly LineRange[]; readonly more: boolean }>> {
    return this.#look(user, draftId, 'rowRanges', { code });
  }

  async edits(user: SignedInUser, draftId: DraftId): Promise<Outcome<EditState>> {
    const standing = await this.#look(user, draftId, 'asTheyStand', {});
    return standing.ok ? ok(standing.value.edits) : standing;
  }

  /**
   * Puts cells right, and checks what depends on them. Problems: those of looking, `rows-sent`, `row-not-editable`, `cell-not-editable`,
   * `edit-holds-individual-number`, `check-needs-copy`.
   */
  editCells(
    user: SignedInUser,
    draftId: DraftId,
    edits: readonly CellEdit[],
  ): Promise<Outcome<About<Rechecked>>> {
    return this.#parts.drafts.change(draftId, user, async (entry) => {
      const keys = this.#keysToEdit(entry);
      if (!keys.ok) return keys;
      const staging = this.#parts.files.placesOf(draftId, keys.value);
      const edited = await this.#ask('editCells', { staging, edits, editing: this.#editing(user) });
      forgetStagingKeys(keys.value);
      if (!edited.ok) return edited;
      if (edited.value === undefined) return this.#editAsJob(user, entry, edits);
      const noted = await this.#note(entry, edited.value);
      return noted.ok ? rechecked(noted.value, edited.value.edits, null) : noted;
    });
  }

  /** Many rows at once, as a job: all of it or nothing. Problems: those of `editCells`, `job-running`. */
  changeRows(user: SignedInUser, draftId: DraftId, change: BigChange): Promise<Outcome<Job>> {
    return this.#parts.drafts.change(draftId, user, async (entry) => {
      const keys = this.#keysToEdit(entry);
      if (!keys.ok) return keys;
      forgetStagingKeys(keys.value);
      return this.#startChange(user, draftId, change);
    });
  }

  /** Where the process ended between an edit and its note in the journal, the journal learns what the staging file says. */
  async catchUp(entry: Entry): Promise<Outcome<Entry>> {
    const keys = this.#keysOf(entry);
    if (!entry.record.check || !keys) return ok(entry);
    keys.individualNumbers.fill(0);
    const staging = this.#parts.files.rowsOf(entry.draftId, keys);
    const standing = await this.#ask('asTheyStand', { staging });
    if (!standing.ok) return standing;
    return isNoted(entry, standing.value) ? ok(entry) : this.#note(entry, standing.value);
  }

  /** Lets go of every file. Who still waits for an answer gets `job-cancelled`. */
  async close(): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.end.abort();
    await reader?.worker.close();
  }

  async #look<Name extends Looking>(
    user: SignedInUser,
    draftId: DraftId,
    task: Name,
    request: Omit<RequestOf<Name>, 'staging'>,
  ): Promise<Outcome<ResultOf<Name>>> {
    const entry = await this.#parts.drafts.find(draftId, user);
    if (!entry.ok) return entry;
    if (!entry.value.record.check) return failed('draft-state');
    if (this.#changing.has(draftId)) return failed('job-running');
    const keys = this.#keysOf(entry.value);
    if (!keys) return failed('draft-missing');
    keys.individualNumbers.fill(0);
    const staging = this.#parts.files.rowsOf(draftId, keys);
    return this.#ask(task, { ...request, staging });
  }

  /** One worker for whoever looks; after a crash of it there is a new one. */
  async #ask<Name extends Looking | 'editCells'>(
    task: Name,
    request: RequestOf<Name>,
  ): Promise<Outcome<ResultOf<Name>>> {
    this.#reader ??= this.#open();
    const { worker } = this.#reader;
    try {
      const asked = worker.call(task, request);
      if ('key' in request.staging) request.staging.key.fill(0); // SECURITY: H57 — the worker has a copy of its own.
      return await asked;
    } catch (thrown) {
      await this.close();
      throw thrown;
    }
  }

  #open(): { readonly worker: FileWorker; readonly end: AbortController } {
    const end = new AbortController();
    return { end, worker: new FileWorker({ ...this.#workerParts(), signal: end.signal }) };
  }

  #workerParts(): FileWorkerParts {
    const { worker, localCopy } = this.#parts;
    return {
      worker,
      holders: async (tickets) =>
        (await localCopy.cache?.tickets.holders(tickets)) ?? failed('cache-unavailable'),
      residents: async (people) =>
        (await localCopy.cache?.tickets.residents(people)) ?? failed('cache-unavailable'),
    };
  }

  /** The keys of a draft whose rows may be put right now. */
  #keysToEdit(entry: Entry): Outcome<StagingKeys> {
    const { works, localCopy } = this.#parts;
    const { stage, check, openingKey, batchId } = entry.record;
    if (works.isRunning(entry.draftId)) return failed('job-running');
    if (!check) return failed('draft-state');
    if (openingKey !== null || batchId !== null) return failed('rows-sent');
    if (stage !== 'checked') return failed('draft-state');
    if (!localCopy.cache || localCopy.state.state !== 'ready') return failed('check-needs-copy');
    const keys = this.#keysOf(entry);
    return keys ? ok(keys) : failed('draft-missing');
  }

  #keysOf({ draftId, stagingKey }: Entry): StagingKeys | undefined {
    return stagingKey === null ? undefined : unwrapStagingKeys(this.#parts.wrappingKey, draftId, stagingKey);
  }

  #editing(user: SignedInUser): Editing {
    return { at: timestampOf(this.#parts.clock.now()), by: user.userId };
  }

  async #editAsJob(
    user: SignedInUser,
    entry: Entry,
    edits: readonly CellEdit[],
  ): Promise<Outcome<About<Rechecked>>> {
    const keys = this.#keysOf(entry);
    if (!keys) return failed('draft-missing');
    keys.individualNumbers.fill(0);
    const staging = this.#parts.files.rowsOf(entry.draftId, keys);
    const standing = await this.#ask('asTheyStand', { staging });
    if (!standing.ok) return standing;
    const job = this.#startChange(user, entry.draftId, { kind: 'cells', edits });
    return job.ok ? rechecked(entry, standing.value.edits, job.value) : job;
  }

  #startChange(user: SignedInUser, draftId: DraftId, change: BigChange): Outcome<Job> {
    const editing = this.#editing(user);
    const work = async (handle: JobHandle): Promise<Outcome<unknown>> => {
      this.#changing.add(draftId);
      try {
        return await this.#change(user, draftId, { change, editing }, handle);
      } finally {
        this.#changing.delete(draftId);
      }
    };
    return this.#parts.works.start({ kind: 'edit-rows', draftId, owner: user.userId, work });
  }

  async #change(
    user: SignedInUser,
    draftId: DraftId,
    request: { readonly change: BigChange; readonly editing: Editing },
    { signal, progress }: JobHandle,
  ): Promise<Outcome<unknown>> {
    const { drafts, files } = this.#parts;
    await this.close();
    const entry = await drafts.find(draftId, user);
    if (!entry.ok) return entry;
    const keys = this.#keysOf(entry.value);
    if (!keys) return failed('draft-missing');
    const staging = files.placesOf(draftId, keys);
    const changed = await inFileWorker({ ...this.#workerParts(), signal, onProgress: progress }, (worker) => {
      const asked = worker.call('changeRows', { staging, ...request });
      forgetStagingKeys(keys); // SECURITY: H57 — the worker has copies of its own.
      return asked;
    });
    if (!changed.ok) return changed;
    return drafts.change(draftId, user, (fresh) => this.#note(fresh, changed.value));
  }

  /** The journal learns what the check says now. */
  async #note(entry: Entry, { summary, exampleSubjects }: RowsAsTheyStand): Promise<Outcome<Entry>> {
    const { drafts, localCopy } = this.#parts;
    const { check } = entry.record;
    if (!check) return failed('draft-state');
    const examplePeople = await peopleOfRows(exampleSubjects, localCopy.cache);
    return drafts.save(entry, { check: { ...summary, rulesVersion: check.rulesVersion }, examplePeople });
  }
}

function rechecked(entry: Entry, edits: EditState, job: Job | null): Outcome<About<Rechecked>> {
  const { check, examplePeople } = entry.record;
  return check ? ok({ value: { check, edits, job }, people: examplePeople }) : failed('draft-state');
}

function isNoted({ record }: Entry, { summary }: RowsAsTheyStand): boolean {
  if (!record.check) return false;
  const { rulesVersion } = record.check;
  return JSON.stringify(record.check) === JSON.stringify(CheckSummary.parse({ ...summary, rulesVersion }));
}
