import { useEffect, useRef } from 'react';

import type { BatchCaution, ChangeOverview } from '../../../src-shared/contract/approvals.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import type { OutputOf } from '../../../src-shared/contract/operations.ts';
import type { Problem } from '../../../src-shared/contract/problem.ts';
import { useAct, useAnswer } from '../../app/calls.ts';
import { useShowsJob } from '../../app/shown-jobs.tsx';
import { useJobs, useTell } from '../../app/workstation.tsx';

export interface Review {
  /** Undefined until the difference has been read to its end. */
  readonly overview: ChangeOverview | undefined;
  readonly cautions: readonly BatchCaution[];
  readonly job: Job | undefined;
  readonly problem: Problem | undefined;
  readonly readAgain: () => void;
}

/**
 * Has the difference of an opened application made anew and reads it to its end as soon as it is on the screen. Only then can it be
 * approved. `onChanged`: it is not the one on the screen any more.
 */
export function useReview(
  { batch, differenceFingerprint }: OutputOf<'approvals.open'>,
  onChanged: () => void,
): Review {
  const { batchId } = batch;
  const tell = useTell();
  const read = useAnswer('approvals.overview', { batchId, differenceFingerprint });
  const start = useAct('approvals.review');
  const { run } = start;
  const last = useJobs().findLast((job) => job.kind === 'review-batch' && job.subject === batchId);
  useShowsJob(last?.jobId);

  const { askAgain } = read;
  const isMissing = read.value !== undefined && read.value.overview === null;
  const begun = useRef('');
  useEffect(() => {
    if (!isMissing || begun.current === differenceFingerprint) return;
    begun.current = differenceFingerprint;
    void run({ batchId });
  }, [isMissing, batchId, differenceFingerprint, run]);

  const doneJob = last?.state === 'done' ? last.jobId : undefined;
  const seen = useRef(0);
  const awaited = useRef(false);
  useEffect(() => {
    if (doneJob === undefined) return;
    tell({ type: 'job-forgotten', jobId: doneJob });
    awaited.current = true;
    askAgain();
  }, [doneJob, askAgain, tell]);

  // What stands had changed since: another difference was read than the one on the screen.
  const { arrival } = read;
  useEffect(() => {
    const isNew = arrival > seen.current;
    seen.current = arrival;
    if (!isNew || !awaited.current) return;
    awaited.current = false;
    if (isMissing) onChanged();
  }, [arrival, isMissing, onChanged]);

  const isRunning = last?.state === 'running';
  const stopped = last?.state === 'failed' || last?.state === 'cancelled' ? last : undefined;
  const refused = start.problem?.code === 'job-running' ? undefined : start.problem;
  return {
    overview: read.value?.overview ?? undefined,
    cautions: read.value?.cautions ?? [],
    job: isRunning ? last : undefined,
    problem: isRunning ? undefined : (read.problem ?? refused ?? stopped?.problem ?? undefined),
    readAgain: () => {
      if (stopped) tell({ type: 'job-forgotten', jobId: stopped.jobId });
      void run({ batchId });
    },
  };
}
