import { useCallback, useEffect } from 'react';

import type { Draft, DraftId, DraftSummary } from '../../../src-shared/contract/batches.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import type { OutputOf } from '../../../src-shared/contract/operations.ts';
import { type Answer, useAnswer } from '../../app/calls.ts';
import { useShowsJob } from '../../app/shown-jobs.tsx';
import { useJobs, useTell, useWorkstation } from '../../app/workstation.tsx';

/** How often the list is looked at while something is on its way, in milliseconds. It is not recorded in the log. */
const LOOK_EVERY = 5_000;

const moving: ReadonlySet<Draft['stage']> = new Set(['checking', 'sending', 'submitted']);

/** Own drafts; looked at again by itself while one of them is worked on, waits for an approval or is being applied. */
export function useDrafts(): Answer<OutputOf<'batches.list'>> {
  const { cache } = useWorkstation();
  // The drafts lie beside the local copy, which takes a moment to open after a sign-in.
  const isOpening = cache.state === 'closed';
  const drafts = useAnswer(
    'batches.list',
    {},
    {
      isFresh: true,
      enabled: !isOpening,
      lookEvery: (value) =>
        value === undefined || value.drafts.some(({ stage }) => moving.has(stage)) ? LOOK_EVERY : false,
    },
  );
  return { ...drafts, busy: drafts.busy || isOpening };
}

export interface OpenDraft {
  readonly value: Draft | undefined;
  readonly problem: Answer<Draft>['problem'];
  readonly busy: boolean;
  readonly askAgain: () => void;
  /** Takes what an action gave back. */
  readonly put: (draft: Draft) => void;
  /** Looks how far it is by now. */
  readonly follow: () => void;
  /** Running work on it. */
  readonly job: Job | undefined;
  /** How the last work on it ended, where it did not end well. */
  readonly stopped: Job | undefined;
}

/**
 * One draft. How far it is comes from the list, which is not recorded; the draft itself, with rows of the file in it, is read only
 * when it is opened and when there is something new in it.
 */
export function useDraft(draftId: DraftId): OpenDraft {
  const tell = useTell();
  const read = useAnswer('batches.read', { draftId });
  const drafts = useDrafts();
  const last = useJobs().findLast((job) => job.subject === draftId);
  useShowsJob(last?.jobId);

  const { askAgain, put: putDraft } = read;
  const { askAgain: follow } = drafts;
  const put = useCallback(
    (draft: Draft) => {
      putDraft(draft);
      follow();
    },
    [putDraft, follow],
  );

  const summary =
    drafts.arrival > read.arrival ? drafts.value?.drafts.find((each) => each.draftId === draftId) : undefined;
  const isOutdated = read.value !== undefined && summary !== undefined && hasMore(summary, read.value);
  useEffect(() => {
    if (isOutdated) askAgain();
  }, [isOutdated, askAgain]);

  const ended = last && last.state !== 'running' ? last : undefined;
  const endedJob = ended?.jobId;
  const isDone = ended?.state === 'done';
  useEffect(() => {
    if (endedJob === undefined) return;
    follow();
    // What ended well needs no words: its result is on the screen.
    if (isDone) tell({ type: 'job-forgotten', jobId: endedJob });
  }, [endedJob, isDone, follow, tell]);

  return {
    value: read.value && { ...read.value, ...(summary ? progressOf(summary) : {}) },
    problem: read.problem,
    busy: read.busy,
    askAgain,
    put,
    follow,
    job: last?.state === 'running' ? last : undefined,
    stopped: isDone ? undefined : ended,
  };
}

/** Whether the draft holds something by now that has not been read: the outcome of its check, or that its rows were erased. */
function hasMore(summary: DraftSummary, draft: Draft): boolean {
  return (
    (summary.rows !== null && draft.check === null) || (summary.stage === 'ended' && draft.preview.length > 0)
  );
}

function progressOf({ stage, batch }: DraftSummary): Pick<Draft, 'stage' | 'batch'> {
  return { stage, batch };
}
