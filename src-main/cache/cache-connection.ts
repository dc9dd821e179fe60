import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';

import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { CacheOptions, RemoteRepositories } from './cache.ts';
import type { DatabaseFailure } from './encrypted-database.ts';
import type { Repositories } from './repositories.ts';
import type { CacheReply, CacheRequest, CacheWorkerData } from './worker-messages.ts';

interface Pending {
  readonly resolve: (outcome: Outcome<unknown>) => void;
  readonly reject: (error: Error) => void;
}

/** The main thread's end of the worker: calls out, answers in. */
export class CacheConnection {
  readonly #worker: Worker;
  readonly #onFailure: CacheOptions['onFailure'];
  readonly #pending = new Map<number, Pending>();
  readonly #ended: Promise<void>;
  #state: 'open' | 'closing' | 'ended' = 'open';
  #failureTold = false;
  #calls = 0;

  private constructor(worker: Worker, onFailure: CacheOptions['onFailure']) {
    this.#worker = worker;
    this.#onFailure = onFailure;
    this.#ended = new Promise((resolve) => {
      worker.on('exit', () => {
        this.#end();
        resolve();
      });
    });
    worker.on('message', (reply: CacheReply) => this.#take(reply));
    // An error that nobody caught there is followed by the exit.
    worker.on('error', () => undefined);
  }

  /** Starts the worker and waits until it has the file open, or can't. */
  static async start(
    options: CacheOptions,
  ): Promise<
    | { readonly ok: true; readonly connection: CacheConnection; readonly repositories: RemoteRepositories }
    | { readonly ok: false; readonly failure: DatabaseFailure }
  > {
    const workerData: CacheWorkerData = { file: options.file, key: options.key.slice() };
    const worker = new Worker(options.worker, { workerData });
    const first = await new Promise<CacheReply>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('The cache worker ended before it opened the file.')));
    });
    if (first.type !== 'opened') {
      await worker.terminate();
      return { ok: false, failure: first.type === 'not-opened' ? first.failure : 'unknown' };
    }
    const connection = new CacheConnection(worker, options.onFailure);
    return { ok: true, connection, repositories: connection.#remote(first.methods) };
  }

  /** Waits for the calls that were made, closes the file and ends the worker. */
  async close(): Promise<void> {
    if (this.#state === 'open') {
      this.#state = 'closing';
      this.#post({ type: 'close' });
    }
    await this.#ended;
  }

  /** A line to the worker that another worker asks the holders of tickets by (`ticket-port.ts`). It closes when the worker ends. */
  openTicketPort(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    const request: CacheRequest = { type: 'tickets', port: port2 };
    if (this.#state === 'open') this.#worker.postMessage(request, [port2]);
    else port2.close();
    return port1;
  }

  /** One function for each method that the worker has. The worker made the names from the same `Repositories` as the type. */
  #remote(methods: Readonly<Record<string, readonly string[]>>): RemoteRepositories {
    const repositories = Object.entries(methods).map(([repository, names]) => {
      const remote = names.map((method) => [
        method,
        (...parameters: unknown[]) => this.#call(repository as keyof Repositories, method, parameters),
      ]);
      return [repository, Object.fromEntries(remote)];
    });
    return Object.fromEntries(repositories) as RemoteRepositories;
  }

  #call(
    repository: keyof Repositories,
    method: string,
    parameters: readonly unknown[],
  ): Promise<Outcome<unknown>> {
    if (this.#state !== 'open') return Promise.resolve(failed('cache-unavailable'));
    const id = (this.#calls += 1);
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#post({ type: 'call', id, repository, method, parameters });
    });
  }

  #take(reply: CacheReply): void {
    if (reply.type === 'opened' || reply.type === 'not-opened') return;
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.type === 'result') pending?.resolve(ok(reply.value));
    else if (reply.type === 'bug') pending?.reject(new Error(`The cache failed. ${reply.message}`));
    else pending?.resolve(this.#refusal(reply.failure));
  }

  #refusal(failure: DatabaseFailure): Outcome<never> {
    if (failure !== 'corrupted' && failure !== 'wrong-key') return failed('cache-unavailable');
    this.#tell('damaged');
    return failed('cache-damaged');
  }

  #end(): void {
    const crashed = this.#state === 'open';
    this.#state = 'ended';
    for (const { resolve } of this.#pending.values()) resolve(failed('cache-unavailable'));
    this.#pending.clear();
    if (crashed) this.#tell('crashed');
  }

  #tell(failure: 'damaged' | 'crashed'): void {
    if (this.#failureTold) return;
    this.#failureTold = true;
    this.#onFailure?.(failure);
  }

  #post(request: CacheRequest): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    this.#worker.postMessage(request);
  }
}
