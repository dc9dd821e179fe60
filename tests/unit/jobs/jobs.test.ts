import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import type { WorkstationEvent } from '../../../src-shared/contract/bridge.ts';
import { failed, ok } from '../../../src-shared/contract/problem.ts';
import { systemClock } from '../../../src-shared/domain/clock.ts';
import { UserId } from '../../../src-shared/domain/identifiers.ts';
import { Events } from '../../../src-main/gateway/events.ts';
import type { Incident } from '../../../src-main/gateway/incident.ts';
import { type JobRequest, Jobs } from '../../../src-main/jobs/jobs.ts';

const owner = UserId.parse('clerk01');
const other = UserId.parse('clerk02');

function jobsUnderTest() {
  const events = new Events();
  const told: WorkstationEvent[] = [];
  events.listen((event) => told.push(event));
  const incidents: Incident[] = [];
  return { jobs: new Jobs(systemClock, events, (incident) => incidents.push(incident)), told, incidents };
}

const request = (work: JobRequest['work'], subject = 'draft-1'): JobRequest => ({
  kind: 'check-file',
  subject,
  owner,
  work,
});

const shortWork: JobRequest['work'] = () => sleep(50, ok(undefined));

describe('a job', () => {
  it('goes on by itself and tells its end', async () => {
    const { jobs, told } = jobsUnderTest();
    const started = jobs.start(request(() => Promise.resolve(ok(undefined))));
    expect(started).toMatchObject({ value: { state: 'running' } });
    await sleep(5);
    expect(told.at(-1)).toMatchObject({ type: 'job', job: { state: 'done' } });
  });

  it('tells its progress at most ten times a second', async () => {
    const { jobs, told } = jobsUnderTest();
    jobs.start(
      request(async ({ progress }) => {
        for (let done = 1; done <= 300; done += 1) {
          progress(done, 300);
          await sleep(1);
        }
        return ok(undefined);
      }),
    );
    await sleep(600);
    expect(told.length).toBeGreaterThan(2);
    expect(told.length).toBeLessThanOrEqual(8);
    expect(told.at(-1)).toMatchObject({ job: { state: 'done', done: 300, total: 300 } });
  });

  it('tells every step as it begins, with the speed of that step alone', async () => {
    const { jobs, told } = jobsUnderTest();
    jobs.start(
      request(async ({ progress }) => {
        progress(0, 1_000, 'comparing');
        await sleep(50);
        progress(1_000, 1_000, 'comparing');
        progress(0, 1_000, 'reading');
        return ok(undefined);
      }),
    );
    await sleep(100);
    const steps = told.flatMap((event) => (event.type === 'job' ? [[event.job.step, event.job.done]] : []));
    expect(steps).toEqual([
      ['comparing', 0],
      ['reading', 0],
      ['reading', 0],
    ]);
    expect(told.at(-1)).toMatchObject({ job: { state: 'done', perSecond: 0 } });
  });

  it('ends as cancelled, not as failed, when its owner cancels it', async () => {
    const { jobs } = jobsUnderTest();
    const started = jobs.start(
      request(async ({ signal }) => {
        await sleep(1_000, undefined, { signal }).catch(() => undefined);
        return failed('draft-missing');
      }),
    );
    if (started.ok) jobs.cancel(started.value.jobId, owner);
    await sleep(5);
    expect(jobs.list(owner)).toMatchObject([{ state: 'cancelled', problem: null }]);
  });

  it('is nobody else’s to see or to cancel', () => {
    const { jobs } = jobsUnderTest();
    const started = jobs.start(request(shortWork));
    expect(jobs.list(other)).toEqual([]);
    expect(started.ok && jobs.cancel(started.value.jobId, other)).toMatchObject({
      problem: { code: 'not-found' },
    });
  });

  it('does not run twice on the same thing at once, but does on another', () => {
    const { jobs } = jobsUnderTest();
    jobs.start(request(shortWork));
    expect(jobs.start(request(shortWork))).toMatchObject({ problem: { code: 'job-running' } });
    expect(jobs.start(request(shortWork, 'draft-2'))).toMatchObject({ ok: true });
  });

  it('that throws ends with an incident number and without the message', async () => {
    const { jobs, incidents } = jobsUnderTest();
    jobs.start(request(() => Promise.reject(new Error('青葉 花子'))));
    await sleep(5);
    expect(jobs.list(owner)).toMatchObject([{ state: 'failed', problem: { code: 'unexpected' } }]);
    expect(incidents).toHaveLength(1);
    expect(JSON.stringify([incidents, jobs.list(owner)])).not.toContain('青葉');
  });
});
