import { Worker } from 'node:worker_threads';

import type { Testimony } from './checkpoints/witness.ts';
import type { Verified } from './verification.ts';
import type { VerificationMessage, VerificationTask } from './verification-worker.ts';

/** What a reading of the whole log found, of its chain and of its checkpoints. */
export interface VerifiedLog extends Verified {
  readonly testimony: Testimony;
}

/** Runs a verification off the main thread. Rejects with the signal's reason, or with what ended the worker. */
export function verifyInWorker(
  entry: URL,
  task: VerificationTask,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<VerifiedLog> {
  const { promise, resolve, reject } = Promise.withResolvers<VerifiedLog>();
  if (signal.aborted) return Promise.reject(signal.reason as Error);
  const worker = new Worker(entry, { workerData: task });
  const cancel = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', cancel, { once: true });
  worker.on('message', (message: VerificationMessage) => {
    if (message.type === 'progress') onProgress(message.done);
    else resolve({ ...message.verified, testimony: message.testimony });
  });
  worker.on('error', reject);
  worker.on('exit', () => reject(new Error('The verification ended without a result.')));
  return promise.finally(() => {
    signal.removeEventListener('abort', cancel);
    void worker.terminate();
  });
}
