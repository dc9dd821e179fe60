import { batchStateNames, type DraftId, type DraftStage } from '../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { type Clock, timestampOf } from '../../src-shared/domain/clock.ts';
import type { Batch, BatchState } from '../../src-shared/vrs-api/batches.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { EntryDetail } from '../gateway/handler.ts';
import type { CallOptions, VrsClient } from '../vrs/vrs-client.ts';
import type { DraftJournal } from './draft-journal.ts';
import { type DraftRecord, type Entry, hasEnded } from './draft-record.ts';
import type { StagingFiles } from './staging-files.ts';

/** Writes in the operation log that the staging data of a draft was destroyed. False: it could not be written. */
export type RecordErasure = (user: SignedInUser, detail: EntryDetail) => Promise<boolean>;

export interface DraftsParts {
  readonly journal: DraftJournal;
  readonly files: StagingFiles;
  readonly vrs: VrsClient;
  readonly clock: Clock;
  readonly recordErasure: RecordErasure;
}

const stageOfState: Readonly<Record<BatchState, DraftStage>> = {
  receiving: 'sending',
  ready: 'ready',
  submitted: 'submitted',
  applying: 'submitted',
  're-review': 'submitted',
  applied: 'ended',
  returned: 'ended',
  withdrawn: 'ended',
  expired: 'ended',
};

/** The drafts of the person at the terminal: one change at a time for each, followed at VRS, and erased when they end. */
export class Drafts {
  readonly #parts: DraftsParts;
  readonly #turns = new Map<DraftId, Promise<unknown>>();

  constructor(parts: DraftsParts) {
    this.#parts = parts;
  }

  find(draftId: DraftId, user: SignedInUser): Promise<Outcome<Entry>> {
    return this.#parts.journal.find(draftId, user.userId);
  }

  list(user: SignedInUser): Promise<Outcome<readonly Entry[]>> {
    return this.#parts.journal.list(user.userId);
  }

  /** Of everybody who works at this terminal; empty where the journal can't be read. */
  async everybodys(): Promise<readonly Entry[]> {
    const listed = await this.#parts.journal.list(null);
    return listed.ok ? listed.value : [];
  }

  save(entry: Entry, change: Partial<DraftRecord>, stagingKey = entry.stagingKey): Promise<Outcome<Entry>> {
    return this.#parts.journal.save({ ...entry, stagingKey, record: { ...entry.record, ...change } });
  }

