import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { z } from 'zod';

import type { Children } from '../prepare/children.ts';
import type { TrainingVrsAddress } from './training-profile.ts';

/** The one line that the training VRS prints when it takes calls. */
const Ready = z.object({
  origin: z.string(),
  caPem: z.string(),
  clientP12Path: z.string(),
  clientP12Passphrase: z.string(),
  municipality: z.object({ code: z.string(), name: z.string() }),
});

const READY_WITHIN = 120_000;

/** Starts the training VRS on loopback and waits until it takes calls. */
export async function startTrainingVrs(
  children: Children,
  folder: string,
  people: number,
): Promise<TrainingVrsAddress> {
  const child = children.start(
    process.execPath,
    ['src-training/main.ts', '--folder', path.resolve(folder), '--people', String(people), '--port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return Ready.parse(JSON.parse(await firstLine(child)));
}

async function firstLine(child: ChildProcess): Promise<string> {
  const { stdout } = child;
  if (!stdout) throw new Error('The training VRS has no output to read.');
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('研修用のVRSが時間内に立ち上がりません。')),
      READY_WITHIN,
    );
    createInterface({ input: stdout }).once('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
    child.once('exit', () => reject(new Error('研修用のVRSが立ち上がりませんでした。')));
  });
}
