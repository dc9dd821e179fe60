import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import type { PrintPaper } from '../../../src-main/printing/printing-handlers.ts';
import type { TrainingVrs } from '../../../src-training/start.ts';
import { trainingVrs, Workstation } from './workstation.ts';

const about = '22222222-2222-4222-8222-222222222222';
const input = { sheet: 'check-result', about } as const;

let vrs: TrainingVrs;
let workstation: Workstation;
let paper: Awaited<ReturnType<PrintPaper>>;
/** Results of the log's entries about printing at the moment of each printing. */
let writtenBefore: (readonly string[])[];

async function written(): Promise<readonly string[]> {
  const log = path.join(workstation.folder, 'log');
  const segment = (await readdir(log)).find((name) => name.startsWith('operation-log-')) ?? '';
  const lines = (await readFile(path.join(log, segment), 'utf8')).trimEnd().split('\n');
  return lines
    .filter((line) => line.includes('"operation":"printing.print"'))
    .map((line) => /"result":"([a-z-]+)"/.exec(line)?.[1] ?? '');
}

beforeEach(async () => {
  paper = 'printed';
  writtenBefore = [];
  vrs = await trainingVrs(20);
  workstation = await Workstation.start(vrs, {
    print: async () => {
      writtenBefore.push(await written());
      return paper;
    },
  });
});
afterEach(async () => {
  await workstation.close();
  await vrs.close();
  await rm(workstation.folder, { recursive: true, force: true });
});

it('SECURITY H61: who prints what is on disk before anything goes to the printer', async () => {
  await workstation.signIn('clerk01');
  expect(await workstation.call('printing.print', input)).toEqual({ ok: true, value: {} });
  expect(writtenBefore).toEqual([['begun']]);
  expect(await written()).toEqual(['begun', 'done']);
});

it('the log says too what did not come to paper', async () => {
  await workstation.signIn('clerk01');
  for (const [outcome, code] of [
    ['cancelled', 'print-cancelled'],
    ['failed', 'print-failed'],
  ] as const) {
    paper = outcome;
    expect(await workstation.call('printing.print', input)).toMatchObject({ problem: { code } });
  }
  expect(await written()).toEqual(['begun', 'print-cancelled', 'begun', 'print-failed']);
});

it('nobody prints who makes and checks no batches, nor anybody at a locked screen', async () => {
  await workstation.signIn('it01');
  expect(await workstation.call('printing.print', input)).toMatchObject({
    problem: { code: 'role-not-allowed' },
  });
  await workstation.get('session.signOut', {});
  await workstation.signIn('clerk01');
  workstation.lock();
  expect(await workstation.call('printing.print', input)).toMatchObject({
    problem: { code: 'session-locked' },
  });
  expect(writtenBefore).toEqual([]);
});
