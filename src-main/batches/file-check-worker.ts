import { type MessagePort, parentPort, workerData } from 'node:worker_threads';

import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { AddresseeNumber } from '../../src-shared/domain/identifiers.ts';
import { databaseFailureOf } from '../cache/encrypted-database.ts';
import type { TicketKey } from '../cache/repositories.ts';
import { StagingStore } from '../cache/staging/staging-store.ts';
import { StagingThread } from '../cache/staging/staging-thread.ts';
import { StagingWriter } from '../cache/staging/staging-writer.ts';
import { askNobody, askOnPort } from './checking/asked-holders.ts';
import { checkFile } from './checking/check-file.ts';
import { SoFarTeller } from './checking/so-far.ts';
import type { Held, Known } from './checking/ticket-questions.ts';
import { StagedRows } from './checking/staged-rows.ts';
import { DifferenceReader } from './difference/difference-reader.ts';
import { readHead } from './reading/head.ts';
import { surveyFile } from './reading/survey.ts';
import { DraftRows } from './rows/draft-rows.ts';
import { EditLog } from './rows/edit-log.ts';
import { RowDesk } from './rows/row-desk.ts';
import type { RowTasks } from './rows/row-tasks.ts';
import { Chunks } from './sending/chunks.ts';
import { EditChunks } from './sending/edit-chunks.ts';
import { editLinesToSend, editsAnnounced } from './sending/edit-lines.ts';
import type { Asked, TaskName, Told, WorkerSetup, WorkerTasks } from './worker-protocol.ts';

/** Progress is told at most so often, in milliseconds. */
const TELL_EVERY = 100;
/** Fewer lines are written before a thread for them has begun. */
const LINES_FOR_A_THREAD = 50_000;
/** It lies beside this entry, in the sources and in the bundle. */
const stagingWorker = new URL(import.meta.url.replace('file-check-worker', 'staging-worker'));

/** The worker for files: a thread of its own reads, checks and packs, so that the main thread never waits. */
class FileCheckWorker {
  readonly #port: MessagePort;
  readonly #stop: Int32Array;
  readonly #questions = new Map<number, (answer: Outcome<readonly unknown[]>) => void>();
  readonly #tasks: WorkerTasks;
  #asked = 0;
  #toldAt = 0;
  #chunks: Chunks | undefined;
  #edits: EditChunks | undefined;
  #difference: DifferenceReader | undefined;

