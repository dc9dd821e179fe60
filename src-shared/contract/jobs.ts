import { z } from 'zod';

import { defineOperations } from './operation.ts';
import { Problem } from './problem.ts';

export const JobId = z.uuid().brand<'JobId'>();
export type JobId = z.infer<typeof JobId>;

/** Long work: it goes on while the person uses other screens and survives a crash of the window. */
export const Job = z.strictObject({
  jobId: JobId,
  kind: z.enum(['check-file', 'send-batch', 'review-batch', 'edit-rows', 'export-findings', 'verify-log']),
  /** What it works on: a draft's id, or empty. */
  subject: z.string().max(60),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.int().min(0),
  /** 0 while it is not known yet. */
  total: z.int().min(0),
  perSecond: z.number().min(0),
  secondsLeft: z.int().min(0).nullable(),
  problem: Problem.nullable(),
});
export type Job = z.infer<typeof Job>;

export const jobOperations = defineOperations({
  'jobs.list': {
    summary: '動いている処理と、終わったばかりの処理',
    session: 'unlocked',
    roles: 'everyone',
    log: { notRecordedBecause: '件数と進み具合だけを返す' },
    reauthentication: false,
    input: z.strictObject({}),
    output: z.strictObject({ jobs: z.array(Job).max(50) }),
  },
  'jobs.cancel': {
    summary: '処理の中止',
    session: 'unlocked',
    roles: 'everyone',
    log: { action: '処理の中止', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ jobId: JobId }),
    output: Job,
  },
});
