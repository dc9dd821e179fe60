import { randomUUID } from 'node:crypto';

import { timestampOf } from '../../src-shared/domain/clock.ts';
import {
  type Batch,
  BatchActor,
  BatchOpening,
  type BatchState,
  MAX_ROWS_PER_CHUNK,
} from '../../src-shared/vrs-api/batches.ts';
import type { VrsAnswer } from '../../src-shared/vrs-api/calls.ts';
import type { Asked, Caller } from '../server/handler.ts';
import { Refusal } from '../server/refusal.ts';
import type { Proofs } from '../session/proofs.ts';
import { type Applying, installed } from './applying.ts';
import { type BatchRow, type BatchStore, openingOf } from './batch-store.ts';
import { checkDigest, decodeChunk, linesOf } from './chunk-reading.ts';
import type { ChunkStore } from './chunk-store.ts';
import type { DifferenceComputer } from './difference.ts';
import { editLinesOf } from './edit-reading.ts';
import type { EditStore } from './edit-store.ts';

export interface LifecycleParts {
  readonly batches: BatchStore;
  readonly chunks: ChunkStore;
  readonly edits: EditStore;
  readonly differences: DifferenceComputer;
  readonly applying: Applying;
  readonly proofs: Proofs;
  /** The person behind an account as the roster says now. */
  readonly personOf: (userId: string) => string | undefined;
}

/** Days until something that nobody looks at ends by itself: a batch being made, and a submission. */
const EXPIRY = 14 * 86_400_000;

type Effect = () => Batch;

/** What people do with a batch, from opening it to its end. Each gives the effect, for the dispatcher's transaction. */
export class Lifecycle {
  readonly #parts: LifecycleParts;

  constructor(parts: LifecycleParts) {
    this.#parts = parts;
  }

  open({ caller, body, now }: Asked<'batches.open'>): Effect {
    const { rowCount, chunkCount } = body;
    if (chunkCount > rowCount || chunkCount < Math.ceil(rowCount / MAX_ROWS_PER_CHUNK)) {
      throw new Refusal('request-invalid');
    }
    const { editedRowCount, editsSha256 } = body;
    if ((editedRowCount === 0) !== (editsSha256 === null) || editedRowCount > rowCount) {
      throw new Refusal('request-invalid');
    }
    return () => {
      const { kind, ...opening } = BatchOpening.parse(body);
      const { batches } = this.#parts;
      return batches.toBatch(
        batches.add({
          batch_id: randomUUID(),
          municipality_code: caller.municipalityCode,
          kind,
          state: 'receiving',
          opening,
          reverses: null,
          hidden: 0,
          maker_user_id: caller.userId,
          maker_staff_id: caller.staffId,
          maker_name: caller.name,
          editor: JSON.stringify(actor(caller, now)),
          opened_at: now.toISOString(),
          expires_at: expiry(now),
        }),
      );
    };
  }

  async sendChunk({
    caller,
    path,
    bytes,
    header,
    now,
  }: Asked<'batches.sendChunk'>): Promise<() => undefined> {
    const { chunks } = this.#parts;
    const receiving = (): BatchRow => {
      const batch = this.#ownIn(caller, path.batchId, now, 'receiving', 'ready');
      if (path.chunk >= openingOf(batch).chunkCount) throw new Refusal('request-invalid');
      return batch;
    };
    const { kind } = receiving();
    checkDigest(header('content-digest'), bytes);
    const lines = linesOf(kind, await decodeChunk(header('content-encoding'), bytes));
    return () => {
      const batch = receiving();
      if (!chunks.put(batch, path.chunk, lines)) throw new Refusal('chunk-changed');
      this.#edited(batch, caller, now);
      return undefined;
    };
  }