  constructor(port: MessagePort, { stop, ticketPort, canAsk }: WorkerSetup) {
    this.#port = port;
    this.#stop = new Int32Array(stop);
    const desk = new RowDesk({
      ask: (tickets) => this.#askHolders(tickets),
      askResidents: (people) => this.#askResidents(people),
      stopped: () => this.#stopped(),
      onProgress: (done, total) => this.#tellProgress(done, total),
    });
    this.#tasks = {
      survey: ({ path, limits, encoding }) => surveyFile(path, limits, encoding),
      readHead,
      check: ({ staging, ...request }) =>
        writing(async () => {
          const thread = request.lines > LINES_FOR_A_THREAD ? new StagingThread(stagingWorker) : undefined;
          const writer = StagingWriter.create(staging, thread);
          const { municipalityCode } = request;
          const whatStands = ticketPort ? askOnPort(ticketPort, municipalityCode) : undefined;
          const askDirectly = whatStands ?? (canAsk ? undefined : askNobody);
          try {
            return await checkFile(request, {
              writer,
              ask: (tickets) => this.#askHolders(tickets),
              askDirectly,
              askResidents: (people) => this.#askResidents(people),
              stopped: () => this.#stopped(),
              onProgress: (done, total) => this.#tellProgress(done, total),
              soFar: new SoFarTeller((soFar) => this.#tell({ soFar })),
            });
          } finally {
            writer.close();
            await thread?.close();
          }
        }),
      findings: ({ staging, code, after, limit }) =>
        reading(() => {
          const store = StagingStore.open(staging);
          try {
            return store ? ok(store.findings(code, after, limit)) : failed('draft-missing');
          } finally {
            store?.close();
          }
        }),
      announceEdits: ({ staging }) =>
        reading(() => {
          const rows = DraftRows.open(staging);
          try {
            return rows ? ok(editsAnnounced(rows)) : failed('draft-missing');
          } finally {
            rows?.close();
          }
        }),
      openEdits: ({ staging }) =>
        reading(() => {
          const rows = DraftRows.open(staging);
          if (!rows) return failed('draft-missing');
          this.#edits = new EditChunks(editLinesToSend(rows));
          return ok(undefined);
        }),
      nextEdits: () => reading(() => (this.#edits ? ok(this.#edits.next()) : failed('draft-missing'))),
      countRows: ({ staging }) =>
        reading(() => {
          const store = StagingStore.open(staging.rows, staging.individualNumbers);
          if (!store) return failed('draft-missing');
          try {
            return this.#count(new StagedRows(store, new EditLog(store.database)).wireRows());
          } finally {
            store.close();
          }
        }),
      openChunks: ({ staging, ...request }) =>
        reading(() => {
          const store = StagingStore.open(staging.rows, staging.individualNumbers);
          if (!store) return failed('draft-missing');
          this.#chunks = new Chunks(new StagedRows(store, new EditLog(store.database)).wireRows(), request);
          return ok(undefined);
        }),
      ...rowTasks(desk),
      nextChunk: () => reading(() => this.#chunks?.next() ?? failed('draft-missing')),
      openDifference: ({ batch, staging }) =>
        reading(() => {
          const store = staging && StagingStore.open(staging.rows, staging.individualNumbers);
          if (staging && !store) return failed('draft-missing');
          const sent = store ? new StagedRows(store, new EditLog(store.database)).wireRows() : undefined;
          this.#difference = new DifferenceReader(batch, sent);
          return ok(undefined);
        }),
      takeDifferencePage: (text) => reading(() => this.#difference?.take(text) ?? failed('draft-missing')),
      readDifferencePage: () =>
        reading(() => (this.#difference ? ok(this.#difference.read()) : failed('draft-missing'))),
      endDifference: () =>
        reading(() => (this.#difference ? ok(this.#difference.end()) : failed('draft-missing'))),
    };
    port.on('message', (asked: Asked) => {
      if ('question' in asked) this.#questions.get(asked.question)?.(asked.answer);
      else void this.#answer(asked.call, asked.task, asked.request);
    });
  }

  async #answer(call: number, task: TaskName, request: unknown): Promise<void> {
    try {
      // The protocol gives each task its own request.
      const outcome: Outcome<unknown> = await Reflect.apply(this.#tasks[task], undefined, [request]);
      this.#tell({ call, outcome });
    } catch (thrown) {
      this.#tell({ call, thrown });
    }
  }

  #stopped(): boolean {
    return Atomics.load(this.#stop, 0) !== 0;
  }

  async #askHolders(tickets: readonly TicketKey[]): Promise<Outcome<readonly Held[]>> {
    return tickets.length === 0 ? ok([]) : this.#ask((question) => ({ question, tickets }));
  }

  async #askResidents(people: readonly AddresseeNumber[]): Promise<Outcome<readonly Known[]>> {
    return people.length === 0 ? ok([]) : this.#ask((question) => ({ question, people }));
  }

  async #ask<Answer>(told: (question: number) => Told): Promise<Outcome<readonly Answer[]>> {
    this.#asked += 1;
    const question = this.#asked;
    const { promise, resolve } = Promise.withResolvers<Outcome<readonly unknown[]>>();
    this.#questions.set(question, resolve);
    this.#tell(told(question));
    const answer = await promise;
    this.#questions.delete(question);
    // The main thread answers each question with what it asks for.
    return this.#stopped() ? failed('job-cancelled') : (answer as Outcome<readonly Answer[]>);
  }

  #count(rows: Iterable<unknown>): Outcome<number> {
    let count = 0;
    for (const _ of rows) {
      if (this.#stopped()) return failed('job-cancelled');
      count += 1;
    }
    return ok(count);
  }

  #tellProgress(done: number, total: number): void {
    const now = performance.now();
    if (now - this.#toldAt < TELL_EVERY && done < total) return;
    this.#toldAt = now;
    this.#tell({ done, total });
  }

  #tell(told: Told): void {
    this.#port.postMessage(told, []);
  }
}

/** A file that fails while rows are looked at is closed: whatever opens it again reads it anew. */
function rowTasks(desk: RowDesk): RowTasks {
  const { tasks } = desk;
  const looking = <Value>(work: () => Outcome<Value>): Outcome<Value> => reading(work, () => desk.close());
  return {
    shownRows: (request) => looking(() => tasks.shownRows(request)),
    placeOfLine: (request) => looking(() => tasks.placeOfLine(request)),
    rowRanges: (request) => looking(() => tasks.rowRanges(request)),
    asTheyStand: (request) => looking(() => tasks.asTheyStand(request)),
    editCells: (request) => writing(() => tasks.editCells(request)),
    exportFindings: (request) => writing(() => tasks.exportFindings(request)),
    changeRows: (request) => writing(() => tasks.changeRows(request)),
  };
}

/** What a staging file that can't be written means: there is no room, or no way to write at all. */
async function writing<Value>(work: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  try {
    return await work();
  } catch (thrown) {
    const failure = databaseFailureOf(thrown);
    if (failure === undefined) throw thrown;
    return failed(failure === 'disk-full' ? 'disk-full' : 'cache-unavailable');
  }
}

/** A staging file that can't be read is as good as none. */
function reading<Value>(work: () => Outcome<Value>, failing?: () => void): Outcome<Value> {
  try {
    return work();
  } catch (thrown) {
    failing?.();
    const failure = databaseFailureOf(thrown);
    if (failure === undefined) throw thrown;
    return failed(failure === 'disk-full' ? 'disk-full' : 'draft-missing');
  }
}

if (!parentPort) throw new Error('this file is the entry of a worker');
const setup: WorkerSetup = workerData;
export const fileCheckWorker = new FileCheckWorker(parentPort, setup);
