import { describe, expect, it } from 'vitest';

import { type Job, JobId } from '../../../src-shared/contract/jobs.ts';
import { afterChange, initialState } from '../../../src-renderer/app/workstation-state.ts';

const running: Job = {
  jobId: JobId.parse('0c7d5a3e-3c4b-4d6f-8f5e-1d2c3b4a5f60'),
  kind: 'edit-rows',
  subject: 'a draft',
  step: null,
  state: 'running',
  done: 0,
  total: 0,
  perSecond: 0,
  secondsLeft: null,
  problem: null,
  found: null,
};

describe('a job that is quicker than the answer that tells of it', () => {
  const ended = afterChange(initialState, { type: 'job', job: { ...running, state: 'done' } });

  it('does not run again when the answer arrives', () => {
    const later = afterChange(ended, { type: 'job', job: running });
    expect(later.jobs.map(({ state }) => state)).toEqual(['done']);
  });

  it('does not come back after it was taken from the screen', () => {
    const forgotten = afterChange(ended, { type: 'job-forgotten', jobId: running.jobId });
    expect(afterChange(forgotten, { type: 'job', job: running }).jobs).toEqual([]);
    expect(afterChange(forgotten, { type: 'jobs', jobs: [running] }).jobs).toEqual([]);
  });
});
