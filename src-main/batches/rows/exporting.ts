import { rename, rm } from 'node:fs/promises';
import path from 'node:path';

import type { DraftId } from '../../../src-shared/contract/batches.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import type { SignedInUser } from '../../../src-shared/vrs-api/session.ts';
import type { EntryDetail } from '../../gateway/handler.ts';
import type { JobHandle } from '../../jobs/jobs.ts';
import type { LocalCopy } from '../../people/local-copy.ts';
import type { Checking } from '../checking.ts';
import type { ChooseTarget } from '../choose-target.ts';
import type { Entry } from '../draft-record.ts';
import type { Drafts } from '../drafts.ts';
import { inFileWorker } from '../file-worker.ts';
import { peopleOfRows } from '../people-of-rows.ts';
import type { StagingFiles } from '../staging-files.ts';
import { forgetStagingKeys } from '../staging-key.ts';
import type { Works } from '../works.ts';
import type { FindingsList } from './row-tasks.ts';

/** Writes in the operation log whose rows go out in a list. False: it could not be written. */
export type RecordExport = (
  user: SignedInUser,
  detail: EntryDetail,
  people: readonly AddresseeNumber[],
) => Promise<boolean>;

/** An entry of the operation log holds some thousand people. */
const PEOPLE_AN_ENTRY = 1_000;

export interface ExportingParts {
  readonly drafts: Drafts;
  readonly works: Works;
  readonly files: StagingFiles;
  readonly checking: Pick<Checking, 'stagingKeysOf'>;
  readonly chooseTarget: ChooseTarget;
  readonly localCopy: Pick<LocalCopy, 'cache'>;
  readonly recordExport: RecordExport;
  readonly worker: URL;
}

/** エラー一覧を出力: the rows with findings go to a file that the person chooses, to be put right where the file was made. */
export class Exporting {
  readonly #parts: ExportingParts;

  constructor(parts: ExportingParts) {
    this.#parts = parts;
  }

  /** Problems: `draft-state`, `draft-missing`, `job-running`, `file-not-chosen`. What writing meets is in its job. */
  async begin(user: SignedInUser, draftId: DraftId): Promise<Outcome<Job>> {
    const { drafts, works, checking, chooseTarget } = this.#parts;
    const entry = await drafts.find(draftId, user);
    if (!entry.ok) return entry;
    const { check, fileName } = entry.value.record;
    if (!check) return failed('draft-state');
    if (check.rejected + check.mustCorrect + check.shouldCheck === 0) return failed('nothing-to-export');
    const keys = checking.stagingKeysOf(entry.value);
    if (!keys) return failed('draft-missing');
    forgetStagingKeys(keys);
    if (works.isRunning(draftId)) return failed('job-running');
    const target = await chooseTarget(`エラー一覧_${path.parse(fileName).name}.csv`);
    if (target === undefined) return failed('file-not-chosen');
    const work = (handle: JobHandle): Promise<Outcome<unknown>> => this.#write(user, draftId, target, handle);
    return works.start({ kind: 'export-findings', draftId, owner: user.userId, work });
  }

  async #write(
    user: SignedInUser,
    draftId: DraftId,
    target: string,
    { signal, progress }: JobHandle,
  ): Promise<Outcome<unknown>> {
    const { drafts, files, checking, worker } = this.#parts;
    const entry = await drafts.find(draftId, user);
    if (!entry.ok) return entry;
    const keys = checking.stagingKeysOf(entry.value);
    if (!keys) return failed('draft-missing');
    const staging = files.placesOf(draftId, keys);
    const { path: source } = entry.value.record;
    const written = await inFileWorker({ worker, signal, onProgress: progress }, (writer) => {
      const asked = writer.call('exportFindings', { staging, target, source });
      forgetStagingKeys(keys); // SECURITY: H57 — the worker has copies of its own.
      return asked;
    });
    return written.ok ? this.#release(user, entry.value, target, written.value) : written;
  }

  /** The operation log says whose rows go out, and then the list takes its place. SECURITY: P2. */
  async #release(
    user: SignedInUser,
    { draftId, record }: Entry,
    target: string,
    { rows, subjects, file }: FindingsList,
  ): Promise<Outcome<undefined>> {
    try {
      for (let from = 0; from === 0 || from < subjects.length; from += PEOPLE_AN_ENTRY) {
        const some = subjects.slice(from, from + PEOPLE_AN_ENTRY);
        const people = await peopleOfRows(some, this.#parts.localCopy.cache);
        const detail = { draft: draftId, file: record.fileSha256, rows, from };
        if (!(await this.#parts.recordExport(user, detail, people))) return failed('log-unavailable');
      }
      await rename(file, target);
      return ok(undefined);
    } catch (thrown) {
      if (!(thrown instanceof Error) || !('syscall' in thrown)) throw thrown;
      return failed('export-not-writable');
    } finally {
      await rm(file, { force: true });
    }
  }
}
