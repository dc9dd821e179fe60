import type { DraftId } from '../../src-shared/contract/batches.ts';
import type { Job, JobId } from '../../src-shared/contract/jobs.ts';
import { failed, type Outcome } from '../../src-shared/contract/problem.ts';
import type { UserId } from '../../src-shared/domain/identifiers.ts';
import type { JobHandle, Jobs } from '../jobs/jobs.ts';

interface Running {
  readonly owner: UserId;
  readonly settled: Promise<void>;
  jobId: JobId | undefined;
}

export interface WorkRequest {
  readonly kind: Job['kind'];
  readonly draftId: DraftId;
  readonly owner: UserId;
  readonly work: (handle: JobHandle) => Promise<Outcome<unknown>>;
}

/** The jobs that work on drafts: at most one for each draft, and all of them can be waited for. */
export class Works {
  readonly #jobs: Jobs;
  readonly #running = new Map<DraftId, Running>();
  #pausing = false;

  constructor(jobs: Jobs) {
    this.#jobs = jobs;
  }

  /** True while a session ends: what is cut off then goes on by itself at the next sign-in, unlike what the person stopped. */
  get pausing(): boolean {
    return this.#pausing;
  }

  isRunning(draftId: DraftId): boolean {
    return this.#running.has(draftId);
  }

  /** Problem `job-running` where the draft is being worked on. */
  start({ kind, draftId, owner, work }: WorkRequest): Outcome<Job> {
    if (this.#running.has(draftId)) return failed('job-running');
    const { promise: settled, resolve } = Promise.withResolvers<void>();
    const running: Running = { owner, settled, jobId: undefined };
    this.#running.set(draftId, running);
    const started = this.#jobs.start({
      kind,
      subject: draftId,
      owner,
      work: (handle) =>
        work(handle).finally(() => {
          this.#running.delete(draftId);
          resolve();
        }),
    });
    if (started.ok) running.jobId = started.value.jobId;
    else this.#running.delete(draftId);
    return started;
  }

  /** Ends the work on a draft and waits for its end. */
  async stop(draftId: DraftId): Promise<void> {
    const running = this.#running.get(draftId);
    if (!running) return;
    if (running.jobId !== undefined) this.#jobs.cancel(running.jobId, running.owner);
    await running.settled;
  }

  /** Ends all work, so that it can go on later. */
  async pause(): Promise<void> {
    this.#pausing = true;
    await Promise.all([...this.#running.keys()].map((draftId) => this.stop(draftId)));
    this.#pausing = false;
  }
}