  /** Runs the work when whatever else changes this draft has ended. */
  async inTurn<Result>(draftId: DraftId, work: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(draftId);
    const mine = (async () => {
      await before?.catch(() => undefined);
      return work();
    })();
    this.#turns.set(draftId, mine);
    try {
      return await mine;
    } finally {
      if (this.#turns.get(draftId) === mine) this.#turns.delete(draftId);
    }
  }

  /** Finds the draft in its turn and goes on with it. */
  change<Value>(
    draftId: DraftId,
    user: SignedInUser,
    work: (entry: Entry) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>> {
    return this.inTurn(draftId, async () => {
      const entry = await this.find(draftId, user);
      return entry.ok ? work(entry.value) : entry;
    });
  }

  /** Brings the draft up to what VRS says of its batch. */
  async follow(entry: Entry, batch: Batch, user: SignedInUser): Promise<Outcome<Entry>> {
    const stage = stageOfState[batch.state];
    if (stage === 'ended') return this.end(entry, batch, user);
    // Cut off before the fingerprint was compared and the difference read: that is still to be done.
    const { fingerprint, differenceVerified } = entry.record;
    const unverified =
      stage === 'ready' &&
      (fingerprint !== batch.fingerprint || differenceVerified !== batch.differenceFingerprint);
    const sending = stage === 'sending' || unverified;
    // What the person stopped does not begin again by itself.
    const stopped = sending && entry.record.stage === 'checked';
    const now = stopped ? 'checked' : sending ? 'sending' : stage;
    return this.save(entry, { stage: now, batch, batchId: batch.batchId });
  }

  /** Asks VRS how the batch of the draft stands, where there is one that has not ended. */
  async refresh(entry: Entry, user: SignedInUser, options: CallOptions = {}): Promise<Outcome<Entry>> {
    const { batchId, takenBack } = entry.record;
    // The end of a batch whose rows are being taken back is not the end of the draft.
    if (batchId === null || takenBack !== null || hasEnded(entry.record)) return ok(entry);
    const read = await this.#parts.vrs.call('batches.read', { path: { batchId } }, options);
    if (read.ok) return this.follow(entry, read.value, user);
    return read.problem.code === 'not-found' ? this.end(entry, null, user) : read;
  }

  /**
   * The draft goes no further. SECURITY: P4 — first the key goes, then the file that it opened, then the operation log says so.
   */
  async end(entry: Entry, batch: Batch | null, user: SignedInUser): Promise<Outcome<Entry>> {
    const { record, draftId } = entry;
    const at = timestampOf(this.#parts.clock.now());
    const erasure = entry.stagingKey === null ? record.erasure : { at, recorded: false };
    const ended = await this.save(entry, { ...withoutContent(record), batch, erasure }, null);
    if (!ended.ok) return ended;
    await this.#parts.files.remove(draftId);
    await this.#parts.files.removeTrace(draftId);
    return this.recordErasure(ended.value, user);
  }

  /** Makes up for an erasure that the operation log does not know yet. */
  async recordErasure(entry: Entry, user: SignedInUser): Promise<Outcome<Entry>> {
    const { erasure, batch, fileSha256 } = entry.record;
    if (!erasure || erasure.recorded) return ok(entry);
    const recorded = await this.noteErasure(user, {
      draft: entry.draftId,
      file: fileSha256,
      ended: batch?.state ?? 'discarded',
      ...(batch ? { batch: batch.batchId } : {}),
    });
    return recorded ? this.save(entry, { erasure: { ...erasure, recorded } }) : ok(entry);
  }

  noteErasure(user: SignedInUser, detail: EntryDetail): Promise<boolean> {
    return this.#parts.recordErasure(user, { erased: 1, ...detail });
  }

  /** The draft leaves the list for good; nothing of it was ever sent. */
  async discard(entry: Entry, user: SignedInUser): Promise<Outcome<Entry>> {
    const ended = await this.end(entry, null, user);
    if (!ended.ok) return ended;
    const removed = await this.#parts.journal.remove(entry.draftId);
    return removed.ok ? ended : removed;
  }

  /** Back to the chosen file: what the check made of it is destroyed. */
  async forgetCheck(entry: Entry): Promise<Outcome<Entry>> {
    const forgotten = await this.save(
      entry,
      { stage: 'chosen', check: null, examplePeople: [], rowsToSend: null },
      null,
    );
    if (forgotten.ok) await this.#parts.files.remove(entry.draftId);
    return forgotten;
  }

  /** What VRS refused because of the batch's state, with that state in words; anything else as it is. */
  async explain<Value>(entry: Entry, refused: Outcome<Value>, user: SignedInUser): Promise<Outcome<Value>> {
    if (
      refused.ok ||
      refused.problem.code !== 'vrs-refused' ||
      refused.problem.about['code'] !== 'batch-state'
    )
      return refused;
    const fresh = await this.refresh(entry, user);
    const state = fresh.ok ? fresh.value.record.batch?.state : undefined;
    return state === undefined ? refused : failed('batch-state', { state: batchStateNames[state] });
  }
}

/** An ended draft keeps what names it and what was counted, nothing that anybody wrote in the file. */
function withoutContent(record: DraftRecord): Partial<DraftRecord> {
  return {
    stage: 'ended',
    path: null,
    readingProblem: null,
    preview: [],
    previewPeople: [],
    examplePeople: [],
    check: record.check && { ...record.check, rules: record.check.rules.map(withoutExample) },
  };
}

type RuleCount = NonNullable<DraftRecord['check']>['rules'][number];

function withoutExample(rule: RuleCount): RuleCount {
  return { ...rule, example: { ...rule.example, value: '', sentence: '', example: '', proposal: null } };
}
