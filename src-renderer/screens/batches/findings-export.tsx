import { useState } from 'react';

import type { Draft } from '../../../src-shared/contract/batches.ts';
import type { JobId } from '../../../src-shared/contract/jobs.ts';
import { useAct } from '../../app/calls.ts';
import { useJobs, useTell } from '../../app/workstation.tsx';
import { Button } from '../../components/button.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import type { OpenDraft } from './draft.ts';

interface FindingsExportProps {
  readonly draft: Draft;
  readonly open: OpenDraft;
}

/** エラー一覧を出力: the file as it is, with what was found in each row; put right there, it can be chosen again. */
export function FindingsExport({ draft, open }: FindingsExportProps) {
  const tell = useTell();
  const exportFindings = useAct('batches.exportFindings');
  const last = useJobs().findLast((job) => job.subject === draft.draftId && job.kind === 'export-findings');
  // A job that ended well is taken from the list at once; that it did is worth a sentence until the next one.
  const [doneJob, setDoneJob] = useState<JobId>();
  if (last?.state === 'done' && last.jobId !== doneJob) setDoneJob(last.jobId);
  // Closing the dialog is no mistake: it is said quietly.
  const hasChosenNone = exportFindings.problem?.code === 'file-not-chosen';

  const start = async (): Promise<void> => {
    setDoneJob(undefined);
    const started = await exportFindings.run({ draftId: draft.draftId });
    if (started.ok) tell({ type: 'job', job: started.value });
  };
  return (
    <>
      <Button isDisabled={exportFindings.busy || open.job !== undefined} onPress={() => void start()}>
        エラー一覧を出力
      </Button>
      {last?.state === 'running' && (
        <div className="order-last basis-full">
          <JobProgress job={last} isSlim />
        </div>
      )}
      <output className="order-last basis-full text-dns-16N-130 empty:hidden">
        {doneJob !== undefined &&
          'エラー一覧を出力しました。もとの列の右に、行番号・列・規則・理由が付いています。直したファイルは「ファイルを選択」から検査し直せます。'}
        {hasChosenNone && !exportFindings.busy && '出力先は選ばれませんでした。'}
        {last?.state === 'cancelled' && '出力を中止しました。'}
      </output>
      <div className="order-last basis-full empty:hidden">
        <ProblemMessage
          problem={
            (hasChosenNone ? undefined : exportFindings.problem) ??
            (last?.state === 'failed' ? (last.problem ?? undefined) : undefined)
          }
        />
      </div>
    </>
  );
}
