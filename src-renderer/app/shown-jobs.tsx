import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';

import type { JobId } from '../../src-shared/contract/jobs.ts';

interface ShownJobs {
  readonly jobs: ReadonlySet<JobId>;
  readonly show: (jobId: JobId) => () => void;
}

const ShownJobsContext = createContext<ShownJobs>({ jobs: new Set(), show: () => () => undefined });

/** Which jobs a screen shows by itself, so that the strip does not show them a second time. */
export function ShownJobsProvider({ children }: { readonly children: ReactNode }) {
  const [jobs, setJobs] = useState<ReadonlySet<JobId>>(new Set());
  const value = useMemo(
    () => ({
      jobs,
      show: (jobId: JobId) => {
        setJobs((before) => new Set(before).add(jobId));
        return () => setJobs((before) => new Set([...before].filter((each) => each !== jobId)));
      },
    }),
    [jobs],
  );
  return <ShownJobsContext value={value}>{children}</ShownJobsContext>;
}

export function useShownJobs(): ReadonlySet<JobId> {
  return use(ShownJobsContext).jobs;
}

/** For a screen that shows this job itself, as long as it is on the screen. */
export function useShowsJob(jobId: JobId | undefined): void {
  const [{ show }] = useState(use(ShownJobsContext));
  useEffect(() => (jobId === undefined ? undefined : show(jobId)), [show, jobId]);
}
