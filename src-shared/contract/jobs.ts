import { z } from 'zod';

import { Severity } from '../domain/rules/severity.ts';
import { defineOperations } from './operation.ts';
import { Problem } from './problem.ts';

export const JobId = z.uuid().brand<'JobId'>();
export type JobId = z.infer<typeof JobId>;

/** Rows on their way to VRS · rows that VRS compares with what stands · rows of the difference that are read and verified here. */
export const JobStep = z.enum(['uploading', 'comparing', 'reading']);
export type JobStep = z.infer<typeof JobStep>;

/** What a check has found until now, by rule and without anybody's data. */
export const RuleSoFar = z.strictObject({
  code: z.string().max(60),
  severity: Severity,
  title: z.string().max(100),
  count: z.int().min(1),
});
export type RuleSoFar = z.infer<typeof RuleSoFar>;

/** Long work: it goes on while the person uses other screens and survives a crash of the window. */
export const Job = z.strictObject({
  jobId: JobId,
  kind: z.enum([
    'check-file',
    'send-batch',
    'review-batch',
    'edit-rows',
    'export-findings',
    'verify-log',
    'export-log',
    'compare-log',
    'redact-log',
  ]),
  /** What it works on: a draft's id, or empty. */
  subject: z.string().max(60),
  /** Which part of the work `done` and `total` count; null where it has only one. */
  step: JobStep.nullable(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.int().min(0),
  /** 0 while it is not known yet. */
  total: z.int().min(0),
  perSecond: z.number().min(0),
  secondsLeft: z.int().min(0).nullable(),
  problem: Problem.nullable(),
  /** In the order in which rules found something first; null for other work, before the first finding, and when the work has ended. */
  found: z.array(RuleSoFar).max(100).nullable(),
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
