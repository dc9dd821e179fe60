import { randomUUID } from 'node:crypto';

import type { DifferencePage, DraftId } from '../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { Batch, RowOutcome } from '../../src-shared/vrs-api/batches.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { CallOptions, VrsClient } from '../vrs/vrs-client.ts';
import { type Entry, hasEnded } from './draft-record.ts';
import type { Drafts } from './drafts.ts';
import { PAGE } from './submitting.ts';
import { DIFFERENCE_TIMEOUT } from './difference/make-difference.ts';

export interface ReversingParts {
  readonly vrs: VrsClient;
  readonly drafts: Drafts;
}

/** The undoing of an applied batch: a batch of its own, which VRS makes and another person approves. */
export class Reversing {
  readonly #parts: ReversingParts;

  constructor(parts: ReversingParts) {
    this.#parts = parts;
  }

  /** Problems: `draft-state` where nothing was applied, `reversal-exists`, `reversal-too-late`. */
  reverse(user: SignedInUser, draftId: DraftId, reason: string): Promise<Outcome<Entry>> {
    const { drafts, vrs } = this.#parts;
    return drafts.change(draftId, user, async (entry) => {
      const { batch, reversing } = entry.record;
      if (!hasEnded(entry.record) || !batch || batch.appliedCount === 0) return failed('draft-state');
      // In the journal before it is asked, so that asking again after a crash asks for the same.
      const asked = reversing?.reason === reason ? reversing : { key: randomUUID(), reason };
      const noted = await drafts.save(entry, { reversing: asked });
      if (!noted.ok) return noted;
      const { batchId } = batch;
      const made = await vrs.call(
        'batches.reverse',
        { path: { batchId }, body: { reason } },
        { idempotencyKey: asked.key, timeout: DIFFERENCE_TIMEOUT },
      );
      if (made.ok) return drafts.save(noted.value, { reversal: made.value, reversing: null });
      const { code, about } = made.problem;
      if (code !== 'vrs-refused' || about['code'] !== 'batch-state') return made;
      const fresh = await this.refresh(noted.value);
      return fresh.ok && fresh.value.record.reversal ? failed('reversal-exists') : made;
    });
  }

  /** How the reversal of an ended draft's batch stands, whoever asked for it. The entry must be in its turn. */
  async refresh(entry: Entry, options: CallOptions = {}): Promise<Outcome<Entry>> {
    const { drafts, vrs } = this.#parts;
    const { record } = entry;
    if (!hasEnded(record) || !record.batch || record.batch.appliedCount === 0) return ok(entry);
    const read = await vrs.call('batches.read', { path: { batchId: record.batch.batchId } }, options);
    if (!read.ok) return read;
    const { reversal } = read.value;
    const reversed = reversal
      ? await vrs.call('batches.read', { path: { batchId: reversal.batchId } }, options)
      : ok(null);
    return reversed.ok ? drafts.save(entry, { batch: read.value, reversal: reversed.value }) : reversed;
  }

  async difference(
    user: SignedInUser,
    draftId: DraftId,
    outcome: RowOutcome | null,
    cursor: string | null,
  ): Promise<Outcome<DifferencePage>> {
    const reversal = await this.#reversalOf(user, draftId);
    if (!reversal.ok) return reversal;
    const query = {
      limit: PAGE,
      ...(outcome === null ? {} : { outcome }),
      ...(cursor === null ? {} : { cursor }),
    };
    return this.#parts.vrs.call('batches.difference', { path: { batchId: reversal.value.batchId }, query });
  }

  withdraw(user: SignedInUser, draftId: DraftId): Promise<Outcome<Entry>> {
    const { drafts, vrs } = this.#parts;
    return drafts.change(draftId, user, async (entry) => {
      const { reversal } = entry.record;
      if (!reversal) return failed('draft-state');
      const { batchId } = reversal;
      const withdrawn = await vrs.call(
        'batches.withdraw',
        { path: { batchId } },
        { idempotencyKey: `${batchId}-withdrawal` },
      );
      return withdrawn.ok ? drafts.save(entry, { reversal: withdrawn.value }) : withdrawn;
    });
  }

  async #reversalOf(user: SignedInUser, draftId: DraftId): Promise<Outcome<Batch>> {
    const entry = await this.#parts.drafts.find(draftId, user);
    if (!entry.ok) return entry;
    return entry.value.record.reversal ? ok(entry.value.record.reversal) : failed('draft-state');
  }
}
