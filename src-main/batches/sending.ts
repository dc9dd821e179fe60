import { randomUUID } from 'node:crypto';

import { batchStateNames, type DraftId } from '../../src-shared/contract/batches.ts';
import type { Job } from '../../src-shared/contract/jobs.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { BatchId, Sha256 } from '../../src-shared/domain/identifiers.ts';
import { rowKinds } from '../../src-shared/domain/rules/layout.ts';
import type { Batch } from '../../src-shared/vrs-api/batches.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { Incident } from '../gateway/incident.ts';
import type { JobHandle } from '../jobs/jobs.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';
import type { Checking } from './checking.ts';
import { makeDifference } from './difference/make-difference.ts';
import { readDifference } from './difference/read-difference.ts';
import type { DraftRecord, Entry } from './draft-record.ts';
import type { Drafts } from './drafts.ts';
import { type InWorker, inFileWorker } from './file-worker.ts';
import { ROWS_A_CHUNK } from './sending/chunks.ts';
import { SendingEdits } from './sending/send-edits.ts';
import { uploadRows } from './sending/upload-rows.ts';
import type { StagingFiles } from './staging-files.ts';
import { forgetStagingKeys } from './staging-key.ts';
import type { Works } from './works.ts';

export interface SendingParts {
  readonly vrs: VrsClient;
  readonly drafts: Drafts;
  readonly works: Works;
  readonly files: StagingFiles;
  readonly checking: Pick<Checking, 'stagingKeysOf'>;
  readonly worker: URL;
  /** Where the worker's tasks run; in a thread of their own unless said otherwise. */
  readonly inWorker?: InWorker;
  readonly reportIncident: (incident: Incident) => void;
}

/**
 * The third step: the rows go to VRS's review area, where nothing is in force yet, and the difference is made. Every step is in the
 * journal before it is taken, and VRS is asked what it has, so that it goes on from wherever it was cut off and sends nothing twice.
 */
export class Sending {
  readonly #parts: SendingParts;
  readonly #sendingEdits: SendingEdits;

  constructor(parts: SendingParts) {
    this.#parts = parts;
    this.#sendingEdits = new SendingEdits(parts);
  }

  /** Problems: `draft-state`, `draft-missing`, `nothing-to-apply`, `job-running`. */
  async send(user: SignedInUser, draftId: DraftId): Promise<Outcome<Job>> {
    const { drafts, works, checking } = this.#parts;
    if (works.isRunning(draftId)) return failed('job-running');
    return drafts.change(draftId, user, async (entry) => {
      const { stage, check, takenBack } = entry.record;
      if ((stage !== 'checked' && stage !== 'sending') || takenBack !== null || !check)
        return failed('draft-state');
      if (rowsToSend(entry.record) === 0) return failed('nothing-to-apply');
      if (!checking.stagingKeysOf(entry)) return failed('draft-missing');
      const work = (handle: JobHandle): Promise<Outcome<unknown>> => this.#run(user, draftId, handle);
      return works.start({ kind: 'send-batch', draftId, owner: user.userId, work });
    });
  }

