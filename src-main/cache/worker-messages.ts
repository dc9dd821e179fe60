import type { MessagePort } from 'node:worker_threads';

import type { DatabaseFailure } from './encrypted-database.ts';
import type { Repositories } from './repositories.ts';

/** What the worker is started with. */
export interface CacheWorkerData {
  readonly file: string;
  readonly key: Uint8Array;
}

/** From the main thread. Calls are answered one after the other, in the order in which they came. */
export type CacheRequest =
  | {
      readonly type: 'call';
      readonly id: number;
      readonly repository: keyof Repositories;
      readonly method: string;
      readonly parameters: readonly unknown[];
    }
  /** Whoever holds the other end asks for the holders of tickets (`ticket-port.ts`). */
  | { readonly type: 'tickets'; readonly port: MessagePort }
  | { readonly type: 'close' };

/** From the worker. SECURITY: P3 — `bug` names the kind of error and its place, never a value. */
export type CacheReply =
  | { readonly type: 'opened'; readonly methods: Readonly<Record<string, readonly string[]>> }
  | { readonly type: 'not-opened'; readonly failure: DatabaseFailure }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly failure: DatabaseFailure }
  | { readonly type: 'bug'; readonly id: number; readonly message: string };
