import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { Outcome } from '../../../src-shared/contract/problem.ts';
import { recordLine, recordsHeader } from '../batches/a-desk.ts';
import { everybody, ticketOf } from '../training/batch-steps.ts';
import { TestVrs } from '../training/training-vrs.ts';
import { Station } from './a-station.ts';
import { DiskFaults, type Fault, hasCompiler } from './disk-faults.ts';
import type { StartTask } from './station-child.ts';

const reason = { code: 'telephone', note: '' } as const;
const calls = ['write', 'sync', 'open', 'truncate', 'rename', 'read', 'unlink'] as const;
/** What a clerk may be told of a bad disk: each says whom to call or what to do. */
const sentences = new Set([
  'log-unavailable',
  'cache-unavailable',
  'cache-damaged',
  'disk-full',
  'check-needs-copy',
  'file-unreadable',
]);

let vrs: TestVrs;
let folder: string;
let faults: DiskFaults;
let task: StartTask;
let station: Station;
let ticket: string;
/** Look-ups that were answered: each has to be in the log. */
let answered = 0;

const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.problem.code);

async function start(): Promise<void> {
  const started = await Station.start(task, faults.environment);
  if (typeof started === 'string') throw new Error(started);
  station = started;
  await station.signIn(vrs);
  await station.copyReady();
}

async function jobOf(started: Outcome<{ readonly jobId: string }>): Promise<string> {
  if (!started.ok) return started.problem.code;
  for (;;) {
    const listed = await station.call('jobs.list', {});
    const job = listed.ok ? listed.value.jobs.find(({ jobId }) => jobId === started.value.jobId) : undefined;
    if (job && job.state !== 'running') return job.problem?.code ?? 'ok';
    await sleep(40);
  }
}

/** What a look-up came to, and what the list of drafts. */
async function lookUp(): Promise<readonly string[]> {
  const found = await station.call('people.search', { reason, text: ticket, birthDate: '', fresh: false });
  if (found.ok) answered += 1;
  return [codeOf(found), codeOf(await station.call('batches.list', {}))];
}

/** A file from the choice to its check and its end: what each step came to. */
async function workOnAFile(): Promise<readonly string[]> {
  const chosen = await station.call('batches.chooseFile', { source: { kind: 'office' } });
  if (!chosen.ok) return [codeOf(chosen)];
  const { draftId } = chosen.value;
  const checked = await jobOf(await station.call('batches.check', { draftId }));
  return [codeOf(chosen), checked, codeOf(await station.call('batches.withdraw', { draftId }))];
}

/** What a broken round left behind. */
async function withdrawAll(): Promise<void> {
  const listed = await station.call('batches.list', {});
  if (!listed.ok) return;
  for (const { draftId } of listed.value.drafts) await station.call('batches.withdraw', { draftId });
}

interface Survived {
  /** False where the work has no such call. */
  readonly met: boolean;
  /** What came that no clerk should be told, and what did not go through on the mended disk. */
  readonly wrong: readonly string[];
}

/** Breaks a call while the work runs, mends the disk, and has the same work go through. */
async function survive(work: () => Promise<readonly string[]>, fault: Fault): Promise<Survived> {
  faults.break(fault);
  const came = await work();
  const met = faults.failed > 0;
  faults.mend();
  await withdrawAll();
  const after = await work();
  const where = `${fault.kind} ${fault.nth ?? 'all'}`;
  const told = came.filter((code) => code !== 'ok' && !sentences.has(code));
  const stuck = after.filter((code) => code !== 'ok');
  const bugs = (await station.incidents()).map(({ operation, error }) => `${operation}: ${error}`);
  return { met, wrong: [...told, ...stuck, ...bugs].map((what) => `${where}: ${what}`) };
}

describe.skipIf(!hasCompiler)('a disk whose system calls fail, each in its turn (needs a C compiler)', () => {
  beforeAll(async () => {
    vrs = await TestVrs.start({ people: 40 });
    folder = await mkdtemp(path.join(tmpdir(), 'hostile-disk-'));
    const person = (await everybody(await vrs.signIn('clerk02'))).find(
      ({ tickets, doses }) => tickets.length === 1 && doses.length === 0,
    );
    if (!person) throw new Error('nobody without a dose');
    ticket = ticketOf(person);
    const file = path.join(folder, '接種記録.csv');
    await writeFile(file, `${recordsHeader}\n${recordLine({ ticketNumber: ticket })}\n`);
    const { origin, caPem, clientCertPem, clientKeyPem, municipality } = vrs.vrs;
    task = {
      vrs: { origin, caPem, clientCertPem, clientKeyPem, municipality },
      home: path.join(folder, 'home'),
      secrets: path.join(folder, 'secrets.json'),
      installationId: '33333333-3333-4333-8333-333333333333',
      file,
    };
    faults = new DiskFaults(folder, task.home);
    await start();
  });
  afterEach(() => faults.mend());
  afterAll(async () => {
    station.kill();
    faults.close();
    await vrs.end();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(calls)(
    '%s in a look-up: no answer leaves without its entry, and the next one is answered',
    async (kind) => {
      let broken = 0;
      for (let met = true; met;) {
        const survived = await survive(lookUp, { kind, nth: broken + 1, error: 'EIO' });
        expect(survived.wrong).toEqual([]);
        ({ met } = survived);
        if (met) broken += 1;
      }
      // An entry is written and synced; nothing else of the disk is needed.
      expect(broken > 0).toBe(kind === 'write' || kind === 'sync');
      expect(await station.doneInLog('people.search')).toBeGreaterThanOrEqual(answered);
    },
  );

  it.each(calls)(
    '%s while a file is checked: the clerk is told what to do, and the file goes through when the disk is well',
    async (kind) => {
      const faultsInTurn = [
        { kind, nth: 1, error: 'EIO' },
        { kind, nth: 5, error: 'ENOSPC' },
        { kind, nth: 13, error: 'EROFS' },
      ] as const;
      for (const fault of faultsInTurn) {
        const { met, wrong } = await survive(workOnAFile, fault);
        expect(wrong).toEqual([]);
        if (!met) break;
      }
    },
    120_000,
  );

  it('that takes its time costs time and nothing else', async () => {
    faults.break({ kind: 'sync', milliseconds: 300 });
    expect(await lookUp()).toEqual(['ok', 'ok']);
    faults.break({ kind: 'write', milliseconds: 20 });
    expect(await workOnAFile()).toEqual(['ok', 'ok', 'ok']);
  }, 60_000);

  it('that fails for good stops every answer, and a start on a whole one has everything that was answered', async () => {
    faults.break({ kind: 'write', error: 'EIO' });
    expect((await lookUp())[0]).toBe('log-unavailable');
    expect(await station.call('session.signOut', {})).toMatchObject({ ok: false });
    station.kill();
    expect(await Station.start(task, faults.environment)).toMatch(/^(?:log|cache)-unavailable$/);
    faults.mend();
    await start();
    expect(await lookUp()).toEqual(['ok', 'ok']);
    expect(await station.doneInLog('people.search')).toBeGreaterThanOrEqual(answered);
    const verifier = path.resolve('tools/verify-log/verify-log.ts');
    const { status } = spawnSync(process.execPath, [verifier, path.join(task.home, 'log')]);
    expect(status).toBe(0);
  }, 60_000);
});
