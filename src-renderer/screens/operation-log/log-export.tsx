import { useState } from 'react';

import type { Job, JobId } from '../../../src-shared/contract/jobs.ts';
import type { LogExportFormat } from '../../../src-shared/contract/operation-log.ts';
import { useAct } from '../../app/calls.ts';
import { useShowsJob } from '../../app/shown-jobs.tsx';
import { useSignedIn } from '../../app/signed-in.ts';
import { useJobs, useTell } from '../../app/workstation.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ProofForm } from '../../components/proof-form.tsx';
import { Select } from '../../components/select.tsx';
import type { LogQuery } from './log-filter.tsx';

const formats: readonly { readonly value: LogExportFormat; readonly name: string }[] = [
  { value: 'csv', name: 'CSV（表計算ソフト用）' },
  { value: 'json-lines', name: 'JSON Lines' },
  { value: 'rfc-5424', name: 'syslog（RFC 5424）' },
];

/** 出力: the entries of the filter go to a file, once the person has proved who they are. */
export function LogExport({ query }: { readonly query: LogQuery }) {
  const tell = useTell();
  const [isOpen, setIsOpen] = useState(false);
  const job = useJobs().findLast((each) => each.kind === 'export-log');
  useShowsJob(job?.jobId);
  // A job that ended well is taken from the list at once; that it did is worth a sentence until the next one.
  const [doneJob, setDoneJob] = useState<JobId>();
  if (job?.state === 'done' && job.jobId !== doneJob) setDoneJob(job.jobId);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button isDisabled={job?.state === 'running'} onPress={() => setIsOpen(true)}>
        出力
      </Button>
      <output className="text-dns-16N-130 empty:hidden">
        {doneJob !== undefined && '操作ログを出力しました。'}
        {job?.state === 'cancelled' && '出力を中止しました。'}
      </output>
      {job?.state === 'running' && (
        <div className="basis-full">
          <JobProgress job={job} isSlim />
        </div>
      )}
      <div className="basis-full empty:hidden">
        <ProblemMessage problem={job?.state === 'failed' ? (job.problem ?? undefined) : undefined} />
      </div>
      <Dialog title="操作ログを出力する" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <ExportForm
          query={query}
          onClose={() => setIsOpen(false)}
          onStarted={(started) => {
            setDoneJob(undefined);
            tell({ type: 'job', job: started });
            setIsOpen(false);
          }}
        />
      </Dialog>
    </div>
  );
}

interface ExportFormProps {
  readonly query: LogQuery;
  readonly onClose: () => void;
  readonly onStarted: (job: Job) => void;
}

function ExportForm({ query, onClose, onStarted }: ExportFormProps) {
  const { user } = useSignedIn();
  const exportLog = useAct('log.export');
  const [format, setFormat] = useState<LogExportFormat>('csv');
  return (
    <ProofForm
      userId={user.userId}
      action="保存する場所を選ぶ"
      otherwise={{ label: 'やめる', onPress: onClose }}
      busy={exportLog.busy}
      problem={exportLog.problem}
      onSubmit={async (credentials) => {
        const started = await exportLog.run({ ...query, format, ...credentials });
        if (started.ok) onStarted(started.value);
        return started.ok;
      }}
    >
      <p className="text-std-16N-170">
        絞り込みの条件に合う記録を、新しい順にファイルに出力します。ファイルには、利用者の氏名と住民の宛名番号が含まれます。
        出力したことは、{user.name}さんの名前で記録に残ります。
      </p>
      <Select label="形式" options={formats} value={format} onChange={setFormat} />
    </ProofForm>
  );
}
