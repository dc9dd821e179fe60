import type { z } from 'zod';

import { BatchId, IsoTimestamp, Sha256 } from '../../src-shared/domain/identifiers.ts';
import {
  type Batch,
  BatchActor,
  type BatchKind,
  BatchOpening,
  type BatchState,
  DifferenceCounts,
} from '../../src-shared/vrs-api/batches.ts';
import { Refusal } from '../server/refusal.ts';
import type { Storage } from '../storage/database.ts';

/** A batch as it stands in the file. */
export interface BatchRow {
  readonly number: number;
  readonly batch_id: string;
  readonly municipality_code: string;
  readonly kind: BatchKind;
  readonly state: BatchState;
  readonly opening: string;
  readonly reverses: string | null;
  readonly hidden: number;
  readonly maker_user_id: string;
  readonly maker_staff_id: string;
  readonly maker_name: string;
  readonly opened_at: string;
  readonly checker: string | null;
  readonly editor: string | null;
  readonly submitter_staff_id: string | null;
  readonly comment: string;
  readonly acknowledgement_reason: string;
  readonly return_reason: string;
  readonly submitted_at: string | null;
  readonly expires_at: string;
  readonly fingerprint: string | null;
  readonly difference_fingerprint: string | null;
  readonly generation: number;
  readonly counts: string | null;
  readonly settled_counts: string | null;
  readonly applied_count: number;
  readonly apply_position: number;
  readonly verified: number;
  readonly approved_at: string | null;
  readonly applied_at: string | null;
  readonly numbers_forgotten: number;
  readonly version: number;
}

export const Opening = BatchOpening.omit({ kind: true });
export type Opening = z.infer<typeof Opening>;

/** What was said of the batch when it was opened. */
export function openingOf({ opening }: Pick<BatchRow, 'opening'>): Opening {
  return Opening.parse(JSON.parse(opening));
}

export type NewBatch = Pick<
  BatchRow,
  | 'batch_id'
  | 'municipality_code'
  | 'kind'
  | 'state'
  | 'reverses'
  | 'hidden'
  | 'maker_user_id'
  | 'maker_staff_id'
  | 'maker_name'
  | 'editor'
  | 'opened_at'
  | 'expires_at'
> & { readonly opening: Opening };

/** Nothing happens to a batch in these any more. */
const ENDED = `('applied', 'returned', 'withdrawn', 'expired')`;
/** States in which somebody still has to do something; left alone they end at `expires_at`. */
const EXPIRING = `('receiving', 'ready', 'submitted', 're-review')`;
const DEFAULT_LIMIT = 50;

