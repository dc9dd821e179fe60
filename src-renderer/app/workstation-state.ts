import type { WorkstationEvent } from '../../src-shared/contract/bridge.ts';
import type { Job, JobId } from '../../src-shared/contract/jobs.ts';
import type { Problem } from '../../src-shared/contract/problem.ts';
import type { SessionView, WorkstationView } from '../../src-shared/contract/session.ts';

/** What the frame knows. No resident is in it: it outlives the lock. */
export interface WorkstationState {
  /** Undefined until the main process has answered for the first time. */
  readonly view: WorkstationView | undefined;
  readonly startProblem: Problem | undefined;
  readonly jobs: readonly Job[];
  /** Jobs that are known to have ended: an answer that was under way longer than its job says that it runs. */
  readonly endedJobs: ReadonlySet<JobId>;
  readonly approvalsWaiting: number;
}

export type WorkstationChange =
  | WorkstationEvent
  | { readonly type: 'view'; readonly view: WorkstationView }
  | { readonly type: 'start-problem'; readonly problem: Problem }
  | { readonly type: 'jobs'; readonly jobs: readonly Job[] }
  | { readonly type: 'job-forgotten'; readonly jobId: JobId };

export const initialState: WorkstationState = {
  view: undefined,
  startProblem: undefined,
  jobs: [],
  endedJobs: new Set(),
  approvalsWaiting: 0,
};

export function afterChange(state: WorkstationState, change: WorkstationChange): WorkstationState {
  switch (change.type) {
    case 'view':
      return afterSession({ ...state, view: change.view, startProblem: undefined }, change.view.session);
    case 'start-problem':
      return { ...state, startProblem: change.problem };
    case 'session':
      return afterSession(withView(state, { session: change.session }), change.session);
    case 'connection':
      return withView(state, { connection: change.connection });
    case 'cache':
      return withView(state, { cache: change.cache });
    case 'approvals-waiting':
      return { ...state, approvalsWaiting: change.count };
    case 'job':
      return afterJob(state, change.job);
    case 'jobs':
      return {
        ...state,
        jobs: change.jobs.filter((job) => job.state === 'running' && !state.endedJobs.has(job.jobId)),
      };
    case 'job-forgotten':
  }
  return { ...state, jobs: without(state.jobs, change.jobId) };
}

function withView(state: WorkstationState, change: Partial<WorkstationView>): WorkstationState {
  return state.view ? { ...state, view: { ...state.view, ...change } } : state;
}

/** Jobs and counts belong to whoever is signed in. */
function afterSession(state: WorkstationState, session: SessionView): WorkstationState {
  return session.state === 'signed-out'
    ? { ...state, jobs: [], endedJobs: new Set(), approvalsWaiting: 0 }
    : state;
}

function afterJob(state: WorkstationState, job: Job): WorkstationState {
  if (job.state === 'running' && state.endedJobs.has(job.jobId)) return state;
  return {
    ...state,
    jobs: [...state.jobs.filter((each) => !isReplaced(each, job)), job],
    endedJobs: job.state === 'running' ? state.endedJobs : new Set(state.endedJobs).add(job.jobId),
  };
}

/** A job's own last report, and what ended before it on the same thing. */
function isReplaced(job: Job, by: Job): boolean {
  return (
    job.jobId === by.jobId || (job.state !== 'running' && job.subject === by.subject && job.subject !== '')
  );
}

function without(jobs: readonly Job[], jobId: JobId): readonly Job[] {
  return jobs.filter((job) => job.jobId !== jobId);
}
