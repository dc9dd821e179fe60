import type { ReactNode } from 'react';

import type { Job, JobStep } from '../../src-shared/contract/jobs.ts';
import { useAct } from '../app/calls.ts';
import { count, duration } from '../wording/numbers.ts';
import { Button } from './button.tsx';
import { Meter } from './meter.tsx';
import { ProblemMessage } from './problem-message.tsx';

export const jobNames: Readonly<Record<Job['kind'], string>> = {
  'check-file': 'ファイルの検査',
  'review-batch': '差分の確認',
  'send-batch': 'VRSへの送信',
  'edit-rows': '行の修正',
  'export-findings': 'エラー一覧の出力',
  'verify-log': '操作ログの検証',
  'export-log': '操作ログの出力',
  'compare-log': 'VRSの記録との比較',
  'redact-log': '墨消し',
};

const stepNames: Readonly<Record<JobStep, string>> = {
  uploading: '行の送信',
  comparing: '今の登録内容との照合（VRS）',
  reading: '差分の確認',
};

const units: Readonly<Record<Job['kind'], string>> = {
  'review-batch': '行',
  'check-file': '行',
  'send-batch': '行',
  'edit-rows': '行',
  'export-findings': '行',
  'verify-log': '件',
  'export-log': '件',
  'compare-log': '件',
  'redact-log': 'ファイル',
};

interface JobProgressProps {
  readonly job: Job;
  /** One line, for the strip. */
  readonly isSlim?: boolean;
  readonly children?: ReactNode;
}

/** How far long work is: counted, with its speed, the time left, and 中止. */
export function JobProgress({ job, isSlim = false, children }: JobProgressProps) {
  const cancel = useAct('jobs.cancel');
  const unit = units[job.kind];
  const facts =
    job.done === 0
      ? ['準備しています']
      : [
          job.total === 0
            ? `${count(job.done)}${unit}まで`
            : `${count(job.done)} / ${count(job.total)}${unit}`,
          `毎秒 ${count(Math.round(job.perSecond))}${unit}`,
          ...(job.secondsLeft === null ? [] : [`残り${duration(job.secondsLeft)}`]),
        ];
  return (
    <div className={isSlim ? 'flex flex-wrap items-center gap-x-4 gap-y-1' : 'flex flex-col gap-2'}>
      <p className="flex flex-wrap gap-x-4 text-std-16N-170">
        <b>
          {jobNames[job.kind]}
          {job.step !== null && stepNames[job.step] !== jobNames[job.kind] && `：${stepNames[job.step]}`}
        </b>
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      <div className={isSlim ? 'min-w-40 grow' : ''}>
        <Meter label={jobNames[job.kind]} done={job.done} total={job.total} />
      </div>
      <div className="flex items-center gap-2">
        {children}
        <Button
          size={isSlim ? 'small' : 'medium'}
          isDisabled={cancel.busy}
          onPress={() => void cancel.run({ jobId: job.jobId })}
        >
          中止
        </Button>
      </div>
      <ProblemMessage problem={cancel.problem} />
    </div>
  );
}
