import { Worker } from 'node:worker_threads';

import type { Outcome } from '../../src-shared/contract/problem.ts';
import type { Asked, RequestOf, ResultOf, TaskName, Told, WorkerSetup } from './worker-protocol.ts';

/** What a worker that runs away may take, in megabytes. */
const MEMORY_LIMIT = 512;

interface Waiting {
  readonly resolve: (outcome: Outcome<unknown>) => void;
  readonly reject: (thrown: unknown) => void;
}

export interface FileWorkerParts {
  /** The bundled entry of `file-check-worker.ts`. */
  readonly worker: URL;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** A thread that reads, checks and packs files, seen from the main thread, which never waits for a disk. */
export class FileWorker {
  readonly #worker: Worker;
  readonly #onProgress: (done: number, total: number) => void;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;

  constructor({ worker, signal, onProgress }: FileWorkerParts) {
    const stop = new SharedArrayBuffer(4);
    const setup: WorkerSetup = { stop };
    this.#onProgress = onProgress ?? (() => undefined);
    this.#worker = new Worker(worker, {
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT },
    });
    const stopNow = (): void => {
      Atomics.store(new Int32Array(stop), 0, 1);
    };
    if (signal?.aborted === true) stopNow();
    signal?.addEventListener('abort', stopNow);
    this.#worker.on('message', (told: Told) => this.#hear(told));
    this.#worker.on('error', (thrown) => this.#fail(thrown));
    this.#worker.on('exit', () => {
      signal?.removeEventListener('abort', stopNow);
      this.#fail(new Error('the file worker ended'));
    });
  }

  /** Rejects where the worker has a bug or ends by itself. */
  async call<Name extends TaskName>(task: Name, request: RequestOf<Name>): Promise<Outcome<ResultOf<Name>>> {
    this.#calls += 1;
    const asked: Asked<Name> = { call: this.#calls, task, request };
    const outcome = await new Promise<Outcome<unknown>>((resolve, reject) => {
      this.#waiting.set(asked.call, { resolve, reject });
      this.#worker.postMessage(asked, []);
    });
    // The worker answers each task with its own result.
    return outcome as Outcome<ResultOf<Name>>;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #hear(told: Told): void {
    if ('progress' in told) {
      this.#onProgress(told.progress.done, told.progress.total);
      return;
    }
    const waiting = this.#waiting.get(told.call);
    this.#waiting.delete(told.call);
    if ('thrown' in told) waiting?.reject(told.thrown);
    else waiting?.resolve(told.outcome);
  }

  #fail(thrown: unknown): void {
    for (const { reject } of this.#waiting.values()) reject(thrown);
    this.#waiting.clear();
  }
}

/** One task in a worker of its own. */
export async function inFileWorker<Result>(
  parts: FileWorkerParts,
  work: (worker: FileWorker) => Promise<Result>,
): Promise<Result> {
  const worker = new FileWorker(parts);
  try {
    return await work(worker);
  } finally {
    await worker.close();
  }
}
