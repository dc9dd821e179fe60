import { useState } from 'react';

import type { Job, JobId } from '../../../src-shared/contract/jobs.ts';
import { mayCall } from '../../../src-shared/contract/navigation.ts';
import { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import { useAct } from '../../app/calls.ts';
import { useShowsJob } from '../../app/shown-jobs.tsx';
import { useSignedIn } from '../../app/signed-in.ts';
import { useJobs, useTell } from '../../app/workstation.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ProofForm } from '../../components/proof-form.tsx';
import { TextField } from '../../components/text-field.tsx';

/** 墨消し: takes one person's number out of the whole log, once the responsible person has proved who they are. */
export function Redaction() {
  const { user } = useSignedIn();
  const tell = useTell();
  const [isOpen, setIsOpen] = useState(false);
  const job = useJobs().findLast((each) => each.kind === 'redact-log');
  useShowsJob(job?.jobId);
  const [doneJob, setDoneJob] = useState<JobId>();
  if (job?.state === 'done' && job.jobId !== doneJob) setDoneJob(job.jobId);
  if (!mayCall(user.role, 'log.redact')) return undefined;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button isDisabled={job?.state === 'running'} onPress={() => setIsOpen(true)}>
        墨消し
      </Button>
      <output className="text-dns-16N-130 empty:hidden">
        {doneJob !== undefined && '墨消しが終わりました。件数は「操作ログの墨消し」の記録にあります。'}
        {job?.state === 'cancelled' && '墨消しを途中でやめました。もう一度行うと、残りが終わります。'}
      </output>
      {job?.state === 'running' && (
        <div className="basis-full">
          <JobProgress job={job} isSlim />
        </div>
      )}
      <div className="basis-full empty:hidden">
        <ProblemMessage problem={job?.state === 'failed' ? (job.problem ?? undefined) : undefined} />
      </div>
      <Dialog title="一人の宛名番号を墨消しする" isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <RedactionForm
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

interface RedactionFormProps {
  readonly onClose: () => void;
  readonly onStarted: (job: Job) => void;
}

function RedactionForm({ onClose, onStarted }: RedactionFormProps) {
  const { user } = useSignedIn();
  const redact = useAct('log.redact');
  const [number, setNumber] = useState('');
  const [note, setNote] = useState('');
  const [errors, setErrors] = useState<{ readonly number?: string; readonly note?: string }>({});
  return (
    <ProofForm
      userId={user.userId}
      action="墨消しする"
      look="danger"
      otherwise={{ label: 'やめる', onPress: onClose }}
      busy={redact.busy}
      problem={redact.problem}
      onSubmit={async (credentials) => {
        const addresseeNumber = AddresseeNumber.safeParse(number.normalize('NFKC').trim()).data;
        const why = note.trim();
        setErrors({
          ...(addresseeNumber === undefined ? { number: '英数字15文字までで入力してください。' } : {}),
          ...(why === '' ? { note: '理由を入力してください。' } : {}),
        });
        if (addresseeNumber === undefined || why === '') return false;
        const started = await redact.run({ addresseeNumber, note: why, ...credentials });
        if (started.ok) onStarted(started.value);
        return started.ok;
      }}
    >
      <p className="text-std-16N-170">
        すべての記録と書庫から、この宛名番号を読めなくします。<strong>元に戻せません。</strong>
        だれが、いつ、何をしたかの記録と、その検証はこれまでどおりです。墨消ししたことは、宛名番号を書かずに、
        {user.name}さんの名前で記録に残ります。
      </p>
      <TextField label="宛名番号" maxLength={20} value={number} onChange={setNumber} error={errors.number} />
      <TextField label="理由" maxLength={200} value={note} onChange={setNote} error={errors.note} />
    </ProofForm>
  );
}
