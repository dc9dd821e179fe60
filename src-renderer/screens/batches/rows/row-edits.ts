import { useCallback, useEffect, useState } from 'react';

import type { Draft } from '../../../../src-shared/contract/batches.ts';
import type { CellEdit, EditState, RowFilter, RowFix } from '../../../../src-shared/contract/batch-rows.ts';
import type { Job } from '../../../../src-shared/contract/jobs.ts';
import type { Outcome, Problem } from '../../../../src-shared/contract/problem.ts';
import { useAct, useAnswer } from '../../../app/calls.ts';
import { useJobs, useTell } from '../../../app/workstation.tsx';
import type { OpenDraft } from '../draft.ts';
import type { PendingEdit } from './grid-row.tsx';
import type { RowStore } from './row-store.ts';

export interface RowEdits {
  readonly state: EditState | undefined;
  /** A change that goes on in the background; until it ends nothing else can be edited. */
  readonly job: Job | undefined;
  readonly isBusy: boolean;
  readonly problem: Problem | undefined;
  /** Typed, and not checked yet. */
  readonly pending: PendingEdit | undefined;
  /** Gives whether it was taken. */
  readonly edit: (edit: CellEdit) => Promise<boolean>;
  readonly fix: (filter: RowFilter, fix: RowFix) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Edits of a checked file, and what comes of them: new counts, new rows, and the way back. */
export function useRowEdits(draft: Draft, open: OpenDraft, store: RowStore): RowEdits {
  const { draftId } = draft;
  const tell = useTell();
  const edits = useAnswer('batches.edits', { draftId }, { isFresh: true });
  const editCells = useAct('batches.editCells');
  const fixRows = useAct('batches.fixRows');
  const undoEdit = useAct('batches.undoEdit');
  const redoEdit = useAct('batches.redoEdit');
  const [pending, setPending] = useState<PendingEdit>();
  const [problem, setProblem] = useState<Problem>();

  const last = useJobs().findLast((job) => job.subject === draftId && job.kind === 'edit-rows');
  const job = last?.state === 'running' ? last : undefined;
  const endedJob = last && last.state !== 'running' ? last.jobId : undefined;
  const stopped = last?.problem ?? undefined;
  const { askAgain: askForEdits, put: putEdits } = edits;
  const { askAgain: askForDraft, put: putDraft } = open;
  const lookAgain = useCallback(() => {
    askForEdits();
    askForDraft();
    store.refresh();
  }, [askForEdits, askForDraft, store]);
  useEffect(() => {
    if (endedJob !== undefined) lookAgain();
  }, [endedJob, lookAgain]);

  const begin = async (starting: Promise<Outcome<Job>>): Promise<void> => {
    const started = await starting;
    setProblem(started.ok ? undefined : started.problem);
    if (started.ok) tell({ type: 'job', job: started.value });
  };

  return {
    state: edits.value,
    job,
    isBusy: job !== undefined || editCells.busy || fixRows.busy || undoEdit.busy || redoEdit.busy,
    problem: problem ?? stopped ?? edits.problem,
    pending,
    edit: async (edit) => {
      setPending(edit);
      const done = await editCells.run({ draftId, edits: [edit] });
      setProblem(done.ok ? undefined : done.problem);
      if (!done.ok) {
        setPending(undefined);
        return false;
      }
      const { check, edits: state, job: further } = done.value;
      if (further) {
        setPending(undefined);
        tell({ type: 'job', job: further });
        return true;
      }
      putEdits(state);
      putDraft({ ...draft, check });
      await store.refreshed();
      setPending((before) => (before === edit ? undefined : before));
      return true;
    },
    fix: (filter, fix) => void begin(fixRows.run({ draftId, filter, fix })),
    undo: () => void begin(undoEdit.run({ draftId })),
    redo: () => void begin(redoEdit.run({ draftId })),
  };
}
