import { strict as assert } from 'node:assert';
import { createHash, hash, randomUUID } from 'node:crypto';

import { DraftJournal } from '../../../src-main/batches/draft-journal.ts';
import { DraftRecord, type Entry } from '../../../src-main/batches/draft-record.ts';
import { Drafts } from '../../../src-main/batches/drafts.ts';
import { Sending } from '../../../src-main/batches/sending.ts';
import { StagingFiles } from '../../../src-main/batches/staging-files.ts';
import type { StagingKeys } from '../../../src-main/batches/staging-key.ts';
import { Submitting } from '../../../src-main/batches/submitting.ts';
import { Works } from '../../../src-main/batches/works.ts';
import type { Cache } from '../../../src-main/cache/cache.ts';
import type { JournalledDraft } from '../../../src-main/cache/repositories.ts';
import type { Jobs } from '../../../src-main/jobs/jobs.ts';
import type { VrsClient } from '../../../src-main/vrs/vrs-client.ts';
import { DraftId } from '../../../src-shared/contract/batches.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { type Clock, timestampOf } from '../../../src-shared/domain/clock.ts';
import { type BatchId, Sha256 } from '../../../src-shared/domain/identifiers.ts';
import type { Batch, BatchEdit } from '../../../src-shared/vrs-api/batches.ts';
import { editLine } from '../../../src-shared/vrs-api/fingerprint.ts';
import type { SignedInUser } from '../../../src-shared/vrs-api/session.ts';
import type { Row } from '../training/batch-steps.ts';
import { inThisThread, type Staged } from './in-this-thread.ts';

export interface DeskParts {
  readonly vrs: VrsClient;
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** Where traces of what was sent lie. */
  readonly folder: string;
}

/** Nothing is encrypted here: there are no files. */
const stagingKeysOf = (): StagingKeys => ({
  rows: new Uint8Array(32),
  individualNumbers: new Uint8Array(32),
});

const digest = (text: string): Sha256 => Sha256.parse(hash('sha256', text));

/** Drafts, sending and submitting as the app has them, over files that were checked already and a journal that forgets with the run. */
export class DeskWithDrafts {
  readonly #parts: DeskParts;
  readonly #files = new Map<string, Staged>();
  readonly #journal: DraftJournal;
  readonly #drafts: Drafts;
  readonly #sending: Sending;
  readonly #submitting: Submitting;
  readonly #ofBatch = new Map<BatchId, DraftId>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
    const { vrs, jobs, clock } = parts;
    const cache = { drafts: new JournalInMemory() };
    // The journal asks the copy for its drafts alone.
    this.#journal = new DraftJournal(() => cache as unknown as Cache, clock);
    const files = new StagingFiles(parts.folder);
    this.#drafts = new Drafts({ journal: this.#journal, files, vrs, clock, recordErasure: async () => true });
    const works = new Works(jobs);
    const shared = { vrs, drafts: this.#drafts, works };
    this.#sending = new Sending({
      ...shared,
      files,
      checking: { stagingKeysOf },
      worker: new URL('file:///in-this-thread'),
      inWorker: inThisThread(this.#files),
      reportIncident: () => assert.fail('an incident'),
    });
    this.#submitting = new Submitting({ ...shared, sending: this.#sending });
  }

  /** A file that was chosen and checked: every row of it good. */
  async chosen(user: SignedInUser, rows: readonly Row[], edits: readonly BatchEdit[]): Promise<DraftId> {
    const draftId = DraftId.parse(randomUUID());
    const texts = rows.map((row) => JSON.stringify(row));
    const editLines = edits.map((edit) => editLine(edit));
    const sha256 = Sha256.parse(
      createHash('sha256')
        .update(editLines.map((line) => `${line}\n`).join(''))
        .digest('hex'),
    );
    const editedRows = new Set(edits.map(({ line }) => line)).size;
    const announced = editedRows === 0 ? { rows: 0, sha256: null } : { rows: editedRows, sha256 };
    this.#files.set(draftId, { texts, editLines, announced });
    const record = checkedRecord(texts, timestampOf(this.#parts.clock.now()));
    const saved = await this.#journal.save({
      draftId,
      owner: user.userId,
      record,
      stagingKey: new Uint8Array(1),
    });
    assert.ok(saved.ok);
    return draftId;
  }

  async send(user: SignedInUser, draftId: DraftId): Promise<Outcome<Batch>> {
    return this.#sendAll(user, draftId);
  }

  /** As the screen does with a difference that is another one than the one that was read. */
  async readAgain(user: SignedInUser, draftId: DraftId): Promise<Outcome<Batch>> {
    const fresh = await this.#drafts.change(draftId, user, (entry) => this.#drafts.refresh(entry, user));
    return fresh.ok ? this.#sendAll(user, draftId) : fresh;
  }

  async #sendAll(user: SignedInUser, draftId: DraftId): Promise<Outcome<Batch>> {
    const started = await this.#sending.send(user, draftId);
    if (!started.ok) return started;
    const job = await this.#ended(user, started.value);
    if (job.problem) return { ok: false, problem: job.problem };
    const entry = await this.#drafts.find(draftId, user);
    assert.ok(entry.ok);
    const { batch, stage, differenceVerified } = entry.value.record;
    assert.ok(batch);
    assert.deepEqual([stage, differenceVerified], ['ready', batch.differenceFingerprint]);
    this.#ofBatch.set(batch.batchId, draftId);
    return ok(batch);
  }

  /** Undefined where the batch did not begin here. */
  draftOf({ batchId }: Batch): DraftId | undefined {
    return this.#ofBatch.get(batchId);
  }

  /** Applies; `looks`: at the difference first, as nobody can apply without. */
  async submit(user: SignedInUser, draftId: DraftId, batch: Batch, looks: boolean): Promise<Outcome<Batch>> {
    const seen = looks ? await this.#submitting.difference(user, draftId, null, null) : ok(undefined);
    if (!seen.ok) return seen;
    const { differenceFingerprint } = batch;
    if (differenceFingerprint === null) return failed('draft-state');
    const submission = { comment: '', leaveOutRejected: false, mustCorrectReason: '', differenceFingerprint };
    return batchOf(await this.#submitting.submit(user, draftId, submission));
  }

  async withdraw(user: SignedInUser, draftId: DraftId): Promise<Outcome<Batch>> {
    return batchOf(await this.#submitting.withdraw(user, draftId));
  }

  async #ended(user: SignedInUser, { jobId }: Job): Promise<Job> {
    for (;;) {
      const job = this.#parts.jobs.list(user.userId).find((each) => each.jobId === jobId);
      if (job && job.state !== 'running') return job;
      await new Promise(setImmediate);
    }
  }
}

