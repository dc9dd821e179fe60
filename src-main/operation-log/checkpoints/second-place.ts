import { join } from 'node:path';

import { isFileError } from '../file-error.ts';
import { addLines, linesOf } from './line-file.ts';

/** Where copies of the checkpoints go: a folder outside this terminal, such as a share of the municipality. */
export interface SecondPlaceOptions {
  readonly folder: string;
  /** Tells the terminals apart that share the folder: letters, digits and hyphens. */
  readonly terminal: string;
}

/**
 * `copied`: it has everything. `copying`: not known yet. `unreachable`: it could not be written the last time. `differs`: it has
 * checkpoints that the log's own file lacks, as where the log was set back to an older copy.
 */
export type SecondPlaceState = 'copied' | 'copying' | 'unreachable' | 'differs';

/**
 * Keeps a copy of the checkpoints in another place. It only ever adds: what stands there is never written over, so that it still bears
 * witness when the log's own folder was set back. SECURITY: P7, H75
 */
export class SecondPlace {
  readonly #options: SecondPlaceOptions;
  readonly #own: string;
  #state: SecondPlaceState = 'copying';
  #running: Promise<void> | undefined;
  #again = false;

  /** `own`: the file of the log's folder. */
  constructor(options: SecondPlaceOptions, own: string) {
    this.#options = options;
    this.#own = own;
  }

  get state(): SecondPlaceState {
    return this.#state;
  }

  /** Adds what is missing there. One run at a time: a share that hangs holds one thread of Node's pool and not all of them. */
  catchUp(publicKey: readonly string[]): Promise<void> {
    if (this.#running !== undefined) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#run(publicKey).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(publicKey: readonly string[]): Promise<void> {
    do {
      this.#again = false;
      this.#state = await this.#copy(publicKey);
    } while (this.#again);
  }

  async #copy(publicKey: readonly string[]): Promise<SecondPlaceState> {
    const { folder, terminal } = this.#options;
    try {
      // The folder itself is never made: where a share is not mounted, that would be a folder of this disk.
      const own = await linesOf(this.#own);
      const there = await addMissing(join(folder, `checkpoints-${terminal}.jsonl`), own);
      await addKey(join(folder, `checkpoint-key-${terminal}.pem`), publicKey);
      const ours = new Set(own);
      return there.every((line) => ours.has(line)) ? 'copied' : 'differs';
    } catch (error) {
      if (isFileError(error)) return 'unreachable';
      throw error;
    }
  }
}

/** Gives the lines that stood there before. */
async function addMissing(path: string, lines: readonly string[]): Promise<readonly string[]> {
  const before = await linesOf(path);
  const there = new Set(before);
  await addLines(
    path,
    lines.filter((line) => !there.has(line)),
  );
  return before;
}

/** A public key behind those that are there: checkpoints of older keys stay provable. `key`: the lines of its PEM. */
export async function addKey(path: string, key: readonly string[]): Promise<void> {
  const there = `\n${(await linesOf(path)).join('\n')}\n`;
  if (!there.includes(`\n${key.join('\n')}\n`)) await addLines(path, key);
}