export class BatchStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Of that municipality only. Throws `not-found` for any other. */
  get(municipalityCode: string, batchId: string): BatchRow {
    const row = this.#storage
      .sql<[string, string], BatchRow>(
        'SELECT * FROM batch WHERE batch_id = ? AND municipality_code = ? AND hidden = 0',
      )
      .get(batchId, municipalityCode);
    if (!row) throw new Refusal('not-found');
    return row;
  }

  byNumber(number: number): BatchRow {
    const row = this.#storage.sql<[number], BatchRow>('SELECT * FROM batch WHERE number = ?').get(number);
    if (!row) throw new Error('a batch that was there is gone');
    return row;
  }

  /** The one that was approved first and is not done. */
  nextToApply(except: ReadonlySet<number>): BatchRow | undefined {
    return this.#storage
      .sql<[], BatchRow>(`SELECT * FROM batch WHERE state = 'applying' ORDER BY approved_at, number`)
      .all()
      .find(({ number }) => !except.has(number));
  }

  /** Batches of 接種対象者 that have ended and still hold the 個人番号 of their rows. */
  endedWithNumbers(): readonly BatchRow[] {
    return this.#storage
      .sql<[], BatchRow>(
        `SELECT * FROM batch WHERE kind = 'subjects' AND numbers_forgotten = 0 AND state IN ${ENDED}`,
      )
      .all();
  }

  /** At start: reversals whose rows were still being written when the process ended. */
  forgetHidden(): void {
    this.#storage.write(() => {
      for (const table of ['chunk', 'edit_chunk', 'batch_row']) {
        this.#storage.database.exec(
          `DELETE FROM ${table} WHERE batch_number IN (SELECT number FROM batch WHERE hidden = 1)`,
        );
      }
      this.#storage.database.exec('DELETE FROM batch WHERE hidden = 1');
    });
  }

  /** Those that somebody may still change. */
  open(): readonly BatchRow[] {
    return this.#storage.sql<[], BatchRow>(`SELECT * FROM batch WHERE state NOT IN ${ENDED}`).all();
  }

  /** The reversal of that batch, if there is one that has not come to nothing. */
  reversalOf(batchId: string): BatchRow | undefined {
    return this.#storage
      .sql<[string], BatchRow>(
        `SELECT * FROM batch WHERE reverses = ? AND hidden = 0 AND NOT (state IN ('returned', 'withdrawn', 'expired') AND applied_count = 0)`,
      )
      .get(batchId);
  }

  add(batch: NewBatch): BatchRow {
    const { lastInsertRowid } = this.#storage
      .sql<[object]>(
        `INSERT INTO batch (batch_id, municipality_code, kind, state, opening, reverses, hidden, maker_user_id, maker_staff_id, maker_name,
           editor, opened_at, expires_at)
           VALUES (@batch_id, @municipality_code, @kind, @state, @opening, @reverses, @hidden, @maker_user_id, @maker_staff_id, @maker_name,
             @editor, @opened_at, @expires_at)`,
      )
      .run({ ...batch, opening: JSON.stringify(batch.opening) });
    return this.byNumber(Number(lastInsertRowid));
  }

  /** The next state. Progress of applying is the only change that is not a new version. */
  set(
    batch: BatchRow,
    changes: Partial<BatchRow>,
    version: 'new-version' | 'same-version' = 'new-version',
  ): void {
    const columns = Object.keys(changes).map((column) => `${column} = @${column}`);
    if (version === 'new-version') columns.push('version = version + 1');
    this.#storage
      .sql<[object]>(`UPDATE batch SET ${columns.join(', ')} WHERE number = @number`)
      .run({ ...changes, number: batch.number });
  }

  /** Ends what nobody looked at in time. Every call about batches does this first, so no clock has to tick for it. */
  expireDue(now: Date): void {
    this.#storage
      .sql<[string]>(
        `UPDATE batch SET state = 'expired', version = version + 1 WHERE state IN ${EXPIRING} AND expires_at <= ?`,
      )
      .run(now.toISOString());
  }

  list(
    municipalityCode: string,
    asked: {
      state?: BatchState | undefined;
      fileSha256?: string | undefined;
      cursor?: string | undefined;
      limit?: number | undefined;
    },
  ): { batches: Batch[]; cursor: string | null } {
    const limit = asked.limit ?? DEFAULT_LIMIT;
    const rows = this.#storage
      .sql<[object], BatchRow>(
        `SELECT * FROM batch WHERE municipality_code = @municipalityCode AND hidden = 0 AND number < @before
           AND (@state = '' OR state = @state)
           AND (@fileSha256 = '' OR json_extract(opening, '$.fileSha256') = @fileSha256) ORDER BY number DESC LIMIT @limit`,
      )
      .all({
        municipalityCode,
        before: asked.cursor === undefined ? Number.MAX_SAFE_INTEGER : readCursor(asked.cursor),
        state: asked.state ?? '',
        fileSha256: asked.fileSha256 ?? '',
        limit: limit + 1,
      });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      batches: shown.map((row) => this.toBatch(row)),
      cursor: rows.length > limit && last ? `batches-${last.number}` : null,
    };
  }

  toBatch(row: BatchRow): Batch {
    const opening = openingOf(row);
    return {
      ...opening,
      kind: row.kind,
      batchId: BatchId.parse(row.batch_id),
      state: row.state,
      maker: BatchActor.parse({
        userId: row.maker_user_id,
        personId: row.maker_staff_id,
        name: row.maker_name,
        at: row.opened_at,
      }),
      checker: actorOf(row.checker),
      lastEditor: actorOf(row.editor),
      comment: row.comment,
      acknowledgementReason: row.acknowledgement_reason,
      returnReason: row.return_reason,
      submittedAt: row.submitted_at === null ? null : IsoTimestamp.parse(row.submitted_at),
      expiresAt: IsoTimestamp.parse(row.expires_at),
      receivedChunks: this.#chunksOf(row.number),
      fingerprint: row.fingerprint === null ? null : Sha256.parse(row.fingerprint),
      differenceFingerprint:
        row.difference_fingerprint === null ? null : Sha256.parse(row.difference_fingerprint),
      counts: countsOf(row),
      appliedCount: row.applied_count,
      usualRowCount: this.#usualRowCount(row),
      reverses: row.reverses === null ? null : BatchId.parse(row.reverses),
      reversal: this.#reversalReference(row.batch_id),
      appliedAt: row.applied_at === null ? null : IsoTimestamp.parse(row.applied_at),
      version: row.version,
    };
  }

  /** The reversal that counts, else the newest of those that came to nothing. */
  #reversalReference(batchId: string): Batch['reversal'] {
    const reversal =
      this.reversalOf(batchId) ??
      this.#storage
        .sql<[string], BatchRow>(
          'SELECT * FROM batch WHERE reverses = ? AND hidden = 0 ORDER BY number DESC LIMIT 1',
        )
        .get(batchId);
    return reversal ? { batchId: BatchId.parse(reversal.batch_id), state: reversal.state } : null;
  }

  #chunksOf(number: number): number[] {
    return this.#storage
      .sql<[number], { chunk: number }>('SELECT chunk FROM chunk WHERE batch_number = ? ORDER BY chunk')
      .all(number)
      .map(({ chunk }) => chunk);
  }

  /** Median of the last ten that were applied before this one; null before the first. */
  #usualRowCount({ municipality_code, kind, number }: BatchRow): number | null {
    const counts = this.#storage
      .sql<[string, string, number], { rows: number }>(
        `SELECT json_extract(opening, '$.rowCount') AS rows FROM batch
           WHERE municipality_code = ? AND kind = ? AND state = 'applied' AND number < ? ORDER BY applied_at DESC LIMIT 10`,
      )
      .all(municipality_code, kind, number)
      .map(({ rows }) => rows)
      .toSorted((one, other) => one - other);
    const middle = counts[Math.floor(counts.length / 2)];
    if (middle === undefined) return null;
    return counts.length % 2 === 1
      ? middle
      : Math.round((middle + (counts[counts.length / 2 - 1] ?? middle)) / 2);
  }
}

