import type { MessagePort } from 'node:worker_threads';

import type { FileEncoding } from '../../src-shared/contract/batches.ts';
import type { Outcome } from '../../src-shared/contract/problem.ts';
import type { AddresseeNumber } from '../../src-shared/domain/identifiers.ts';
import type { TicketKey } from '../cache/repositories.ts';
import type { StagedPage } from '../cache/staging/staged-findings.ts';
import type { EncryptedFile, StagingPlaces } from '../cache/staging/staging-database.ts';
import type { FileChecked, FileCheckRequest } from './checking/check-request.ts';
import type { CheckSoFar } from './checking/so-far.ts';
import type { DifferenceRead, PageRead, PageTaken, ReadBatch } from './difference/difference-reader.ts';
import type { Head, HeadRequest } from './reading/head.ts';
import type { FileLimits, Survey } from './reading/survey.ts';
import type { RowTasks } from './rows/row-tasks.ts';
import type { EditChunk } from './sending/edit-chunks.ts';
import type { EditsAnnounced } from './sending/edit-lines.ts';
import type { Chunk, ChunksRequest } from './sending/chunks.ts';

/** What the worker for files can be asked: names, what they take and what they give. */
export interface WorkerTasks extends RowTasks {
  readonly survey: (request: {
    readonly path: string;
    readonly limits?: FileLimits;
    /** As a person has chosen it; undefined to find it out. */
    readonly encoding?: FileEncoding | undefined;
  }) => Outcome<Survey>;
  readonly readHead: (request: HeadRequest) => Outcome<Head>;
  readonly check: (
    request: FileCheckRequest & { readonly staging: StagingPlaces },
  ) => Promise<Outcome<FileChecked>>;
  readonly findings: (request: {
    readonly staging: EncryptedFile;
    readonly code: string | null;
    readonly after: number;
    readonly limit: number;
  }) => Outcome<StagedPage>;
  /** What the opening of a batch says of the edits. */
  readonly announceEdits: (request: { readonly staging: EncryptedFile }) => Outcome<EditsAnnounced>;
  readonly openEdits: (request: { readonly staging: EncryptedFile }) => Outcome<undefined>;
  /** One after another, in their order; null behind the last. */
  readonly nextEdits: (request: undefined) => Outcome<EditChunk | null>;
  /** Rows that go to VRS. */
  readonly countRows: (request: { readonly staging: StagingPlaces }) => Outcome<number>;
  readonly openChunks: (request: ChunksRequest & { readonly staging: StagingPlaces }) => Outcome<undefined>;
  /** One after another, in their order. */
  readonly nextChunk: (request: undefined) => Outcome<Chunk>;
  /** `staging` null where the rows that were sent are not here. */
  readonly openDifference: (request: {
    readonly batch: ReadBatch;
    readonly staging: StagingPlaces | null;
  }) => Outcome<undefined>;
  /** The pages in their order, each as it came. */
  readonly takeDifferencePage: (text: string) => Outcome<PageTaken>;
  /** The rows of the page that was taken last. */
  readonly readDifferencePage: (request: undefined) => Outcome<PageRead>;
  readonly endDifference: (request: undefined) => Outcome<DifferenceRead>;
}

export type TaskName = keyof WorkerTasks;
export type RequestOf<Name extends TaskName> = Parameters<WorkerTasks[Name]>[0];
export type ResultOf<Name extends TaskName> =
  Awaited<ReturnType<WorkerTasks[Name]>> extends Outcome<infer Value> ? Value : never;

/** Given to the worker when it starts. */
export interface WorkerSetup {
  /** One Int32: not 0 once the work is to stop. It is read in the middle of loops that never wait for a message. */
  readonly stop: SharedArrayBuffer;
  /** A line to the worker that has the local copy open (`ticket-port.ts`). */
  readonly ticketPort: MessagePort | null;
  /** False where no question of what stands has an answer: then none is asked. */
  readonly canAsk: boolean;
}

/** From the main thread: something to do, or the answer to a question of the worker. */
export type Asked =
  | { readonly call: number; readonly task: TaskName; readonly request: unknown }
  | { readonly question: number; readonly answer: Outcome<readonly unknown[]> };

/** From the worker. */
export type Told =
  | { readonly call: number; readonly outcome: Outcome<unknown> }
  /** A bug in the worker: the error itself, for an incident number. */
  | { readonly call: number; readonly thrown: unknown }
  | { readonly done: number; readonly total: number }
  | { readonly soFar: CheckSoFar }
  | { readonly question: number; readonly tickets: readonly TicketKey[] }
  | { readonly question: number; readonly people: readonly AddresseeNumber[] };