  async sendEdits({
    caller,
    path,
    bytes,
    header,
    now,
  }: Asked<'batches.sendEdits'>): Promise<() => undefined> {
    const { edits } = this.#parts;
    const receiving = (): BatchRow => {
      const batch = this.#ownIn(caller, path.batchId, now, 'receiving', 'ready');
      const { editedRowCount } = openingOf(batch);
      if (editedRowCount === 0) throw new Refusal('request-invalid');
      return batch;
    };
    receiving();
    checkDigest(header('content-digest'), bytes);
    const lines = editLinesOf(await decodeChunk(header('content-encoding'), bytes));
    return () => {
      const batch = receiving();
      const put = edits.put(batch, path.chunk, lines);
      // Once everything is there, nothing else can come.
      if (put === 'other' || (put === 'kept' && batch.state === 'ready')) throw new Refusal('chunk-changed');
      this.#edited(batch, caller, now);
      return undefined;
    };
  }

  /** SECURITY: P6 — what the applicant edited is for those who judge it, and for the applicant. */
  edits({ caller, path, query, now }: Asked<'batches.edits'>): VrsAnswer<'batches.edits'> {
    const batch = this.find(caller, path.batchId, now);
    const mayJudge = caller.role === 'supervisor' || caller.role === 'administrator';
    if (!mayJudge && batch.maker_staff_id !== caller.staffId) throw new Refusal('role-not-allowed');
    return this.#parts.edits.page(batch, query);
  }

  async computeDifference({ caller, path, now }: Asked<'batches.computeDifference'>): Promise<Effect> {
    const { batches, chunks, differences } = this.#parts;
    const computable = (): BatchRow => {
      const batch = this.#in(caller, path.batchId, now, 'receiving', 'ready', 'submitted', 're-review');
      const isBeingMade = batch.state === 'receiving' || batch.state === 'ready';
      if (isBeingMade && batch.maker_user_id !== caller.userId) throw new Refusal('role-not-allowed');
      return batch;
    };
    const batch = computable();
    const { chunkCount, rowCount } = openingOf(batch);
    const totals = chunks.totals(batch);
    if (totals.chunks !== chunkCount || totals.rows !== rowCount) throw new Refusal('batch-incomplete');
    if (batch.state === 'receiving' && !this.#parts.edits.isComplete(batch))
      throw new Refusal('batch-incomplete');
    const rows = batch.state === 're-review' ? 'waiting' : 'all';
    const computed = await differences.compute(batch, { rows, stale: 'kept' });
    // An edit of a row that was not sent would be shown to nobody.
    if (computed.edited !== openingOf(batch).editedRowCount) throw new Refusal('batch-incomplete');
    return () => {
      const then = computable();
      // Somebody else's newer one stands already: it is as good.
      if (then.state !== batch.state && then.state !== 'ready') {
        throw new Refusal('batch-state', { current: then.state });
      }
      if (then.generation < computed.generation) {
        const state: BatchState = then.state === 'receiving' ? 'ready' : then.state;
        batches.set(then, { state, ...installed(computed) });
        setImmediate(() => void differences.dropOlder(then.number));
      }
      return this.#after(then);
    };
  }

  submit({ caller, path, body, now }: Asked<'batches.submit'>): Effect {
    return () => {
      const { batches } = this.#parts;
      const batch = this.#ownIn(caller, path.batchId, now, 'ready');
      const { acknowledgedCount } = openingOf(batch);
      if (acknowledgedCount > 0 && body.acknowledgementReason.trim() === '') {
        throw new Refusal('request-invalid');
      }
      checkFingerprints(batch, body);
      batches.set(batch, {
        state: 'submitted',
        comment: body.comment,
        acknowledgement_reason: body.acknowledgementReason,
        submitted_at: now.toISOString(),
        submitter_staff_id: caller.staffId,
        expires_at: expiry(now),
      });
      return this.#after(batch);
    };
  }

  approve({ caller, path, body, now }: Asked<'batches.approve'>): Effect {
    return () => {
      const { batches, proofs, applying } = this.#parts;
      const batch = this.#toJudge(caller, path.batchId, now);
      checkFingerprints(batch, body);
      const { batchId } = path;
      proofs.use(body.proof, { userId: caller.userId, action: 'batch.approve', about: batchId }, now);
      const checker = JSON.stringify(actor(caller, now));
      batches.set(batch, { state: 'applying', checker, approved_at: now.toISOString() });
      applying.wake();
      return this.#after(batch);
    };
  }

  return({ caller, path, body, now }: Asked<'batches.return'>): Effect {
    return () => {
      const batch = this.#toJudge(caller, path.batchId, now);
      const checker = JSON.stringify(actor(caller, now));
      this.#parts.batches.set(batch, { state: 'returned', checker, return_reason: body.reason });
      this.#parts.applying.wake();
      return this.#after(batch);
    };
  }

  withdraw({ caller, path, now }: Asked<'batches.withdraw'>): Effect {
    return () => {
      const batch = this.#ownIn(caller, path.batchId, now, 'receiving', 'ready', 'submitted', 're-review');
      this.#parts.batches.set(batch, { state: 'withdrawn' });
      this.#parts.applying.wake();
      return this.#after(batch);
    };
  }

  /** A submission that the caller may approve or return: another person's, and not too old. */
  #toJudge(caller: Caller, batchId: string, now: Date): BatchRow {
    const batch = this.find(caller, batchId, now);
    if (batch.state === 'expired') throw new Refusal('batch-expired');
    const isOpen = batch.state === 'submitted' || batch.state === 're-review';
    if (!isOpen) throw new Refusal('batch-state', { current: batch.state });
    if (this.#makers(batch).includes(caller.staffId)) throw new Refusal('own-batch');
    return batch;
  }

  /**
   * Everybody who had a hand in it, by person and not by account: whoever opened it, sent rows or edits last, submitted it, and whoever
   * has the maker's account by now. The second account of any of them is that person.
   */
  #makers(batch: BatchRow): readonly (string | undefined)[] {
    const editor = batch.editor === null ? undefined : BatchActor.parse(JSON.parse(batch.editor)).personId;
    const accountNow = this.#parts.personOf(batch.maker_user_id);
    return [batch.maker_staff_id, editor, batch.submitter_staff_id ?? undefined, accountNow];
  }