  /** Opens the batch of the draft, or finds the one that the same opening made before. The entry must be in its turn. */
  async open(entry: Entry, signal?: AbortSignal): Promise<Outcome<Entry>> {
    const { drafts, files, vrs } = this.#parts;
    const { record, draftId, owner } = entry;
    const { check, fileSha256 } = record;
    if (!check) return failed('draft-state');
    const openingKey = record.openingKey ?? randomUUID();
    // Once opened it stays what it is: the same opening again must say the same.
    const edits =
      record.openingKey === null
        ? await this.#sendingEdits.announced(entry, signal)
        : ok(record.editsAnnounced ?? { rows: 0, sha256: null });
    if (!edits.ok) return edits;
    const trace = { formatVersion: 1, draftId, owner, fileSha256 } as const;
    const traced = await files.keepTrace({ ...trace, batchId: null });
    if (!traced.ok) return traced;
    const noted = await drafts.save(entry, { stage: 'sending', openingKey, editsAnnounced: edits.value });
    if (!noted.ok) return noted;
    const rowCount = record.rowsToSend ?? rowsToSend(record);
    const opened = await vrs.call(
      'batches.open',
      {
        body: {
          kind: rowKinds[record.kind],
          layoutId: record.layoutId,
          layoutVersion: record.layoutVersion,
          layoutDigest: record.layoutSha256,
          rulesVersion: check.rulesVersion,
          fileName: record.fileName,
          fileSha256,
          fileEncoding: record.encoding,
          source: record.source,
          rowCount,
          chunkCount: Math.ceil(rowCount / ROWS_A_CHUNK),
          leftOutCount: check.rejected,
          acknowledgedCount: check.mustCorrect,
          editedRowCount: edits.value.rows,
          editsSha256: edits.value.sha256,
          atomicity: 'row',
        },
      },
      { idempotencyKey: openingKey, ...(signal ? { signal } : {}) },
    );
    if (!opened.ok) return opened;
    const { batchId } = opened.value;
    // Without room for it the trace stays as it was: it names the file, by which the batch can be found.
    await files.keepTrace({ ...trace, batchId });
    return drafts.save(noted.value, { batchId, batch: opened.value });
  }

