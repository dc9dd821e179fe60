import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openOperationLog } from '../../src-main/operation-log/open-operation-log.ts';
import type { LogDraft } from '../../src-main/operation-log/operation-log.ts';
import { AddresseeNumber } from '../../src-shared/domain/identifiers.ts';
import { systemClock } from '../../src-shared/domain/clock.ts';
import { defineBench, type Figures, percentiles, type Stopwatch } from './harness.ts';

/** What one entry has on disk, with one subject. */
const LINE_BYTES = 520;
const verificationWorker = new URL('../../src-main/operation-log/verification-worker.ts', import.meta.url);
const readingWorker = new URL('../../src-main/operation-log/log-reading-worker.ts', import.meta.url);

const draft: LogDraft = {
  actor: { userId: 'clerk01', name: '窓口　花子', department: '健康推進課', role: 'clerk' },
  operation: 'people.open',
  action: '照会（詳細）',
  reason: '窓口',
  note: '',
  subjects: [AddresseeNumber.parse('1000000001')],
  result: 'done',
  detail: { from: 'local-copy' },
};

/** Times of single steps, and how many entries a second that makes. */
async function timed(
  entries: number,
  inOneStep: number,
  watch: Stopwatch,
  step: (index: number) => unknown,
): Promise<Figures> {
  const times: number[] = [];
  watch.start();
  for (let index = 0; index < entries; index += inOneStep) {
    const begun = performance.now();
    await step(index);
    times.push(performance.now() - begun);
  }
  watch.stop();
  return { ...percentiles('one step', times), 'entries per second': (entries / watch.milliseconds) * 1_000 };
}

async function inFolder(work: (folder: string) => Promise<Figures>): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-log-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function operationLog(inOneStep: number) {
  return (entries: number, watch: Stopwatch): Promise<Figures> =>
    inFolder(async (folder) => {
      const opened = await openOperationLog({
        folder,
        clock: systemClock,
        workstation: 'WS-01',
        subjectKey: createSecretKey(randomBytes(32)),
        anchor: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
        verificationWorker,
        readingWorker,
        checkpoints: {
          key: generateKeyPairSync('ed25519').privateKey,
          keyIsKept: false,
          secondPlace: undefined,
        },
      });
      if (!opened.ok) throw new Error(opened.problem.code);
      const log = opened.value;
      const figures = await timed(entries, inOneStep, watch, async () => {
        const written = await Promise.all(Array.from({ length: inOneStep }, () => log.append(draft)));
        if (written.some((each) => !each.ok)) throw new Error('An entry was refused.');
      });
      await log.close();
      return figures;
    });
}

export const bench = defineBench<number>({
  name: 'log-append',
  about:
    'Writing entries of the operation log, each on disk before the next, against a bare append and fdatasync.',
  unit: 'entries',
  sizes: [5_000],
  rounds: 7,
  prepare: (size) => Promise.resolve(size),
  baseline: 'bare append + fdatasync (asynchronous)',
  contenders: {
    'operation log': operationLog(1),
    'operation log, ten at a time': operationLog(10),
    'bare append + fdatasync (asynchronous)': (entries, watch) =>
      inFolder(async (folder) => {
        const file = await open(join(folder, 'bare'), 'w');
        const line = Buffer.alloc(LINE_BYTES, 'x');
        const figures = await timed(entries, 1, watch, async (index) => {
          await file.write(line, 0, line.length, index * line.length);
          await file.datasync();
        });
        await file.close();
        return figures;
      }),
    'bare append + fdatasync (blocking the thread)': (entries, watch) =>
      inFolder(async (folder) => {
        const file = openSync(join(folder, 'bare'), 'w');
        const line = Buffer.alloc(LINE_BYTES, 'x');
        const figures = await timed(entries, 1, watch, () => {
          writeSync(file, line);
          fdatasyncSync(file);
        });
        closeSync(file);
        return figures;
      }),
  },
});
