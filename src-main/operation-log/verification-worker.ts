import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

import { z } from 'zod';

import { CHECKPOINTS_FILE, KEY_FILE } from './checkpoints/checkpoint.ts';
import { linesOf } from './checkpoints/line-file.ts';
import { keysIn, type Testimony, Witness } from './checkpoints/witness.ts';
import { archiveOf, logFilesUpTo } from './log-folder.ts';
import { nodeLogFolder } from './node-log-folder.ts';
import { Verification, type Verified } from './verification.ts';

/** What the worker is given: the whole log up to an end, which other entries may be appended behind meanwhile. */
export const VerificationTask = z.strictObject({
  folder: z.string(),
  lastSegment: z.string(),
  lastSegmentEnd: z.int(),
  /** What this terminal signs checkpoints with, as the public key in PEM; older ones are in the folder. */
  publicKey: z.string(),
});
export type VerificationTask = z.infer<typeof VerificationTask>;

export type VerificationMessage =
  | { readonly type: 'progress'; readonly done: number }
  | { readonly type: 'verified'; readonly verified: Verified; readonly testimony: Testimony };

/** At most ten messages a second, for a log of any length. */
const PROGRESS_EVERY_MS = 100;

async function verify(task: VerificationTask): Promise<void> {
  const files = nodeLogFolder(task.folder);
  const keys = await keysOf(task);
  const witness = new Witness(await linesOf(join(task.folder, CHECKPOINTS_FILE)), keys);
  const verification = new Verification(undefined, (entry) => witness.take(entry)).expectArchives();
  let done = 0;
  let told = performance.now();
  const onLines = (count: number): void => {
    done += count;
    if (performance.now() - told < PROGRESS_EVERY_MS) return;
    told = performance.now();
    post({ type: 'progress', done });
  };
  for (const name of await logFilesUpTo(files, task.lastSegment)) {
    const file = await files.open(name, 'read');
    try {
      const until = name === task.lastSegment ? task.lastSegmentEnd : await file.size();
      if (archiveOf(name) === undefined) await verification.readSegment(file, 0, until, onLines);
      else await verification.readArchive(file, keys, onLines);
    } finally {
      await file.close();
    }
  }
  post({ type: 'verified', verified: verification.result(), testimony: witness.result() });
}

async function keysOf({ folder, publicKey }: VerificationTask): Promise<ReturnType<typeof keysIn>> {
  const older = (await linesOf(join(folder, KEY_FILE))).join('\n');
  return keysIn(`${older}\n${publicKey}`);
}

function post(message: VerificationMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port has no origin
  parentPort?.postMessage(message);
}

// A rejection ends the worker with an error, which the log hears.
void verify(VerificationTask.parse(workerData));