  /** A line of a ledger holds several rows: how many, only its lines can tell. Once counted, the opening stays what it is. */
  async #openCounted(entry: Entry, signal: AbortSignal): Promise<Outcome<Entry>> {
    if (entry.record.openingKey !== null || entry.record.kind !== 'ledger') return this.open(entry, signal);
    const { checking, drafts, files, worker, inWorker = inFileWorker } = this.#parts;
    const keys = checking.stagingKeysOf(entry);
    if (!keys) return failed('draft-missing');
    const counted = await inWorker({ worker, signal }, async (counter) => {
      const staging = files.placesOf(entry.draftId, keys);
      const rows = await counter.call('countRows', { staging });
      forgetStagingKeys(keys);
      return rows;
    });
    if (!counted.ok) return counted;
    if (counted.value === 0) return failed('nothing-to-apply');
    const noted = await drafts.save(entry, { rowsToSend: counted.value });
    return noted.ok ? this.open(noted.value, signal) : noted;
  }

  async #run(user: SignedInUser, draftId: DraftId, handle: JobHandle): Promise<Outcome<unknown>> {
    const { drafts, works } = this.#parts;
    const sent = await this.#sendAll(user, draftId, handle);
    if (sent.ok || !handle.signal.aborted || works.pausing) return sent;
    // The person stopped it: what VRS has stays there, and the next sending goes on with it.
    await drafts.change(draftId, user, async (entry) =>
      entry.record.stage === 'sending' ? drafts.save(entry, { stage: 'checked' }) : ok(entry),
    );
    return failed('job-cancelled');
  }

  async #sendAll(user: SignedInUser, draftId: DraftId, handle: JobHandle): Promise<Outcome<unknown>> {
    const { drafts } = this.#parts;
    const { signal } = handle;
    const opened = await drafts.change(draftId, user, async (entry) => {
      if (entry.record.batchId === null) return this.#openCounted(entry, signal);
      const noted = await drafts.save(entry, { stage: 'sending' });
      return noted.ok ? drafts.refresh(noted.value, user, { signal }) : noted;
    });
    if (!opened.ok) return opened;
    const { batch, stage } = opened.value.record;
    if (!batch || stage === 'ended')
      return failed('batch-state', { state: batchStateNames[batch?.state ?? 'expired'] });
    // A process before this one may have come to the end and not known it.
    if (stage !== 'sending') return opened;
    const edits =
      batch.state === 'receiving'
        ? await this.#sendingEdits.send(opened.value, batch, signal)
        : ok(undefined);
    if (!edits.ok) return this.#explain(user, draftId, edits);
    const fingerprint = await this.#sendChunks(opened.value, batch, handle);
    if (!fingerprint.ok) return this.#explain(user, draftId, fingerprint);
    const noted = await drafts.change(draftId, user, (entry) =>
      drafts.save(entry, { fingerprint: fingerprint.value }),
    );
    return noted.ok ? this.#compare(user, noted.value, batch, handle) : noted;
  }

  #sendChunks(entry: Entry, batch: Batch, handle: JobHandle): Promise<Outcome<Sha256>> {
    const { checking, files } = this.#parts;
    const keys = checking.stagingKeysOf(entry);
    if (!keys) return Promise.resolve(failed('draft-missing'));
    return uploadRows(this.#parts, batch, files.placesOf(entry.draftId, keys), handle);
  }

  /** SECURITY: P6 — VRS must have computed the same fingerprint over the same rows, or nothing goes on. */
  async #compare(
    user: SignedInUser,
    sent: Entry,
    batch: Batch,
    handle: JobHandle,
  ): Promise<Outcome<unknown>> {
    const { drafts, vrs } = this.#parts;
    const { draftId, record } = sent;
    const { batchId } = batch;
    const isMade = batch.state !== 'receiving' && !record.differenceOutdated;
    const computed = isMade ? ok(batch) : await makeDifference(vrs, batch, handle);
    if (!computed.ok) return this.#explain(user, draftId, computed);
    if (computed.value.fingerprint !== record.fingerprint)
      return this.#takeBack(user, draftId, batchId, failed('fingerprint-mismatch'));
    const read = await this.#readDifference(sent, computed.value, handle);
    if (!read.ok)
      return read.problem.code === 'difference-untrusted'
        ? this.#takeBack(user, draftId, batchId, read)
        : this.#explain(user, draftId, read);
    const differenceVerified = computed.value.differenceFingerprint;
    return drafts.change(draftId, user, async (entry) => {
      const noted = await drafts.save(entry, { differenceVerified, differenceOutdated: false });
      return noted.ok ? drafts.follow(noted.value, computed.value, user) : noted;
    });
  }

  /** SECURITY: P6 — every row that VRS lists is one that was sent, with the values that were sent, and none is missing. */
  async #readDifference(entry: Entry, batch: Batch, handle: JobHandle): Promise<Outcome<unknown>> {
    // What was made anew and read before, or has been applied for already, needs no second reading.
    if (batch.state !== 'ready' || entry.record.differenceVerified === batch.differenceFingerprint)
      return ok(undefined);
    const { checking, files } = this.#parts;
    const keys = checking.stagingKeysOf(entry);
    if (!keys) return failed('draft-missing');
    const read = await readDifference(this.#parts, batch, handle, files.placesOf(entry.draftId, keys));
    forgetStagingKeys(keys);
    return read;
  }

  /** What VRS has is not what was sent: nothing goes on with it. */
  async #takeBack(
    user: SignedInUser,
    draftId: DraftId,
    batchId: BatchId,
    because: Outcome<never>,
  ): Promise<Outcome<unknown>> {
    const { drafts, vrs, files } = this.#parts;
    await vrs.call('batches.withdraw', { path: { batchId } });
    await files.removeTrace(draftId);
    const unsent = {
      openingKey: null,
      batchId: null,
      batch: null,
      fingerprint: null,
      differenceOutdated: false,
    } as const;
    const noted = await drafts.change(draftId, user, (entry) =>
      drafts.save(entry, { stage: 'checked', ...unsent }),
    );
    return noted.ok ? because : noted;
  }

  #explain<Value>(user: SignedInUser, draftId: DraftId, refused: Outcome<Value>): Promise<Outcome<Value>> {
    const { drafts } = this.#parts;
    return drafts.change(draftId, user, (entry) => drafts.explain(entry, refused, user));
  }
}

/** Rows that are neither 取込不可 nor the same as one before them. */
export function rowsToSend({ check }: DraftRecord): number {
  return check ? check.rows - check.rejected - check.repeated : 0;
}
