import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { z } from 'zod';

import { DraftId } from '../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { BatchId, Sha256, UserId } from '../../src-shared/domain/identifiers.ts';
import type { EncryptedFile, StagingPlaces } from '../cache/staging/staging-database.ts';
import type { StagingKeys } from './staging-key.ts';

/**
 * What is left of a draft that was sent when its journal is lost (a damaged cache, a key that ended with the process): enough to
 * withdraw at VRS what can't be finished here. In the clear, so it names no resident and no file.
 */
export const Trace = z.strictObject({
  formatVersion: z.literal(1),
  draftId: DraftId,
  owner: UserId,
  fileSha256: Sha256,
  /** Null until VRS has answered the opening. */
  batchId: BatchId.nullable(),
});
export type Trace = z.infer<typeof Trace>;

const STAGING = /^([0-9a-f-]{36})(?:\.numbers)?\.db(?:-journal|-wal|-shm)?$/;
const TRACE = /^([0-9a-f-]{36})\.trace\.json(?:\.new)?$/;

/**
 * The folder of the staging files: two encrypted databases for each draft that was checked, of which one holds nothing but 個人番号, and
 * the traces of what was sent.
 */
export class StagingFiles {
  readonly #folder: string;
  #release: () => Promise<void> = () => Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whoever keeps a file open lets go of it before it is removed: not every system removes an open file. */
  beforeRemoval(release: () => Promise<void>): void {
    this.#release = release;
  }

  /** Where the rows lie. */
  rowsOf(draftId: DraftId, keys: StagingKeys): EncryptedFile {
    return { file: path.join(this.#folder, `${draftId}.db`), key: keys.rows };
  }

  placesOf(draftId: DraftId, keys: StagingKeys): StagingPlaces {
    const file = path.join(this.#folder, `${draftId}.numbers.db`);
    return { rows: this.rowsOf(draftId, keys), individualNumbers: { file, key: keys.individualNumbers } };
  }

  /** Makes the folder. Problems `disk-full`, `cache-unavailable`. SECURITY: H52 — for nobody but the person whose account it is. */
  prepare(): Promise<Outcome<undefined>> {
    return written(async () => void (await mkdir(this.#folder, { recursive: true, mode: 0o700 })));
  }

  /**
   * Deletes both staging files with whatever lies beside them. False where there was none, or where the disk keeps one: nobody has its key any
   * more, and the next sign-in tries again.
   */
  async remove(draftId: DraftId): Promise<boolean> {
    const names = await this.#names();
    const files = names.filter((name) => STAGING.exec(name)?.[1] === draftId);
    if (files.length > 0) await this.#release();
    const removed = await Promise.all(files.map((file) => this.#removed(file)));
    return removed.length > 0 && removed.every(Boolean);
  }

  async #removed(name: string): Promise<boolean> {
    return (await written(() => rm(path.join(this.#folder, name), { force: true }))).ok;
  }

  /** Drafts that have a staging file, be the other one there or not. */
  async staged(): Promise<readonly DraftId[]> {
    return distinctIds(await this.#names(), STAGING);
  }

  /** Drafts that have both. */
  async complete(): Promise<readonly DraftId[]> {
    const names = new Set(await this.#names());
    return distinctIds([...names], STAGING).filter(
      (draftId) => names.has(`${draftId}.db`) && names.has(`${draftId}.numbers.db`),
    );
  }

  /** On disk when it resolves. Problems `disk-full`, `cache-unavailable`. */
  keepTrace(trace: Trace): Promise<Outcome<undefined>> {
    const file = this.#traceOf(trace.draftId);
    return written(async () => {
      const handle = await open(`${file}.new`, 'w', 0o600);
      try {
        await handle.writeFile(JSON.stringify(Trace.parse(trace)));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${file}.new`, file);
    });
  }

  /** One that the disk keeps is found by the next sign-in. */
  async removeTrace(draftId: DraftId): Promise<void> {
    const name = path.basename(this.#traceOf(draftId));
    await this.#removed(`${name}.new`);
    await this.#removed(name);
  }

  /** Every trace that can be read. */
  async traces(): Promise<readonly Trace[]> {
    const traces: Trace[] = [];
    for (const draftId of distinctIds(await this.#names(), TRACE)) {
      const text = await readFile(this.#traceOf(draftId), 'utf8').catch(() => '');
      const trace = Trace.safeParse(jsonOf(text));
      if (trace.success) traces.push(trace.data);
    }
    return traces;
  }

  #traceOf(draftId: DraftId): string {
    return path.join(this.#folder, `${draftId}.trace.json`);
  }

  async #names(): Promise<readonly string[]> {
    return readdir(this.#folder).catch(() => []);
  }
}

/** What can't be written for want of room or leave is a state of the terminal, anything else a bug. */
async function written(work: () => Promise<void>): Promise<Outcome<undefined>> {
  try {
    await work();
    return ok(undefined);
  } catch (thrown) {
    if (!(thrown instanceof Error) || !('syscall' in thrown) || !('code' in thrown)) throw thrown;
    return failed(thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT' ? 'disk-full' : 'cache-unavailable');
  }
}

function distinctIds(names: readonly string[], pattern: RegExp): readonly DraftId[] {
  const ids = names.flatMap((name) => {
    const draftId = DraftId.safeParse(pattern.exec(name)?.[1]);
    return draftId.success ? [draftId.data] : [];
  });
  return [...new Set(ids)];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
