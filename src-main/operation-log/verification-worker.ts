import { parentPort, workerData } from 'node:worker_threads';

import { z } from 'zod';

import { nodeLogFolder } from './node-log-folder.ts';
import { Verification, type Verified } from './verification.ts';

/** What the worker is given: the whole log up to an end, which other entries may be appended behind meanwhile. */
export const VerificationTask = z.strictObject({
  folder: z.string(),
  lastSegment: z.string(),
  lastSegmentEnd: z.int(),
});
export type VerificationTask = z.infer<typeof VerificationTask>;

export type VerificationMessage =
  | { readonly type: 'progress'; readonly done: number }
  | { readonly type: 'verified'; readonly verified: Verified };

/** At most ten messages a second, for a log of any length. */
const PROGRESS_EVERY_MS = 100;

async function verify(task: VerificationTask): Promise<Verified> {
  const files = nodeLogFolder(task.folder);
  const verification = new Verification();
  let done = 0;
  let told = performance.now();
  const onLines = (count: number): void => {
    done += count;
    if (performance.now() - told < PROGRESS_EVERY_MS) return;
    told = performance.now();
    post({ type: 'progress', done });
  };
  for (const name of await files.segments()) {
    if (name > task.lastSegment) break;
    const file = await files.open(name, 'read');
    try {
      const until = name === task.lastSegment ? task.lastSegmentEnd : await file.size();
      await verification.readSegment(file, 0, until, onLines);
    } finally {
      await file.close();
    }
  }
  return verification.result();
}

function post(message: VerificationMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port has no origin
  parentPort?.postMessage(message);
}

// A rejection ends the worker with an error, which the log hears.
void verify(VerificationTask.parse(workerData)).then((verified) => post({ type: 'verified', verified }));
