import type { Draft, DraftId, DifferencePage } from '../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { ParsedInputOf } from '../../src-shared/contract/operations.ts';
import type { BatchId } from '../../src-shared/domain/identifiers.ts';
import type { ResultRow, RowOutcome } from '../../src-shared/vrs-api/batches.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';
import type { Entry } from './draft-record.ts';
import type { Drafts } from './drafts.ts';
import type { Sending } from './sending.ts';
import type { Works } from './works.ts';

export interface SubmittingParts {
  readonly vrs: VrsClient;
  readonly drafts: Drafts;
  readonly works: Works;
  /** Opens the batch of a draft whose opening was never answered, and makes and reads a difference anew. */
  readonly sending: Pick<Sending, 'open' | 'send'>;
}

export type Submission = Omit<ParsedInputOf<'batches.submit'>, 'draftId'>;

export const PAGE = 100;

/** From the difference to the result: what the applicant sees, asks for and takes back. */
export class Submitting {
  readonly #parts: SubmittingParts;

  constructor(parts: SubmittingParts) {
    this.#parts = parts;
  }

  async difference(
    user: SignedInUser,
    draftId: DraftId,
    outcome: RowOutcome | null,
    cursor: string | null,
  ): Promise<Outcome<DifferencePage>> {
    const { drafts, vrs } = this.#parts;
    const entry = await drafts.find(draftId, user);
    if (!entry.ok) return entry;
    const { batchId } = entry.value.record;
    if (batchId === null) return failed('draft-state');
    const page = await vrs.call('batches.difference', {
      path: { batchId },
      query: {
        limit: PAGE,
        ...(outcome === null ? {} : { outcome }),
        ...(cursor === null ? {} : { cursor }),
      },
    });
    if (!page.ok) return drafts.change(draftId, user, (fresh) => drafts.explain(fresh, page, user));
    const differenceSeen = page.value.differenceFingerprint;
    if (entry.value.record.differenceSeen === differenceSeen) return page;
    const noted = await drafts.change(draftId, user, (fresh) => drafts.save(fresh, { differenceSeen }));
    return noted.ok ? page : noted;
  }

  /**
   * Problems: `error-rows-not-left-out`, `must-correct-reason-missing`, `difference-changed` (also where the applicant never looked at
   * this difference), `fingerprint-mismatch`.
   */
  async submit(user: SignedInUser, draftId: DraftId, submission: Submission): Promise<Outcome<Entry>> {
    const submitted = await this.#submit(user, draftId, submission);
    // It is made anew and read to its end as the first one was, before it can be applied for.
    if (!submitted.ok && submitted.problem.code === 'difference-changed')
      await this.#parts.sending.send(user, draftId);
    return submitted;
  }

  #submit(user: SignedInUser, draftId: DraftId, submission: Submission): Promise<Outcome<Entry>> {
    const { drafts, vrs } = this.#parts;
    return drafts.change(draftId, user, async (entry) => {
      const { batchId, takenBack, check, stage, fingerprint, differenceSeen, differenceVerified } =
        entry.record;
      if (stage !== 'ready' || takenBack !== null || batchId === null || !check || fingerprint === null)
        return failed('draft-state');
      if (check.rejected > 0 && !submission.leaveOutRejected) return failed('error-rows-not-left-out');
      const reason = submission.mustCorrectReason.trim();
      if (check.mustCorrect > 0 && reason === '') return failed('must-correct-reason-missing');
      const { differenceFingerprint } = submission;
      // SECURITY: P6 — nobody applies for what they have not been shown.
      if (differenceFingerprint !== differenceSeen) return failed('difference-changed');
      if (differenceFingerprint !== differenceVerified) return failed('difference-unread');
      const submitted = await vrs.call('batches.submit', {
        path: { batchId },
        body: {
          comment: submission.comment,
          acknowledgementReason: check.mustCorrect > 0 ? reason : '',
          fingerprint,
          differenceFingerprint,
        },
      });
      if (submitted.ok) return drafts.follow(entry, submitted.value, user);
      if (submitted.problem.code !== 'difference-changed') return drafts.explain(entry, submitted, user);
      const outdated = { stage: 'sending', differenceOutdated: true } as const;
      const noted = await drafts.save(entry, outdated);
      return noted.ok ? submitted : noted;
    });
  }

  /** Stops what runs, takes back what was sent, and destroys what lies here. */
  async withdraw(user: SignedInUser, draftId: DraftId): Promise<Outcome<Entry>> {
    const { drafts, works } = this.#parts;
    const own = await drafts.find(draftId, user);
    if (!own.ok) return own;
    await works.stop(draftId);
    return drafts.change(draftId, user, async (entry) => {
      const { stage, openingKey, batchId } = entry.record;
      if (stage === 'ended') return failed('draft-state');
      if (openingKey === null && batchId === null) return drafts.discard(entry, user);
      const opened = batchId === null ? await this.#parts.sending.open(entry) : ok(entry);
      return opened.ok ? this.#withdrawBatch(opened.value, user) : opened;
    });
  }

  /** Rows of the result, of a batch of one's own. */
  async result(
    user: SignedInUser,
    batchId: BatchId,
    cursor: string | null,
  ): Promise<Outcome<{ rows: ResultRow[]; cursor: string | null }>> {
    const { drafts, vrs } = this.#parts;
    const own = await drafts.list(user);
    if (!own.ok) return own;
    const entry = own.value.find(
      ({ record }) => record.batchId === batchId || record.reversal?.batchId === batchId,
    );
    if (!entry) return failed('not-found');
    const page = await vrs.call('batches.result', {
      path: { batchId },
      query: { limit: PAGE, ...(cursor === null ? {} : { cursor }) },
    });
    return page.ok ? page : drafts.change(entry.draftId, user, (fresh) => drafts.explain(fresh, page, user));
  }

  async #withdrawBatch(entry: Entry, user: SignedInUser): Promise<Outcome<Entry>> {
    const { drafts, vrs } = this.#parts;
    const { batchId } = entry.record;
    if (batchId === null) return failed('draft-state');
    const withdrawn = await vrs.call(
      'batches.withdraw',
      { path: { batchId } },
      { idempotencyKey: `${batchId}-withdrawal` },
    );
    if (withdrawn.ok) return drafts.follow(entry, withdrawn.value, user);
    if (withdrawn.problem.code === 'not-found') return drafts.end(entry, null, user);
    return drafts.explain<Entry>(entry, withdrawn, user);
  }
}

/** Small facts about a draft for the operation log. */
export function traceOf(draft: Draft): Record<string, string | number> {
  const { batch } = draft;
  return {
    draft: draft.draftId,
    file: draft.fileSha256,
    stage: draft.stage,
    ...(draft.check ? { rows: draft.check.rows, rejected: draft.check.rejected } : {}),
    ...(batch ? { batch: batch.batchId, state: batch.state } : {}),
    ...(batch?.fingerprint ? { fingerprint: batch.fingerprint } : {}),
    ...(batch?.differenceFingerprint ? { difference: batch.differenceFingerprint } : {}),
  };
}
