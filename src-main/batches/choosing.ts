import { randomUUID } from 'node:crypto';
import path from 'node:path';

import { DraftId, type FileEncoding, type FileKind } from '../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { type Clock, timestampOf } from '../../src-shared/domain/clock.ts';
import type { FileSource } from '../../src-shared/vrs-api/batches.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { Cache } from '../cache/cache.ts';
import type { ChooseFile } from './choose-file.ts';
import type { DraftJournal } from './draft-journal.ts';
import type { DraftRecord, Entry } from './draft-record.ts';
import type { Drafts } from './drafts.ts';
import { type FileWorker, inFileWorker } from './file-worker.ts';
import { peopleOfRows } from './people-of-rows.ts';
import type { Head } from './reading/head.ts';
import { type FileLimits, fileLimits, type Survey } from './reading/survey.ts';
import { withinUnits } from './reading/presentable.ts';

export interface ChoosingParts {
  readonly chooseFile: ChooseFile;
  readonly worker: URL;
  readonly journal: DraftJournal;
  readonly drafts: Drafts;
  readonly cache: () => Cache | undefined;
  readonly clock: Clock;
  readonly limits?: FileLimits;
}

/** The first step: a file is chosen, and its kind, encoding and columns are recognised. SECURITY: H62. */
export class Choosing {
  readonly #parts: ChoosingParts;

  constructor(parts: ChoosingParts) {
    this.#parts = parts;
  }

  /** Problems: `file-not-chosen` and everything that can be wrong with a file as a whole. */
  async choose(user: SignedInUser, source: FileSource): Promise<Outcome<Entry>> {
    const file = await this.#parts.chooseFile();
    if (file === undefined) return failed('file-not-chosen');
    const read = await inFileWorker({ worker: this.#parts.worker }, (worker) => this.#survey(worker, file));
    if (!read.ok) return read;
    const { survey, head } = read.value;
    const record: DraftRecord = {
      formatVersion: 1,
      stage: 'chosen',
      path: file,
      fileName: withinUnits(path.basename(file), 255),
      fileBytes: survey.bytes,
      fileLines: survey.lines,
      fileSha256: survey.sha256,
      source,
      chosenAt: timestampOf(this.#parts.clock.now()),
      ...(await this.#fromHead(head)),
      examplePeople: [],
      check: null,
      openingKey: null,
      batchId: null,
      batch: null,
      fingerprint: null,
      differenceSeen: null,
      erasure: null,
    };
    const draftId = DraftId.parse(randomUUID());
    return this.#parts.journal.save({ draftId, owner: user.userId, record, stagingKey: null });
  }

  /** The person knows better: the header is read again as that kind, in that encoding. Where it does not fit, nothing changes. */
  readAs(
    user: SignedInUser,
    draftId: DraftId,
    kind: FileKind,
    encoding: FileEncoding,
  ): Promise<Outcome<Entry>> {
    return this.#parts.drafts.change(draftId, user, async (entry) => {
      const { path: file, stage, batchId, openingKey } = entry.record;
      const early = stage === 'chosen' || stage === 'checked';
      if (!early || file === null || batchId !== null || openingKey !== null) return failed('draft-state');
      const head = await inFileWorker({ worker: this.#parts.worker }, (worker) =>
        worker.call('readHead', { path: file, encoding, kind }),
      );
      if (!head.ok) return head;
      const forgotten = await this.#parts.drafts.forgetCheck(entry);
      if (!forgotten.ok) return forgotten;
      return this.#parts.drafts.save(forgotten.value, await this.#fromHead(head.value));
    });
  }

  async #survey(worker: FileWorker, file: string): Promise<Outcome<{ survey: Survey; head: Head }>> {
    const limits = this.#parts.limits ?? fileLimits;
    const survey = await worker.call('survey', { path: file, limits });
    if (!survey.ok) return survey;
    const { encoding } = survey.value;
    const head = await worker.call('readHead', { path: file, encoding, kind: null });
    return head.ok ? ok({ survey: survey.value, head: head.value }) : head;
  }

  async #fromHead({
    subjects,
    ...head
  }: Head): Promise<Omit<Head, 'subjects'> & Pick<DraftRecord, 'previewPeople'>> {
    return { ...head, previewPeople: await peopleOfRows(subjects, this.#parts.cache()) };
  }
}
