import { Worker } from 'node:worker_threads';

import { Block, type RowBlocks } from './block.ts';
import type { StagedFinding } from './staged-findings.ts';
import type { StagingPlaces } from './staging-database.ts';

/** So many blocks go in one message. */
const BLOCKS_A_MESSAGE = 8;
/** Whoever is ahead by more messages than this waits: what is to be written must not pile up. */
const MOST_UNDER_WAY = 6;
/** It holds a few blocks at a time, in megabytes. */
const MEMORY_LIMIT = 64;
const YOUNG_LIMIT = 16;

export type FindingOfRow = readonly [row: number, finding: StagedFinding];

/** What the thread is told, in this order: where, then rows as often as it takes, then that these were all. */
export type ToStagingThread =
  | { readonly places: StagingPlaces }
  | { readonly blocks: readonly RowBlocks[]; readonly findings: readonly FindingOfRow[] }
  | { readonly end: true };

/** What it answers to each but the first: the blocks back, to be filled again. */
export type FromStagingThread =
  | { readonly written: readonly RowBlocks[] }
  | { readonly released: true }
  | { readonly failure: { readonly message: string; readonly code: string | undefined } };

/**
 * A thread that encrypts and writes what another one has read and checked meanwhile: with two processors the one work hides behind the
 * other. Its files are let go of at the end, and whoever asked goes on with them.
 */
export class StagingThread {
  readonly #worker: Worker;
  readonly #spare: Block[] = [];
  #blocks: RowBlocks[] = [];
  #findings: FindingOfRow[] = [];
  #underWay = 0;
  #isReleased = false;
  #failure: { readonly thrown: unknown } | undefined;
  #wake: (() => void) | undefined;

  /** `entry`: of `staging-worker.ts`, bundled or not. */
  constructor(entry: URL) {
    this.#worker = new Worker(entry, {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT, maxYoungGenerationSizeMb: YOUNG_LIMIT },
    });
    this.#worker.on('message', (told: FromStagingThread) => this.#hear(told));
    this.#worker.on('error', (thrown) => this.#fail(thrown));
    this.#worker.on('exit', () => this.#fail(new Error('the staging thread ended by itself')));
  }

  /** SECURITY: H57 — the keys go over to the thread, which overwrites them; nothing of them stays here. */
  open({ rows, individualNumbers }: StagingPlaces): void {
    const [one, other] = [Uint8Array.from(rows.key), Uint8Array.from(individualNumbers.key)];
    const places = {
      rows: { file: rows.file, key: one },
      individualNumbers: { file: individualNumbers.file, key: other },
    };
    this.#post({ places }, [one.buffer, other.buffer]);
  }

  /** An empty block. */
  emptyBlock(): Block {
    return this.#spare.pop() ?? new Block();
  }

  /** They are the thread's from here on. */
  write(blocks: RowBlocks): void {
    this.#blocks.push(blocks);
    if (this.#blocks.length >= BLOCKS_A_MESSAGE) this.#send();
  }

  addFinding(row: number, finding: StagedFinding): void {
    this.#findings.push([row, finding]);
  }

  /** Waits where the thread is far behind. Throws what writing threw. */
  async settle(): Promise<void> {
    while (this.#underWay > MOST_UNDER_WAY) await this.#heard();
    this.#throwFailure();
  }

  /** All is written and the files are free when it resolves. Throws what writing threw. */
  async end(): Promise<void> {
    this.#send();
    this.#post({ end: true }, []);
    while (!this.#isReleased) await this.#heard();
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #send(): void {
    if (this.#blocks.length === 0 && this.#findings.length === 0) return;
    const [blocks, findings] = [this.#blocks, this.#findings];
    this.#blocks = [];
    this.#findings = [];
    this.#underWay += 1;
    this.#post(
      { blocks, findings },
      blocks.flatMap(({ rows, numbers }) => [
        rows.body.buffer,
        rows.ends.buffer,
        numbers.body.buffer,
        numbers.ends.buffer,
      ]),
    );
  }

  #post(told: ToStagingThread, transferred: ArrayBuffer[]): void {
    this.#worker.postMessage(told, transferred);
  }

  #hear(told: FromStagingThread): void {
    if ('failure' in told) {
      const { message, code } = told.failure;
      this.#fail(Object.assign(new Error(message), { code }));
      return;
    }
    if ('released' in told) this.#isReleased = true;
    else {
      this.#underWay -= 1;
      for (const { rows, numbers } of told.written) this.#spare.push(new Block(rows), new Block(numbers));
    }
    this.#wake?.();
  }

  async #heard(): Promise<void> {
    this.#throwFailure();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await promise;
    this.#wake = undefined;
    this.#throwFailure();
  }

  #fail(thrown: unknown): void {
    this.#failure ??= { thrown };
    this.#wake?.();
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.thrown;
  }
}
