import { type MessagePort, Worker } from 'node:worker_threads';

import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { CheckSoFar } from './checking/so-far.ts';
import type { AskHolders, AskResidents } from './checking/ticket-questions.ts';
import type { Asked, RequestOf, ResultOf, TaskName, Told, WorkerSetup } from './worker-protocol.ts';

/** What a worker that runs away may take, in megabytes. */
const MEMORY_LIMIT = 512;
/**
 * Large enough that the short-lived texts of a million rows are swept seldom: at a third of it the sweeping took as long as half of the
 * checking, and the process took no less memory.
 */
const YOUNG_LIMIT = 48;
/** A worker that does not stop by itself within these milliseconds is ended: a sort of a million rows listens to nobody. */
const STOP_PATIENCE = 500;

interface Waiting {
  readonly resolve: (outcome: Outcome<unknown>) => void;
  readonly reject: (thrown: unknown) => void;
}

export interface FileWorkerParts {
  /** The bundled entry of `file-check-worker.ts`. */
  readonly worker: URL;
  /** When it is aborted, what runs ends with `job-cancelled`. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** What a check has found until now. */
  readonly onSoFar?: (soFar: CheckSoFar) => void;
  /** Answers what a check asks of the local copy; without it, the file is checked by itself. */
  readonly holders?: AskHolders;
  readonly residents?: AskResidents;
  /** A line to the local copy, by which the worker asks for holders by itself. */
  readonly ticketPort?: MessagePort | undefined;
}

/** A thread that reads, checks and packs files, seen from the main thread, which never waits for a disk. */
export class FileWorker {
  readonly #worker: Worker;
  readonly #parts: FileWorkerParts;
  readonly #stop = new SharedArrayBuffer(4);
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;
  #patience: NodeJS.Timeout | undefined;

  constructor(parts: FileWorkerParts) {
    this.#parts = parts;
    const { ticketPort = null, holders, residents } = parts;
    const canAsk = ticketPort !== null || holders !== undefined || residents !== undefined;
    const setup: WorkerSetup = { stop: this.#stop, ticketPort, canAsk };
    this.#worker = new Worker(parts.worker, {
      workerData: setup,
      transferList: ticketPort ? [ticketPort] : [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT, maxYoungGenerationSizeMb: YOUNG_LIMIT },
    });
    const { signal } = parts;
    const stopNow = (): void => this.#stopNow();
    if (signal?.aborted === true) stopNow();
    signal?.addEventListener('abort', stopNow);
    this.#worker.on('message', (told: Told) => this.#hear(told));
    this.#worker.on('error', (thrown) => this.#endAll(thrown));
    this.#worker.on('exit', () => {
      signal?.removeEventListener('abort', stopNow);
      clearTimeout(this.#patience);
      this.#endAll(new Error('the file worker ended by itself'));
    });
  }

  /** Rejects where the worker has a bug or ends by itself. */
  async call<Name extends TaskName>(task: Name, request: RequestOf<Name>): Promise<Outcome<ResultOf<Name>>> {
    this.#calls += 1;
    const call = this.#calls;
    const outcome = await new Promise<Outcome<unknown>>((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      this.#post({ call, task, request });
    });
    // The worker answers each task with its own result.
    return outcome as Outcome<ResultOf<Name>>;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #post(asked: Asked): void {
    this.#worker.postMessage(asked, []);
  }

  #hear(told: Told): void {
    if ('done' in told) {
      this.#parts.onProgress?.(told.done, told.total);
    } else if ('soFar' in told) {
      this.#parts.onSoFar?.(told.soFar);
    } else if ('question' in told) {
      this.#answer(told).catch((thrown: unknown) => this.#endAll(thrown));
    } else {
      const waiting = this.#waiting.get(told.call);
      this.#waiting.delete(told.call);
      if ('thrown' in told) waiting?.reject(told.thrown);
      else waiting?.resolve(told.outcome);
    }
  }

  async #answer(told: Extract<Told, { question: number }>): Promise<void> {
    const { holders, residents } = this.#parts;
    const answer =
      'tickets' in told
        ? ((await holders?.(told.tickets)) ?? unknown(told.tickets))
        : ((await residents?.(told.people)) ?? unknown(told.people));
    this.#post({ question: told.question, answer });
  }

  #stopNow(): void {
    Atomics.store(new Int32Array(this.#stop), 0, 1);
    this.#patience = setTimeout(() => void this.#worker.terminate(), STOP_PATIENCE);
  }

  #endAll(thrown: unknown): void {
    for (const { resolve, reject } of this.#waiting.values()) {
      if (this.#parts.signal?.aborted === true) resolve(failed('job-cancelled'));
      else reject(thrown);
    }
    this.#waiting.clear();
  }
}

/** Without a copy nothing can be said of anything that is asked. */
function unknown(asked: readonly unknown[]): Outcome<readonly unknown[]> {
  return ok(asked.map(() => 'unknown'));
}

/** What can be asked of a worker. */
export type WorkerCalls = Pick<FileWorker, 'call'>;

/** Where the tasks of a piece of work run. */
export type InWorker = <Result>(
  parts: FileWorkerParts,
  work: (worker: WorkerCalls) => Promise<Result>,
) => Promise<Result>;

/** One piece of work in a worker of its own. */
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
