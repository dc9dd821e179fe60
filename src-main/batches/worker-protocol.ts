import type { Outcome } from '../../src-shared/contract/problem.ts';
import type { Head, HeadRequest } from './reading/head.ts';
import type { FileLimits, Survey } from './reading/survey.ts';

/** What the worker for files can be asked: names, what they take and what they give. */
export interface WorkerTasks {
  readonly survey: (request: { readonly path: string; readonly limits?: FileLimits }) => Outcome<Survey>;
  readonly readHead: (request: HeadRequest) => Outcome<Head>;
}

export type TaskName = keyof WorkerTasks;
export type RequestOf<Name extends TaskName> = Parameters<WorkerTasks[Name]>[0];
export type ResultOf<Name extends TaskName> =
  Awaited<ReturnType<WorkerTasks[Name]>> extends Outcome<infer Value> ? Value : never;

/** Given to the worker when it starts. */
export interface WorkerSetup {
  /** One Int32: not 0 once the work is to stop. It is read in the middle of loops that never wait for a message. */
  readonly stop: SharedArrayBuffer;
}

export interface Asked<Name extends TaskName = TaskName> {
  readonly call: number;
  readonly task: Name;
  readonly request: RequestOf<Name>;
}

export type Told =
  | { readonly call: number; readonly outcome: Outcome<unknown> }
  /** A bug in the worker: the error itself, for an incident number. */
  | { readonly call: number; readonly thrown: unknown }
  | { readonly progress: { readonly done: number; readonly total: number } };
