import { useEffect, useRef } from 'react';

import type { Draft, DraftId } from '../../../src-shared/contract/batches.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import type { OutputOf } from '../../../src-shared/contract/operations.ts';
import { type Answer, useAnswer } from '../../app/calls.ts';
import { useShowsJob } from '../../app/shown-jobs.tsx';
import { useJobs, useTell } from '../../app/workstation.tsx';

/** How often the list is looked at while something is under way elsewhere, in milliseconds. It is not recorded in the log. */
const LOOK_EVERY = 5_000;

/** Own drafts; looked at again by itself while one of them waits for others or is being applied. */
export function useDrafts(): Answer<OutputOf<'batches.list'>> {
  return useAnswer('batches.list', {}, { lookEvery: LOOK_EVERY, isFresh: true });
}

export interface OpenDraft extends Answer<Draft> {
  /** Running work on it. */
  readonly job: Job | undefined;
  /** How the last work on it ended, where it did not end well. */
  readonly stopped: Job | undefined;
}

/** One draft, read again whenever its work ends or its batch moves on. */
export function useDraft(draftId: DraftId): OpenDraft {
  const draft = useAnswer('batches.read', { draftId });
  const last = useJobs().findLast((job) => job.subject === draftId);
  const summary = useDrafts().value?.drafts.find((each) => each.draftId === draftId);
  useShowsJob(last?.jobId);

  const { askAgain, value } = draft;
  // Work that has ended, and every step of the batch at VRS, makes what is on the screen old.
  const signs = [
    last && last.state !== 'running' ? `${last.jobId} ${last.state}` : '',
    summary && value && summary.stage !== value.stage ? summary.stage : '',
    summary?.batch && summary.batch.version !== value?.batch?.version ? `${summary.batch.version}` : '',
  ].join('/');
  const seen = useRef(signs);
  useEffect(() => {
    if (signs !== seen.current && signs !== '//') askAgain();
    seen.current = signs;
  }, [signs, askAgain]);

  // What ended well needs no words: its result is on the screen.
  const tell = useTell();
  const done = last?.state === 'done' ? last.jobId : undefined;
  useEffect(() => {
    if (done !== undefined) tell({ type: 'job-forgotten', jobId: done });
  }, [done, tell]);

  const isRunning = last?.state === 'running';
  return {
    ...draft,
    job: isRunning ? last : undefined,
    stopped: last && !isRunning && last.state !== 'done' ? last : undefined,
  };
}
