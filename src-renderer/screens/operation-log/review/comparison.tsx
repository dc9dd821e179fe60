import { useEffect, useState } from 'react';

import type { JobId } from '../../../../src-shared/contract/jobs.ts';
import type { ReviewDifference, ReviewWeek } from '../../../../src-shared/contract/log-review.ts';
import { useAct, useAnswer } from '../../../app/calls.ts';
import { useShowsJob } from '../../../app/shown-jobs.tsx';
import { useJobs, useTell } from '../../../app/workstation.tsx';
import { Button } from '../../../components/button.tsx';
import { Fact, Facts } from '../../../components/facts.tsx';
import { JobProgress } from '../../../components/job-progress.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PagedTable } from '../../../components/paged-table.tsx';
import { usePages } from '../../../components/pager.tsx';
import { ProblemMessage } from '../../../components/problem-message.tsx';
import type { Column } from '../../../components/table.tsx';
import { exactTime } from '../../../wording/dates.ts';
import { staffName } from '../../../wording/log-review.ts';
import { count } from '../../../wording/numbers.ts';

const LIMIT = 50;

const columns: readonly Column<ReviewDifference>[] = [
  {
    id: 'side',
    title: 'ある方',
    isRowHeader: true,
    className: 'whitespace-nowrap',
    cell: ({ side }) => (side === 'vrs' ? 'VRSだけ' : 'この端末だけ'),
  },
  { id: 'at', title: '日時', className: 'whitespace-nowrap', cell: ({ at }) => exactTime(at) },
  { id: 'user', title: '利用者ID', cell: ({ userId }) => userId },
  { id: 'what', title: '呼び出し・操作', cell: ({ what }) => what },
  { id: 'people', title: '人', isNumber: true, cell: ({ people }) => `${count(people)}人` },
  { id: 'sequence', title: '記録の番号', isNumber: true, cell: ({ sequence }) => count(sequence) },
];

interface ComparisonProps {
  readonly week: ReviewWeek;
  readonly onCompared: (fresh: boolean) => Promise<void>;
}

/** VRSの記録との比較: whether the certificate of this terminal was used elsewhere, and whether VRS has what stands here. */
export function Comparison({ week, onCompared }: ComparisonProps) {
  const tell = useTell();
  const compare = useAct('review.compare');
  const job = useJobs().findLast((each) => each.kind === 'compare-log' && each.subject === week.week);
  useShowsJob(job?.jobId);
  // A job that ended well is taken from the list at once.
  const [doneJob, setDoneJob] = useState<JobId>();
  if (job?.state === 'done' && job.jobId !== doneJob) setDoneJob(job.jobId);
  useEffect(() => {
    if (doneJob !== undefined) void onCompared(false);
    // Once for each job that ended.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [doneJob]);

  const start = async (): Promise<void> => {
    const started = await compare.run({ week: week.week });
    if (started.ok) tell({ type: 'job', job: started.value });
  };
  return (
    <section aria-labelledby="comparison" className="flex flex-col gap-3">
      <h3 id="comparison" className="text-std-16B-170">
        VRSの記録との比較
      </h3>
      <Result week={week} />
      {job?.state === 'running' ? (
        <JobProgress job={job} />
      ) : (
        week.signature === null && (
          <div>
            <Button isDisabled={compare.busy} onPress={() => void start()}>
              VRSの記録と比べる
            </Button>
          </div>
        )
      )}
      {job?.state === 'cancelled' && <output>比較を中止しました。</output>}
      <ProblemMessage
        problem={compare.problem ?? (job?.state === 'failed' ? (job.problem ?? undefined) : undefined)}
      />
      {doneJob !== undefined && week.comparison !== null && hasDifferences(week) && (
        <Differences key={doneJob} week={week} asOf={doneJob} />
      )}
    </section>
  );
}

function hasDifferences({ comparison }: ReviewWeek): boolean {
  return comparison !== null && comparison.onlyAtVrs + comparison.onlyHere > 0;
}

function Result({ week }: { readonly week: ReviewWeek }) {
  const { comparison } = week;
  if (comparison === null)
    return (
      <p>
        まだ比べていません。この端末の証明書がよそで使われていないか、記録が消されていないかを確かめられます。時計の違いは5分まで同じとみなします。
      </p>
    );
  const { at, by, here, atVrs, onlyAtVrs, onlyHere } = comparison;
  return (
    <>
      {hasDifferences(week) ? (
        <Notice kind="error" title="片方にしかない記録があります">
          {onlyAtVrs > 0 &&
            'VRSにだけある記録は、この端末の証明書がほかの場所で使われたか、この端末の記録が消されたことを示します。'}
          {onlyHere > 0 &&
            'この端末にだけある記録は、VRSの記録が欠けているか、時計が5分を超えて違うことを示します。'}
        </Notice>
      ) : (
        <Notice kind="success">この端末の記録と、VRSの記録は合っています。</Notice>
      )}
      <Facts>
        <Fact name="この端末の記録">{count(here)}件</Fact>
        <Fact name="VRSの記録">{count(atVrs)}件</Fact>
        <Fact name="VRSだけにある">{count(onlyAtVrs)}件</Fact>
        <Fact name="この端末だけにある">{count(onlyHere)}件</Fact>
        <Fact name="比べた人・日時">
          {staffName(by)} {exactTime(at)}
        </Fact>
      </Facts>
    </>
  );
}

function Differences({ week, asOf }: { readonly week: ReviewWeek; readonly asOf: JobId }) {
  const pages = usePages(0);
  const page = useAnswer(
    'review.differences',
    { week: week.week, offset: pages.cursor, limit: LIMIT },
    { keepsLast: true, asOf },
  );
  return (
    <PagedTable
      of={page}
      pages={pages}
      rows={({ differences }) => differences}
      label="片方にしかない記録"
      columns={columns}
      keyOf={({ side, sequence }) => `${side} ${sequence}`}
      empty="片方にしかない記録はありません"
      from="アプリの本体"
    />
  );
}
