import type { approvalOperations } from '../../src-shared/contract/approvals.ts';
import { batchStateNames, subjectsOf } from '../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { BatchId } from '../../src-shared/domain/identifiers.ts';
import type { Batch, BatchState } from '../../src-shared/vrs-api/batches.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { EntryDetail, HandlersOf } from '../gateway/handler.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';
import { cautionsOf, cautionsOfRows } from './cautions.ts';
import type { ApprovalInbox } from './inbox.ts';
import type { Reviews } from './reviews.ts';

const SAMPLE = 8;
const PAGE = 100;
/** What was decided lately is looked for among so many, and so much of it is listed. */
const DECIDED = 500;
const LISTED = 200;

const open: ReadonlySet<BatchState> = new Set(['submitted', 're-review']);
const over: ReadonlySet<BatchState> = new Set(['applying', 'applied', 'returned', 'withdrawn', 'expired']);

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

/** SECURITY: P6 — nobody approves or returns their own, whichever of their accounts made or edited it. VRS refuses as well. */
function isOwn({ maker, lastEditor }: Batch, caller: SignedInUser): boolean {
  const own = [maker, lastEditor].filter((actor) => actor !== null);
  return own.some(({ userId, personId }) => userId === caller.userId || personId === caller.personId);
}

export function approvalHandlers(
  vrs: VrsClient,
  inbox: Pick<ApprovalInbox, 'refresh'>,
  reviews: Reviews,
): HandlersOf<typeof approvalOperations> {
  const read = (batchId: BatchId): Promise<Outcome<Batch>> => vrs.call('batches.read', { path: { batchId } });
  /** The newest other batch of the same file that was applied for. */
  const sameFileOf = async ({ batchId, kind, fileSha256 }: Batch): Promise<Outcome<Batch | undefined>> => {
    if (kind === 'reversal') return ok(undefined);
    const listed = await vrs.call('batches.list', { query: { fileSha256, limit: 100 } });
    if (!listed.ok) return listed;
    const others = listed.value.batches.filter((other) => other.batchId !== batchId && other.kind === kind);
    return ok(others.find(({ state }) => open.has(state) || state === 'applying' || state === 'applied'));
  };

  return {
    'approvals.inbox': async () => {
      const waiting = await inbox.refresh();
      return waiting.ok ? ok({ batches: [...waiting.value] }) : waiting;
    },

    'approvals.open': async ({ batchId }) => {
      // At once, as VRS has it. Whether that is what stands now, and what the rows say, the review finds out; nothing is approved before.
      const found = await read(batchId);
      if (!found.ok) return found;
      const batch = found.value;
      const sample = await vrs.call('batches.difference', { path: { batchId }, query: { sample: SAMPLE } });
      if (!sample.ok) return sample;
      if (sample.value.differenceFingerprint !== batch.differenceFingerprint)
        return failed('difference-changed');
      const same = await sameFileOf(batch);
      if (!same.ok) return same;
      return ok({
        result: {
          batch,
          cautions: cautionsOf(batch, same.value),
          sample: sample.value.rows,
          differenceFingerprint: sample.value.differenceFingerprint,
        },
        subjects: subjectsOf(sample.value.rows),
        detail: traceOf(batch),
      });
    },

    'approvals.review': async ({ batchId }, caller) => {
      const job = reviews.start(caller, batchId);
      return job.ok ? ok({ result: job.value, subjects: [], detail: { batch: batchId } }) : job;
    },

    'approvals.overview': async ({ batchId, differenceFingerprint }) => {
      const overview = reviews.overview(batchId, differenceFingerprint) ?? null;
      const examples = overview?.kinds.flatMap((kind) => kind.examples) ?? [];
      return ok({
        result: { overview, cautions: overview ? cautionsOfRows(overview) : [] },
        subjects: subjectsOf(examples),
        detail: { batch: batchId, difference: differenceFingerprint },
      });
    },

    'approvals.edits': async ({ batchId, cursor }) => {
      const page = await vrs.call('batches.edits', {
        path: { batchId },
        query: { limit: PAGE, ...(cursor === null ? {} : { cursor }) },
      });
      if (!page.ok) return page;
      return ok({
        result: page.value,
        subjects: [],
        detail: { batch: batchId, edits: page.value.edits.length },
      });
    },

    'approvals.decided': async () => {
      const listed = await vrs.call('batches.list', { query: { limit: DECIDED } });
      if (!listed.ok) return listed;
      const decided = listed.value.batches.filter(({ state }) => over.has(state));
      return ok({ batches: decided.slice(0, LISTED) });
    },

    'approvals.receipt': async ({ batchId }) => {
      const batch = await read(batchId);
      if (!batch.ok) return batch;
      const { reversal } = batch.value;
      const reversed = reversal ? await read(reversal.batchId) : ok(null);
      if (!reversed.ok) return reversed;
      return ok({
        result: { batch: batch.value, reversal: reversed.value, erasure: null },
        subjects: [],
        detail: traceOf(batch.value),
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
      // What was approved elsewhere or withdrawn meanwhile is told as that.
      if (!open.has(batch.value.state))
        return failed('batch-state', { state: batchStateNames[batch.value.state] });
      if (batch.value.differenceFingerprint !== differenceFingerprint) return failed('difference-changed');
      if (!reviews.overview(batchId, differenceFingerprint)) return failed('difference-unread');
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
