import { appendFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import type { Entry } from '../../../src-main/batches/draft-record.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';
import { rulesVersion } from '../../../src-shared/domain/rules/table.ts';
import { valueOf } from './checked-file.ts';
import { inMemoryCache } from './in-memory-cache.ts';
import { clerk, type MadeBatches, madeBatches, otherClerk } from './made-batches.ts';
import { recordsHeader as header, recordsRow as row } from './records-rows.ts';

async function ended(made: MadeBatches, job: Job): Promise<Job> {
  for (;;) {
    const now = made.jobs.list(clerk.userId).find(({ jobId }) => jobId === job.jobId);
    if (now && now.state !== 'running') return now;
    await sleep(5);
  }
}

/** What a running job tells first of what it has found. */
async function firstFound(made: MadeBatches, job: Job): Promise<Job['found']> {
  for (;;) {
    const now = made.jobs.list(clerk.userId).find(({ jobId }) => jobId === job.jobId);
    if (!now || now.state !== 'running' || now.found) return now?.found ?? null;
    await sleep(5);
  }
}

async function choose(made: MadeBatches, bytes: string | Uint8Array): Promise<Outcome<Entry>> {
  made.choose(bytes);
  return made.batches.chooseFile(clerk, { kind: 'office' });
}

async function checked(made: MadeBatches, bytes: string): Promise<Entry> {
  const { draftId } = valueOf(await choose(made, bytes));
  expect(await ended(made, valueOf(await made.batches.checking.check(clerk, draftId)))).toMatchObject({
    state: 'done',
  });
  return valueOf(await made.batches.read(clerk, draftId));
}

// Each starts workers of its own, which takes its time on a busy machine.
const patient = { timeout: 30_000 };

describe('the check of a draft', patient, () => {
  test('leaves a summary in the journal and findings that can be looked at', async () => {
    const made = madeBatches();
    const { draftId, record } = await checked(made, `${header}\n${row(1)}\n${row(2, { dose: 9 })}\n`);
    expect(record).toMatchObject({
      stage: 'checked',
      check: { rows: 2, rejected: 1, rulesVersion: `${rulesVersion}/test-1` },
    });
    const page = { code: 'dose-number-range', after: 0, limit: 10 };
    const found = valueOf(await made.batches.checking.findings(clerk, draftId, page));
    expect(found).toMatchObject({ findings: [{ line: 3, code: 'dose-number-range' }], next: null });
    expect(await made.batches.checking.findings(otherClerk, draftId, page)).toMatchObject({
      problem: { code: 'draft-missing' },
    });
  });

  test('tells what it has found before it has ended, an example of each rule, to its owner alone', async () => {
    const made = madeBatches();
    const lines = Array.from({ length: 100_000 }, (_, index) => row(index, index > 10 ? { dose: 9 } : {}));
    const { draftId } = valueOf(await choose(made, [header, ...lines].join('\n')));
    const job = valueOf(await made.batches.checking.check(clerk, draftId));
    const found = await firstFound(made, job);
    expect(found).toMatchObject([{ code: 'dose-number-range', severity: 'reject' }]);
    const { rules } = valueOf(await made.batches.checking.soFar(clerk, draftId));
    expect(rules).toMatchObject([{ code: 'dose-number-range', example: { line: 13, column: '接種回数' } }]);
    expect(rules[0]?.count).toBeLessThan(99_989);
    expect(await made.batches.checking.soFar(otherClerk, draftId)).toMatchObject({
      problem: { code: 'draft-missing' },
    });
    expect(await ended(made, job)).toMatchObject({ state: 'done', found: null });
    expect(valueOf(await made.batches.checking.soFar(clerk, draftId))).toEqual({ rules: [], people: [] });
  });

  test('leaves nothing of what it had found where it is stopped', async () => {
    const made = madeBatches();
    const lines = Array.from({ length: 100_000 }, (_, index) => row(index, { dose: 9 }));
    const { draftId } = valueOf(await choose(made, [header, ...lines].join('\n')));
    const job = valueOf(await made.batches.checking.check(clerk, draftId));
    await firstFound(made, job);
    made.jobs.cancel(job.jobId, clerk.userId);
    expect(await ended(made, job)).toMatchObject({ state: 'cancelled', found: null });
    expect(valueOf(await made.batches.checking.soFar(clerk, draftId)).rules).toEqual([]);
  });

  test('forgets the one before it', async () => {
    const made = madeBatches();
    const { draftId, stagingKey } = await checked(made, `${header}\n${row(1)}\n`);
    await ended(made, valueOf(await made.batches.checking.check(clerk, draftId)));
    const again = valueOf(await made.batches.read(clerk, draftId));
    expect(again.record.check?.rows).toBe(1);
    expect(again.stagingKey).not.toEqual(stagingKey);
  });
});

describe('a check that can’t come to its end', patient, () => {
  test.each([
    ['longer', (file: string) => appendFileSync(file, `${row(9)}\n`)],
    ['another one of the same length', (file: string) => writeFileSync(file, `${header}\n${row(2)}\n`)],
    ['without its header', (file: string) => writeFileSync(file, `${row(2)}\n`)],
  ])('because the file is %s by now', async (_, change) => {
    const made = madeBatches();
    const file = made.choose(`${header}\n${row(1)}\n`);
    const { draftId } = valueOf(await made.batches.chooseFile(clerk, { kind: 'office' }));
    change(file);
    const job = await ended(made, valueOf(await made.batches.checking.check(clerk, draftId)));
    expect(job).toMatchObject({ state: 'failed', problem: { code: 'file-changed' } });
    expect(valueOf(await made.batches.read(clerk, draftId)).record).toMatchObject({
      stage: 'chosen',
      check: null,
    });
  });

  test('because the file is gone', async () => {
    const made = madeBatches();
    const { draftId, record } = valueOf(await choose(made, `${header}\n${row(1)}\n`));
    await made.cache.drafts.save({
      draftId,
      owner: clerk.userId,
      content: JSON.stringify({ ...record, path: `${record.path ?? ''}.gone` }),
      stagingKey: null,
      updatedAt: record.chosenAt,
    });
    const job = await ended(made, valueOf(await made.batches.checking.check(clerk, draftId)));
    expect(job).toMatchObject({ state: 'failed', problem: { code: 'file-missing' } });
  });

  test('because the local copy is not complete: it is not begun', async () => {
    const cache = inMemoryCache();
    const state = { state: 'filling', done: 1, total: 2, memoryOnly: false } as const;
    const made = madeBatches({ localCopy: { cache, state } }, cache);
    const { draftId } = valueOf(await choose(made, `${header}\n${row(1)}\n`));
    expect(await made.batches.checking.check(clerk, draftId)).toMatchObject({
      ok: false,
      problem: { code: 'check-needs-copy' },
    });
  });

  test('because the person stops it, within a second, however large the file', async () => {
    const made = madeBatches();
    const lines = Array.from({ length: 150_000 }, (_, index) => row(index));
    const { draftId } = valueOf(await choose(made, [header, ...lines].join('\n')));
    for (const after of [0, 300, 1_200]) {
      const job = valueOf(await made.batches.checking.check(clerk, draftId));
      await sleep(after);
      const before = performance.now();
      made.jobs.cancel(job.jobId, clerk.userId);
      expect((await ended(made, job)).state).toBe('cancelled');
      expect(performance.now() - before).toBeLessThan(1_000);
      expect(valueOf(await made.batches.read(clerk, draftId)).record).toMatchObject({
        stage: 'chosen',
        check: null,
      });
    }
  });

  test('and nothing else may be done with the draft meanwhile', async () => {
    const made = madeBatches();
    const lines = Array.from({ length: 20_000 }, (_, index) => row(index));
    const { draftId } = valueOf(await choose(made, [header, ...lines].join('\n')));
    const job = valueOf(await made.batches.checking.check(clerk, draftId));
    const busy = { ok: false, problem: { code: 'job-running' } };
    expect(await made.batches.checking.check(clerk, draftId)).toMatchObject(busy);
    expect(await made.batches.readAs(clerk, draftId, 'records', 'utf-8')).toMatchObject(busy);
    expect(await made.batches.sending.send(clerk, draftId)).toMatchObject(busy);
    expect((await ended(made, job)).state).toBe('done');
  });
});
