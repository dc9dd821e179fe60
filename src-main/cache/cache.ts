import type { MessagePort } from 'node:worker_threads';

import type { Outcome, Problem } from '../../src-shared/contract/problem.ts';
import type { Repositories } from './repositories.ts';

/** A repository seen from the main thread: every method answers later, with the value or a problem. */
type Remote<Repository> = {
  readonly [Method in keyof Repository]: Repository[Method] extends (...args: infer Arguments) => infer Result
    ? (...args: Arguments) => Promise<Outcome<Result>>
    : never;
};

export type RemoteRepositories = { readonly [Name in keyof Repositories]: Remote<Repositories[Name]> };

/**
 * The local copy. Every method may give Problem `cache-damaged` (discard it, open it again and refetch) or `cache-unavailable`
 * (disk full, read-only, or the worker is gone: opening it again may help).
 */
export interface Cache extends RemoteRepositories {
  /** A line by which another worker asks this one for the holders of tickets (`ticket-port.ts`); it is closed when the worker ends. */
  readonly openTicketPort?: () => MessagePort;
  /** Waits for running calls and ends the worker. */
  close(): Promise<void>;
  /** Closes and deletes the file, its WAL and its shared memory. */
  discard(): Promise<void>;
}

export type CacheOpening =
  | {
      readonly ok: true;
      readonly cache: Cache;
      /** `new`: there was none. `damaged`, `wrong-key`: there was one that can't be read; it was deleted and this one is empty. */
      readonly was: 'kept' | 'new' | 'damaged' | 'wrong-key';
    }
  | {
      readonly ok: false;
      /** `version`: written by a newer release. `disk`: full, read-only or out of reach. */
      readonly because: 'disk' | 'version';
      readonly problem: Problem;
    };

export interface CacheOptions {
  /** Path of the database file. */
  readonly file: string;
  /** Raw 32 bytes. */
  readonly key: Uint8Array;
  /** The bundled entry of `cache-worker.ts`. */
  readonly worker: URL;
  /** Called once when the open cache stops being usable: the file is damaged, or the worker ended by itself. */
  readonly onFailure?: (failure: 'damaged' | 'crashed') => void;
}

export type OpenCache = (options: CacheOptions) => Promise<CacheOpening>;
