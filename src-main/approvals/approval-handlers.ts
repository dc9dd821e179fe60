import type { approvalOperations } from '../../src-shared/contract/approvals.ts';
import { subjectsOf } from '../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { BatchId } from '../../src-shared/domain/identifiers.ts';
import type { Batch } from '../../src-shared/vrs-api/batches.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { EntryDetail, HandlersOf } from '../gateway/handler.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';
import { cautionsOf } from './cautions.ts';
import type { ApprovalInbox } from './inbox.ts';

const SAMPLE = 8;
const PAGE = 100;
/** Making the difference of a million rows anew takes VRS a while. In milliseconds. */
const DIFFERENCE_TIMEOUT = 300_000;

/** What the log keeps of a batch: which one, how big, and the fingerprints that tie the approval to what was seen. */
function traceOf(batch: Batch): EntryDetail {
  return {
    batch: batch.batchId,
    rows: batch.rowCount,
    maker: batch.maker.userId,
    ...(batch.fingerprint === null ? {} : { fingerprint: batch.fingerprint }),
    ...(batch.differenceFingerprint === null ? {} : { difference: batch.differenceFingerprint }),
  };
}

/** SECURITY: P6 — nobody approves or returns their own. VRS refuses as well, by person; here it is by account, before anything is sent. */
function isOwn(batch: Batch, caller: SignedInUser): boolean {
  return batch.maker.userId === caller.userId;
}

export function approvalHandlers(
  vrs: VrsClient,
  inbox: ApprovalInbox,
): HandlersOf<typeof approvalOperations> {
  const read = (batchId: BatchId): Promise<Outcome<Batch>> => vrs.call('batches.read', { path: { batchId } });

  return {
    'approvals.inbox': async () => {
      const waiting = await inbox.refresh();
      return waiting.ok ? ok({ batches: [...waiting.value] }) : waiting;
    },

    'approvals.open': async ({ batchId }) => {
      // What the approver sees must be what stands now, not what stood when it was sent.
      const refreshed = await vrs.call(
        'batches.computeDifference',
        { path: { batchId } },
        { timeout: DIFFERENCE_TIMEOUT },
      );
      if (!refreshed.ok) return refreshed;
      const batch = refreshed.value;
      const sample = await vrs.call('batches.difference', { path: { batchId }, query: { sample: SAMPLE } });
      if (!sample.ok) return sample;
      if (sample.value.differenceFingerprint !== batch.differenceFingerprint)
        return failed('difference-changed');
      return ok({
        result: {
          batch,
          cautions: cautionsOf(batch),
          sample: sample.value.rows,
          differenceFingerprint: sample.value.differenceFingerprint,
        },
        subjects: subjectsOf(sample.value.rows),
        detail: traceOf(batch),
      });
    },

    'approvals.difference': async ({ batchId, outcome, cursor }) => {
      const page = await vrs.call('batches.difference', {
        path: { batchId },
        query: {
          limit: PAGE,
          ...(outcome === null ? {} : { outcome }),
          ...(cursor === null ? {} : { cursor }),
        },
      });
      if (!page.ok) return page;
      return ok({ result: page.value, subjects: subjectsOf(page.value.rows), detail: { batch: batchId } });
    },

    'approvals.approve': async (
      { batchId, fingerprint, differenceFingerprint, password, oneTimePassword },
      caller,
    ) => {
      const batch = await read(batchId);
      if (!batch.ok) return batch;
      if (isOwn(batch.value, caller)) return failed('own-batch');
      const proof = await vrs.call('session.reauthenticate', {
        body: { password, oneTimePassword, purpose: { action: 'batch.approve', batchId } },
      });
      if (!proof.ok) return proof;
      const approved = await vrs.call('batches.approve', {
        path: { batchId },
        body: { proof: proof.value.proof, fingerprint, differenceFingerprint },
      });
      void inbox.refresh();
      if (!approved.ok) return approved;
      return ok({
        result: approved.value,
        subjects: [],
        detail: { ...traceOf(approved.value), approved: differenceFingerprint },
      });
    },

    'approvals.return': async ({ batchId, reason }, caller) => {
      const batch = await read(batchId);
      if (!batch.ok) return batch;
      if (isOwn(batch.value, caller)) return failed('own-batch');
      const returned = await vrs.call('batches.return', { path: { batchId }, body: { reason } });
      void inbox.refresh();
      return returned.ok
        ? ok({ result: returned.value, subjects: [], detail: traceOf(returned.value) })
        : returned;
    },
  };
}
