import { hash, randomUUID } from 'node:crypto';
import { setImmediate as letOthersRun } from 'node:timers/promises';

import { type Batch, batchColumns, MAX_ROWS_PER_CHUNK } from '../../src-shared/vrs-api/batches.ts';
import { Sha256 } from '../../src-shared/domain/identifiers.ts';
import type { Asked } from '../server/handler.ts';
import { Refusal } from '../server/refusal.ts';
import { installed } from './applying.ts';
import { type BatchRow, openingOf } from './batch-store.ts';
import type { DifferenceParts, DifferenceComputer } from './difference.ts';
import { actor, expiry } from './lifecycle.ts';

export interface ReversalParts extends DifferenceParts {
  readonly differences: DifferenceComputer;
}

/** The rows of a reversal are VRS's own; their columns are all the layout there is. */
const reversalLayoutDigest = Sha256.parse(hash('sha256', JSON.stringify(batchColumns.reversal)));

/** Days after which an applied batch is what stands, and is corrected like anything else. */
const REVERSIBLE = 30 * 86_400_000;

interface AppliedRow {
  readonly position: number;
  readonly line: number;
  readonly target: string;
}

/**
 * Makes the undoing of an applied batch: a batch of its own, submitted at once with the reason as its comment, whose rows name every
 * record or person that the batch changed. Nothing is undone before another person approves it.
 */
export async function reverseBatch(
  parts: ReversalParts,
  { caller, path, body, now }: Asked<'batches.reverse'>,
): Promise<() => Batch> {
  const { storage, batches, differences } = parts;
  const reversible = (): BatchRow => {
    const batch = batches.get(caller.municipalityCode, path.batchId);
    checkReversible(parts, batch, now);
    return batch;
  };
  const original = reversible();
  const { rulesVersion, fileName, fileSha256, fileEncoding, source } = openingOf(original);
  // Hidden until the effect is stored: a crash leaves nothing that anybody finds.
  const draft = storage.write(() =>
    batches.add({
      batch_id: randomUUID(),
      municipality_code: caller.municipalityCode,
      kind: 'reversal',
      state: 'receiving',
      hidden: 1,
      opening: {
        layoutId: 'reversal-1',
        layoutVersion: 1,
        layoutDigest: reversalLayoutDigest,
        rulesVersion,
        fileName,
        fileSha256,
        fileEncoding,
        source,
        rowCount: original.applied_count,
        chunkCount: Math.ceil(original.applied_count / MAX_ROWS_PER_CHUNK),
        leftOutCount: 0,
        acknowledgedCount: 0,
        editedRowCount: 0,
        editsSha256: null,
        atomicity: 'row',
      },
      reverses: path.batchId,
      maker_user_id: caller.userId,
      maker_staff_id: caller.staffId,
      maker_name: caller.name,
      editor: JSON.stringify(actor(caller, now)),
      opened_at: now.toISOString(),
      expires_at: expiry(now),
    }),
  );
  await writeRows(parts, original, draft);
  const computed = await differences.compute(draft, { rows: 'all', stale: 'kept' });
  return () => {
    reversible();
    const submitted_at = now.toISOString();
    const submitted = {
      hidden: 0,
      state: 'submitted',
      comment: body.reason,
      submitted_at,
      submitter_staff_id: caller.staffId,
    } as const;
    batches.set(draft, { ...submitted, ...installed(computed) });
    return batches.toBatch(batches.byNumber(draft.number));
  };
}

async function writeRows(parts: ReversalParts, from: BatchRow, to: BatchRow): Promise<void> {
  const { storage, chunks } = parts;
  let rows = appliedAfter(parts, from, -1);
  for (let chunk = 0; rows.length > 0; chunk += 1) {
    const lines = rows.map((row) => reversalLine(parts, from, row));
    storage.write(() => chunks.put(to, chunk, lines));
    await letOthersRun();
    rows = appliedAfter(parts, from, rows.at(-1)?.position ?? Number.POSITIVE_INFINITY);
  }
}

function checkReversible({ batches }: ReversalParts, batch: BatchRow, now: Date): void {
  const isOver = ['applied', 'returned', 'withdrawn', 'expired'].includes(batch.state);
  // A batch that ended in re-review has rows in force, too. What undoes is not itself undone.
  if (!isOver || batch.applied_count === 0 || batch.kind === 'reversal') {
    throw new Refusal('batch-state', { current: batch.state });
  }
  if (batches.reversalOf(batch.batch_id)) throw new Refusal('batch-state', { current: 'reversed' });
  if (now.getTime() - Date.parse(batch.applied_at ?? batch.opened_at) > REVERSIBLE)
    throw new Refusal('reversal-too-late');
}

function appliedAfter({ storage }: ReversalParts, batch: BatchRow, position: number): readonly AppliedRow[] {
  return storage
    .sql<[number, number, number], AppliedRow>(
      `SELECT position, line, target FROM batch_result WHERE batch_number = ? AND position > ? AND result = 'applied'
         ORDER BY position LIMIT ?`,
    )
    .all(batch.number, position, MAX_ROWS_PER_CHUNK);
}

/** Records by their ID; people by their 宛名番号, which the row that changed them has. */
function reversalLine(
  { chunks }: ReversalParts,
  batch: BatchRow,
  { position, line, target }: AppliedRow,
): string {
  if (batch.kind === 'records') return JSON.stringify([line, target, '']);
  const cells: unknown = JSON.parse(chunks.line(batch, position));
  return JSON.stringify([line, '', Array.isArray(cells) ? cells[2] : '']);
}
