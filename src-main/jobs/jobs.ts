import { randomUUID } from 'node:crypto';

import {
  type Job,
  JobId,
  type jobOperations,
  type JobStep,
  type RuleSoFar,
} from '../../src-shared/contract/jobs.ts';
import { failed, ok, type Outcome, type Problem } from '../../src-shared/contract/problem.ts';
import type { Clock } from '../../src-shared/domain/clock.ts';
import type { UserId } from '../../src-shared/domain/identifiers.ts';
import type { Events } from '../gateway/events.ts';
import type { HandlersOf } from '../gateway/handler.ts';
import { type Incident, incidentOf } from '../gateway/incident.ts';

/** What running work gets: when to stop, and where to say how far it is. */
export interface JobHandle {
  readonly signal: AbortSignal;
  /** Speed and time left are those of the step. */
  readonly progress: (done: number, total: number, step?: JobStep) => void;
  /** What a check has found until now: goes out with the next progress, the first of it at once. */
  readonly found?: (rules: readonly RuleSoFar[]) => void;
}

/** All that a part of the work needs. */
export type Telling = Pick<JobHandle, 'signal' | 'progress'>;

export interface JobRequest {
  readonly kind: Job['kind'];
  /** What it works on, an id; two jobs of one kind on one subject never run together. */
  readonly subject: string;
  readonly owner: UserId;
  readonly work: (handle: JobHandle) => Promise<Outcome<unknown>>;
}

interface Running {
  job: Job;
  readonly owner: UserId;
  readonly abort: AbortController;
  /** When the step began that it is at. */
  startedAt: number;
  reportedAt: number;
}

/** Progress goes out at most ten times a second. */
const REPORT_EVERY = 100;
const KEEP_ENDED = 20;

/** Long work: it has an id, tells how far it is, can be cancelled, and goes on when the window crashes. */
export class Jobs {
  readonly #clock: Clock;
  readonly #events: Events;
  readonly #reportIncident: (incident: Incident) => void;
  readonly #running = new Map<JobId, Running>();

  constructor(clock: Clock, events: Events, reportIncident: (incident: Incident) => void) {
    this.#clock = clock;
    this.#events = events;
    this.#reportIncident = reportIncident;
  }

  /** Begins the work and gives its job at once. `job-running` where the same work on the same thing is under way. */
  start(request: JobRequest): Outcome<Job> {
    for (const { job } of this.#running.values()) {
      if (job.state === 'running' && job.kind === request.kind && job.subject === request.subject)
        return failed('job-running');
    }
    const jobId = JobId.parse(randomUUID());
    const running: Running = {
      job: {
        jobId,
        kind: request.kind,
        subject: request.subject,
        step: null,
        state: 'running',
        done: 0,
        total: 0,
        perSecond: 0,
        secondsLeft: null,
        problem: null,
        found: null,
      },
      owner: request.owner,
      abort: new AbortController(),
      startedAt: this.#clock.now().getTime(),
      reportedAt: 0,
    };
    this.#running.set(jobId, running);
    this.#forgetOld();
    void this.#run(running, request.work);
    return ok(running.job);
  }

  /** Jobs of that person, newest last. */
  list(owner: UserId): readonly Job[] {
    return [...this.#running.values()].filter((each) => each.owner === owner).map((each) => each.job);
  }

  cancel(jobId: JobId, owner: UserId): Outcome<Job> {
    const running = this.#running.get(jobId);
    if (!running || running.owner !== owner) return failed('not-found');
    running.abort.abort();
    return ok(running.job);
  }

  anyRunning(): boolean {
    return [...this.#running.values()].some((each) => each.job.state === 'running');
  }

  /** Ends everything, for instance before the app quits. */
  cancelAll(): void {
    for (const running of this.#running.values()) running.abort.abort();
  }

  async #run(running: Running, work: JobRequest['work']): Promise<void> {
    const handle: JobHandle = {
      signal: running.abort.signal,
      progress: (done, total, step) => this.#progress(running, done, total, step),
      found: (rules) => this.#found(running, rules),
    };
    const outcome = await work(handle).catch((thrown: unknown): Outcome<unknown> => {
      const incident = incidentOf(`job ${running.job.kind}`, thrown);
      this.#reportIncident(incident);
      return failed('unexpected', { incident: incident.number });
    });
    const cancelled = running.abort.signal.aborted;
    const problem: Problem | null = outcome.ok || cancelled ? null : outcome.problem;
    const state = cancelled && !outcome.ok ? 'cancelled' : outcome.ok ? 'done' : 'failed';
    running.job = { ...running.job, state, problem, secondsLeft: null, found: null };
    this.#events.emit({ type: 'job', job: running.job });
  }

  #progress(running: Running, done: number, total: number, step: JobStep | undefined): void {
    const now = this.#clock.now().getTime();
    if (step !== undefined && step !== running.job.step) {
      running.startedAt = now;
      running.reportedAt = 0;
    }
    const seconds = Math.max(0.001, (now - running.startedAt) / 1000);
    const perSecond = done / seconds;
    const secondsLeft = perSecond > 0 && total > 0 ? Math.ceil((total - done) / perSecond) : null;
    running.job = { ...running.job, step: step ?? running.job.step, done, total, perSecond, secondsLeft };
    if (now - running.reportedAt < REPORT_EVERY) return;
    running.reportedAt = now;
    this.#events.emit({ type: 'job', job: running.job });
  }

  #found(running: Running, rules: readonly RuleSoFar[]): void {
    const isFirst = running.job.found === null;
    running.job = { ...running.job, found: [...rules] };
    if (isFirst) this.#events.emit({ type: 'job', job: running.job });
  }

  #forgetOld(): void {
    const ended = [...this.#running.values()].filter((each) => each.job.state !== 'running');
    for (const each of ended.slice(0, Math.max(0, ended.length - KEEP_ENDED)))
      this.#running.delete(each.job.jobId);
  }
}

export function jobHandlers(jobs: Jobs): HandlersOf<typeof jobOperations> {
  return {
    'jobs.list': (_, caller) => Promise.resolve(ok({ jobs: [...jobs.list(caller.userId)] })),
    'jobs.cancel': ({ jobId }, caller) => {
      const cancelled = jobs.cancel(jobId, caller.userId);
      return Promise.resolve(cancelled.ok ? ok({ result: cancelled.value, subjects: [] }) : cancelled);
    },
  };
}
