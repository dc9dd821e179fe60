import { ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { type Clock, timestampOf } from '../../src-shared/domain/clock.ts';
import type { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { layoutOf } from '../../src-shared/domain/rules/layouts.ts';
import type { Batch } from '../../src-shared/vrs-api/batches.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';
import type { Profile } from '../workstation/profile.ts';
import type { Checking } from './checking.ts';
import type { DraftJournal } from './draft-journal.ts';
import { type DraftRecord, type Entry, hasEnded } from './draft-record.ts';
import type { Drafts } from './drafts.ts';
import type { Rows } from './rows/rows.ts';
import type { TakingBack } from './rows/taking-back.ts';
import type { Sending } from './sending.ts';
import type { StagingFiles, Trace } from './staging-files.ts';
import type { Works } from './works.ts';

export interface ResumingParts {
  readonly drafts: Drafts;
  readonly journal: DraftJournal;
  readonly files: StagingFiles;
  readonly vrs: VrsClient;
  readonly clock: Clock;
  readonly checking: Pick<Checking, 'stagingKeysOf'>;
  readonly sending: Sending;
  readonly works: Works;
  readonly rows: Pick<Rows, 'catchUp'>;
  readonly takingBack: Pick<TakingBack, 'finish'>;
  /** How long drafts stay, as the profile says. */
  readonly retention: Profile['retention'];
}

const DAY = 86_400_000;

/** What a sign-in finds of earlier sessions and processes, and how it goes on. */
export class Resuming {
  readonly #parts: ResumingParts;

  constructor(parts: ResumingParts) {
    this.#parts = parts;
  }

  async resume(user: SignedInUser): Promise<void> {
    await this.#reconcile(user);
    const { drafts, works, files } = this.#parts;
    const listed = await drafts.list(user);
    if (!listed.ok) return;
    const staged = new Set(await files.complete());
    for (const { draftId } of listed.value) {
      if (works.isRunning(draftId)) continue;
      await drafts.change(draftId, user, (entry) => this.#putInOrder(entry, user, staged.has(draftId)));
    }
    for (const { draftId, record } of listed.value) {
      // What the end of a session or of a process cut off, unlike what the person stopped, goes on by itself.
      if (record.stage === 'sending') await this.#parts.sending.send(user, draftId);
    }
  }

  /** Everything that the check left half done, that was lost, or that is too old. */
  async #putInOrder(entry: Entry, user: SignedInUser, isStaged: boolean): Promise<Outcome<Entry>> {
    const { drafts, checking, retention } = this.#parts;
    const { record } = entry;
    if (hasEnded(record)) {
      const recorded = await drafts.recordErasure(entry, user);
      return recorded.ok && this.#isOlderThan(record, retention.endedDays)
        ? this.#forget(recorded.value)
        : recorded;
    }
    if (record.stage === 'checking') return drafts.forgetCheck(entry);
    const sent = record.openingKey !== null || record.batchId !== null;
    if (!sent && this.#isOlderThan(record, retention.unsentDays)) return drafts.discard(entry, user);
    if (entry.stagingKey === null) return ok(entry);
    if (isStaged && checking.stagingKeysOf(entry)) return this.#goOn(entry, user);
    // The file is gone, or the wrapping key is another one: what was staged can never be read again.
    if (!sent) return drafts.forgetCheck(entry);
    if (record.stage !== 'sending' && record.stage !== 'checked' && record.stage !== 'ready')
      return ok(entry);
    return this.#withdrawLost(entry, user);
  }

  /** What was cut off between two of its steps goes on with the second. */
  async #goOn(entry: Entry, user: SignedInUser): Promise<Outcome<Entry>> {
    const { rows, takingBack } = this.#parts;
    const free = await takingBack.finish(entry, user);
    return free.ok && free.value.record.stage === 'checked' ? rows.catchUp(free.value) : free;
  }

  /** The rest of the rows is lost, so the part at VRS is taken back. Where it can't be reached, the next sign-in tries again. */
  async #withdrawLost(entry: Entry, user: SignedInUser): Promise<Outcome<Entry>> {
    const { drafts, vrs, sending } = this.#parts;
    const opened = entry.record.batchId === null ? await sending.open(entry) : ok(entry);
    if (!opened.ok || opened.value.record.batchId === null) return opened;
    const withdrawn = await vrs.call('batches.withdraw', { path: { batchId: opened.value.record.batchId } });
    return withdrawn.ok
      ? drafts.follow(opened.value, withdrawn.value, user)
      : drafts.refresh(opened.value, user);
  }

  /** Files that no key opens any more, and traces of drafts whose journal is gone. */
  async #reconcile(user: SignedInUser): Promise<void> {
    const { files, journal, drafts, works } = this.#parts;
    const listed = await journal.list(null);
    if (!listed.ok) return;
    const entries = new Map(listed.value.map((entry) => [entry.draftId, entry]));
    for (const draftId of await files.staged()) {
      const entry = entries.get(draftId);
      if (works.isRunning(draftId) || (entry && entry.stagingKey !== null)) continue;
      if (!(await files.remove(draftId))) continue;
      // Of a draft that is still known its own end says so.
      if (!entry) await drafts.noteErasure(user, { draft: draftId, ended: 'lost' });
    }
    for (const trace of await files.traces()) {
      const entry = entries.get(trace.draftId);
      if (entry && hasEnded(entry.record)) await files.removeTrace(trace.draftId);
      if (!entry && trace.owner === user.userId) await this.#followTrace(trace, user);
    }
  }

  /** Keys and journal are lost: a batch that was still on its way is taken back, one that was applied for is listed again. */
  async #followTrace(trace: Trace, user: SignedInUser): Promise<void> {
    const { vrs, drafts } = this.#parts;
    const found = await this.#batchOf(trace, user);
    if (!found.ok) return;
    if (!found.value) {
      await this.#parts.files.removeTrace(trace.draftId);
      return;
    }
    const { batchId, state } = found.value;
    const lost = state === 'receiving' || state === 'ready';
    const batch = lost ? await vrs.call('batches.withdraw', { path: { batchId } }) : ok(found.value);
    if (!batch.ok) return;
    const record = recordOf(batch.value, timestampOf(this.#parts.clock.now()));
    const entry: Entry = { draftId: trace.draftId, owner: user.userId, record, stagingKey: null };
    await drafts.inTurn(trace.draftId, () => drafts.follow(entry, batch.value, user));
  }

  /** Undefined where VRS knows of none: the process ended before it was opened. */
  async #batchOf(trace: Trace, user: SignedInUser): Promise<Outcome<Batch | undefined>> {
    const { vrs } = this.#parts;
    if (trace.batchId !== null) {
      const read = await vrs.call('batches.read', { path: { batchId: trace.batchId } });
      return !read.ok && read.problem.code === 'not-found' ? ok(undefined) : read;
    }
    const listed = await vrs.call('batches.list', { query: { state: 'receiving', limit: 500 } });
    if (!listed.ok) return listed;
    const own = listed.value.batches.filter(({ maker }) => maker.userId === user.userId);
    return ok(own.find(({ fileSha256 }) => fileSha256 === trace.fileSha256));
  }

  async #forget(entry: Entry): Promise<Outcome<Entry>> {
    const removed = await this.#parts.journal.remove(entry.draftId);
    return removed.ok ? ok(entry) : removed;
  }

  #isOlderThan(record: DraftRecord, days: number): boolean {
    return Date.parse(record.chosenAt) < this.#parts.clock.now().getTime() - days * DAY;
  }
}