function actorOf(json: string | null): BatchActor | null {
  return json === null ? null : BatchActor.parse(JSON.parse(json));
}

export const noCounts: DifferenceCounts = {
  new: 0,
  changed: 0,
  unchanged: 0,
  conflicting: 0,
  locked: 0,
  stale: 0,
};

/** While there are rows to look at, of those; once the batch is applied, of all its rows. */
export function countsOf(row: BatchRow): DifferenceCounts | null {
  if (row.counts === null) return null;
  const counts = DifferenceCounts.parse(JSON.parse(row.counts));
  if (row.state !== 'applied' || row.settled_counts === null) return counts;
  return addCounts(counts, DifferenceCounts.parse(JSON.parse(row.settled_counts)));
}

export function addCounts(one: DifferenceCounts, other: DifferenceCounts): DifferenceCounts {
  return {
    new: one.new + other.new,
    changed: one.changed + other.changed,
    unchanged: one.unchanged + other.unchanged,
    conflicting: one.conflicting + other.conflicting,
    locked: one.locked + other.locked,
    stale: one.stale + other.stale,
  };
}

function readCursor(cursor: string): number {
  const [, number] = /^batches-([0-9]{1,15})$/.exec(cursor) ?? [];
  if (number === undefined) throw new Refusal('request-invalid');
  return Number(number);
}
