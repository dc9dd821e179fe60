import type { DraftId } from '../../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { SignedInUser } from '../../../src-shared/vrs-api/session.ts';
import type { VrsClient } from '../../vrs/vrs-client.ts';
import type { DraftRecord, Entry } from '../draft-record.ts';
import type { Drafts } from '../drafts.ts';
import type { StagingFiles } from '../staging-files.ts';
import type { Works } from '../works.ts';

export interface TakingBackParts {
  readonly drafts: Drafts;
  readonly works: Works;
  readonly files: StagingFiles;
  readonly vrs: VrsClient;
  /** Opens the batch of a draft whose opening was never answered, to learn which one it is. */
  readonly open: (entry: Entry) => Promise<Outcome<Entry>>;
}

/** Nothing of the draft lies at VRS any more. */
const unsent = {
  openingKey: null,
  editsAnnounced: null,
  rowsToSend: null,
  batchId: null,
  batch: null,
  fingerprint: null,
  differenceSeen: null,
  differenceOutdated: false,
} as const satisfies Partial<DraftRecord>;

/**
 * Rows that lie at VRS and were not applied for come back: the batch there is withdrawn, and the draft is as it was after its check, with
 * every edit. The journal says so before VRS is asked, so that a draft whose batch was withdrawn is never taken for one that ended.
 */
export class TakingBack {
  readonly #parts: TakingBackParts;

  constructor(parts: TakingBackParts) {
    this.#parts = parts;
  }

  /** Problems: `draft-state`, `batch-state` where it was applied for meanwhile, and what keeps VRS from answering. */
  async takeBack(user: SignedInUser, draftId: DraftId): Promise<Outcome<Entry>> {
    const { drafts, works } = this.#parts;
    const own = await drafts.find(draftId, user);
    if (!own.ok) return own;
    if (!liesAtVrs(own.value.record)) return failed('draft-state');
    await works.stop(draftId);
    return drafts.change(draftId, user, async (entry) => {
      if (!liesAtVrs(entry.record)) return failed('draft-state');
      const opened = entry.record.batchId === null ? await this.#parts.open(entry) : ok(entry);
      if (!opened.ok) return opened;
      const { batchId } = opened.value.record;
      const noted = await drafts.save(opened.value, { takenBack: batchId });
      return noted.ok ? this.finish(noted.value, user) : noted;
    });
  }

  /** Goes on with what was begun: the batch is withdrawn, and the draft is free. The entry must be in its turn. */
  async finish(entry: Entry, user: SignedInUser): Promise<Outcome<Entry>> {
    const { drafts, vrs, files } = this.#parts;
    const { takenBack: batchId } = entry.record;
    if (batchId === null) return ok(entry);
    const withdrawn = await vrs.call(
      'batches.withdraw',
      { path: { batchId } },
      { idempotencyKey: `${batchId}-withdrawal` },
    );
    // Where no answer came, VRS may have done it all the same: the next attempt, or the next sign-in, asks again.
    if (!withdrawn.ok && withdrawn.problem.code !== 'vrs-refused' && withdrawn.problem.code !== 'not-found')
      return withdrawn;
    if (!withdrawn.ok && !(await this.#isGone(batchId, withdrawn.problem.code))) {
      const kept = await drafts.save(entry, { takenBack: null });
      return kept.ok ? drafts.explain<Entry>(kept.value, withdrawn, user) : kept;
    }
    const free = await drafts.save(entry, { ...unsent, stage: 'checked', takenBack: null });
    if (free.ok) await files.removeTrace(entry.draftId);
    return free;
  }

  /** It expired there, or an earlier attempt withdrew it: nothing of it can be applied for any more. */
  async #isGone(batchId: NonNullable<DraftRecord['batchId']>, code: string): Promise<boolean> {
    if (code === 'not-found') return true;
    const read = await this.#parts.vrs.call('batches.read', { path: { batchId } });
    return read.ok && (read.value.state === 'withdrawn' || read.value.state === 'expired');
  }
}

function liesAtVrs({ stage, openingKey, batchId, check }: DraftRecord): boolean {
  const early = stage === 'checked' || stage === 'sending' || stage === 'ready';
  return early && check !== null && (openingKey !== null || batchId !== null);
}