/** VRS knows the rows and the layout, not what the file was called here. */
function fileKindOf({ kind, layoutId }: Batch): DraftRecord['kind'] {
  if (kind === 'subjects' || kind === 'flags') return kind;
  return layoutOf('ledger').id === layoutId ? 'ledger' : 'records';
}

/** A draft as far as VRS still knows it. */
function recordOf(batch: Batch, now: IsoTimestamp): DraftRecord {
  return {
    formatVersion: 1,
    stage: 'sending',
    path: null,
    fileName: batch.fileName,
    fileBytes: 0,
    fileLines: 0,
    fileSha256: batch.fileSha256,
    source: batch.source,
    chosenAt: now,
    kind: fileKindOf(batch),
    layoutId: batch.layoutId,
    layoutVersion: batch.layoutVersion,
    layoutSha256: batch.layoutDigest,
    layoutName: batch.layoutId,
    layoutColumns: [],
    encoding: batch.fileEncoding,
    columns: [],
    mappedBy: 'headers',
    readingProblem: null,
    isFindingsList: false,
    headerSha256: batch.fileSha256,
    preview: [],
    previewPeople: [],
    examplePeople: [],
    check: null,
    rowsToSend: null,
    openingKey: null,
    batchId: batch.batchId,
    editsAnnounced: null,
    takenBack: null,
    batch,
    fingerprint: null,
    differenceSeen: null,
    differenceVerified: null,
    differenceOutdated: false,
    reversal: null,
    reversing: null,
    erasure: null,
  };
}