  #edited(batch: BatchRow, caller: Caller, now: Date): void {
    this.#parts.batches.set(batch, { editor: JSON.stringify(actor(caller, now)) }, 'same-version');
  }

  find(caller: Caller, batchId: string, now: Date): BatchRow {
    this.#parts.batches.expireDue(now);
    return this.#parts.batches.get(caller.municipalityCode, batchId);
  }

  #in(caller: Caller, batchId: string, now: Date, ...states: readonly BatchState[]): BatchRow {
    const batch = this.find(caller, batchId, now);
    if (!states.includes(batch.state)) throw new Refusal('batch-state', { current: batch.state });
    return batch;
  }

  /** As `#in`, and only for the account that made it. */
  #ownIn(caller: Caller, batchId: string, now: Date, ...states: readonly BatchState[]): BatchRow {
    const batch = this.find(caller, batchId, now);
    if (batch.maker_user_id !== caller.userId) throw new Refusal('role-not-allowed');
    if (!states.includes(batch.state)) throw new Refusal('batch-state', { current: batch.state });
    return batch;
  }

  #after(batch: BatchRow): Batch {
    const { batches } = this.#parts;
    return batches.toBatch(batches.byNumber(batch.number));
  }
}

export function expiry(now: Date): string {
  return new Date(now.getTime() + EXPIRY).toISOString();
}

/** As `BatchActor` has it. */
export function actor(caller: Caller, now: Date): Record<'userId' | 'personId' | 'name' | 'at', string> {
  return { userId: caller.userId, personId: caller.staffId, name: caller.name, at: timestampOf(now) };
}

/** Both as the person saw them: the rows, and what they would do. */
function checkFingerprints(
  batch: BatchRow,
  seen: { readonly fingerprint: string; readonly differenceFingerprint: string },
): void {
  if (batch.fingerprint !== seen.fingerprint) throw new Refusal('fingerprint-mismatch');
  if (batch.difference_fingerprint !== seen.differenceFingerprint) throw new Refusal('difference-changed');
}
