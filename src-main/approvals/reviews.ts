import type { ChangeOverview } from '../../src-shared/contract/approvals.ts';
import { batchStateNames } from '../../src-shared/contract/batches.ts';
import type { Job } from '../../src-shared/contract/jobs.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { BatchId, Sha256 } from '../../src-shared/domain/identifiers.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import { makeDifference } from '../batches/difference/make-difference.ts';
import { readDifference, type ReadingDifference } from '../batches/difference/read-difference.ts';
import type { JobHandle, Jobs } from '../jobs/jobs.ts';

export interface ReviewsParts extends ReadingDifference {
  readonly jobs: Jobs;
}

/** Overviews that are kept: an approver looks at one batch after another. */
const KEPT = 3;

/**
 * The differences that were read from the first row to the last at this terminal, by whoever is signed in. SECURITY: P6 — nothing is
 * approved here that was not: the fingerprint that VRS names must be that of the rows that it lists.
 */
export class Reviews {
  readonly #parts: ReviewsParts;
  readonly #read = new Map<BatchId, ChangeOverview>();

  constructor(parts: ReviewsParts) {
    this.#parts = parts;
  }

  start(user: SignedInUser, batchId: BatchId): Outcome<Job> {
    const work = (handle: JobHandle): Promise<Outcome<unknown>> => this.#review(batchId, handle);
    return this.#parts.jobs.start({ kind: 'review-batch', subject: batchId, owner: user.userId, work });
  }

  /** Undefined where that very difference has not been read to its end. */
  overview(batchId: BatchId, differenceFingerprint: Sha256): ChangeOverview | undefined {
    const overview = this.#read.get(batchId);
    return overview?.differenceFingerprint === differenceFingerprint ? overview : undefined;
  }

  /** At the end of a session: the examples are residents' data. */
  forget(): void {
    this.#read.clear();
  }

  async #review(batchId: BatchId, handle: JobHandle): Promise<Outcome<unknown>> {
    const batch = await this.#parts.vrs.call(
      'batches.read',
      { path: { batchId } },
      { signal: handle.signal },
    );
    if (!batch.ok) return batch;
    const { state } = batch.value;
    if (state !== 'submitted' && state !== 're-review')
      return failed('batch-state', { state: batchStateNames[state] });
    // What the approver sees must be what stands now, not what stood when it was sent.
    const made = await makeDifference(this.#parts.vrs, batch.value, handle);
    if (!made.ok) return made;
    const read = await readDifference(this.#parts, made.value, handle);
    if (!read.ok) return read;
    if (handle.signal.aborted) return failed('job-cancelled');
    this.#read.delete(batchId);
    this.#read.set(batchId, read.value.overview);
    for (const oldest of this.#read.keys()) {
      if (this.#read.size <= KEPT) break;
      this.#read.delete(oldest);
    }
    return ok(undefined);
  }
}