function batchOf(entry: Outcome<Entry>): Outcome<Batch> {
  if (!entry.ok) return entry;
  const { batch } = entry.value.record;
  assert.ok(batch, 'what was sent has a batch');
  return ok(batch);
}

/** Where drafts are kept for the length of a run. */
class JournalInMemory {
  readonly #drafts = new Map<string, JournalledDraft>();

  async save(draft: JournalledDraft): Promise<Outcome<undefined>> {
    this.#drafts.set(draft.draftId, draft);
    return ok(undefined);
  }

  async find(draftId: string): Promise<Outcome<JournalledDraft | undefined>> {
    return ok(this.#drafts.get(draftId));
  }
}

function checkedRecord(texts: readonly string[], chosenAt: DraftRecord['chosenAt']): DraftRecord {
  return DraftRecord.parse({
    formatVersion: 1,
    stage: 'checked',
    path: '/試験.csv',
    fileName: '試験.csv',
    fileBytes: texts.join('\n').length,
    fileLines: texts.length + 1,
    fileSha256: digest(texts.join('\n')),
    source: { kind: 'office' },
    chosenAt,
    kind: 'records',
    layoutId: 'records-1',
    layoutVersion: 1,
    layoutSha256: digest('layout'),
    layoutName: '接種記録',
    layoutColumns: [],
    encoding: 'utf-8',
    columns: [],
    mappedBy: 'headers',
    readingProblem: null,
    isFindingsList: false,
    headerSha256: digest('header'),
    preview: [],
    previewPeople: [],
    examplePeople: [],
    check: {
      rows: texts.length,
      good: texts.length,
      rejected: 0,
      mustCorrect: 0,
      shouldCheck: 0,
      repeated: 0,
      rules: [],
      rulesVersion: 'rules-1',
    },
    rowsToSend: null,
    openingKey: null,
    batchId: null,
    editsAnnounced: null,
    takenBack: null,
    batch: null,
    fingerprint: null,
    differenceSeen: null,
    erasure: null,
  });
}
