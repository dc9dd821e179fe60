import type { Job } from '../../src-shared/contract/jobs.ts';
import type { navigationOf } from '../../src-shared/contract/navigation.ts';
import type { ScreenName } from '../../src-shared/contract/screens.ts';
import { Button } from '../components/button.tsx';
import { JobProgress, jobNames } from '../components/job-progress.tsx';
import { useShownJobs } from './shown-jobs.tsx';
import { useJobs, useTell } from './workstation.tsx';

/** Where a job is shown; the first one that the person may open. */
const screensOf: Readonly<Record<Job['kind'], readonly ScreenName[]>> = {
  'check-file': ['batches'],
  'send-batch': ['batches'],
  'review-batch': ['approvals'],
  'edit-rows': ['batches'],
  'export-findings': ['batches'],
  'verify-log': ['operation-log', 'workstation'],
  'export-log': ['operation-log'],
  'compare-log': ['operation-log'],
  'redact-log': ['operation-log'],
};

const ends: Readonly<Record<Exclude<Job['state'], 'running'>, string>> = {
  done: '終わりました。',
  failed: '途中で止まりました。',
  cancelled: '中止しました。',
};

interface JobStripProps {
  readonly entries: ReturnType<typeof navigationOf>;
  readonly onOpen: (screen: ScreenName) => void;
}

/** Work that goes on while the person is on another screen, one line each. A screen that shows its own job takes it from here. */
export function JobStrip({ entries, onOpen }: JobStripProps) {
  const shown = useShownJobs();
  const tell = useTell();
  const jobs = useJobs().filter((job) => !shown.has(job.jobId));
  if (jobs.length === 0) return null;
  const openScreenOf = (job: Job): void => {
    const screen = screensOf[job.kind].find((each) => entries.some((entry) => entry.screen === each));
    if (screen !== undefined) onOpen(screen);
  };
  return (
    <section
      aria-label="動いている処理"
      className="sticky bottom-0 z-[2] flex flex-col gap-1 border-t border-solid-gray-420 bg-white px-4 py-2 shadow-2"
    >
      {jobs.map((job) =>
        job.state === 'running' ? (
          <JobProgress key={job.jobId} job={job} isSlim>
            <Button size="small" look="plain" onPress={() => openScreenOf(job)}>
              画面を開く
            </Button>
          </JobProgress>
        ) : (
          <div key={job.jobId} className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <output className="min-w-0 grow basis-96">
              <b>{jobNames[job.kind]}</b>が{ends[job.state]}
              {job.problem && <span className="text-error-2"> {job.problem.sentence}</span>}
            </output>
            <div className="flex gap-2">
              <Button
                size="small"
                onPress={() => {
                  tell({ type: 'job-forgotten', jobId: job.jobId });
                  openScreenOf(job);
                }}
              >
                画面を開く
              </Button>
              <Button
                size="small"
                look="plain"
                onPress={() => tell({ type: 'job-forgotten', jobId: job.jobId })}
              >
                閉じる
              </Button>
            </div>
          </div>
        ),
      )}
    </section>
  );
}
