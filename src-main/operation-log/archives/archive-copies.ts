import { copyFile, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { SecondPlaceOptions } from '../checkpoints/second-place.ts';
import { isFileError } from '../file-error.ts';

/** `none`: the profile names no second place. `copied`: it has this archive as it is here. `behind`: it could not be written there. */
export type CopyState = 'none' | 'copied' | 'behind';

/**
 * Keeps the archives in the second place as they are here: whole, blacked out, or without their entries. A file takes the place of the
 * one before at once, or not at all.
 */
export class ArchiveCopies {
  readonly #folder: string;
  readonly #place: SecondPlaceOptions | undefined;
  readonly #copied = new Set<string>();

  constructor(folder: string, place: SecondPlaceOptions | undefined) {
    this.#folder = folder;
    this.#place = place;
  }

  stateOf(name: string): CopyState {
    if (this.#place === undefined) return 'none';
    return this.#copied.has(name) ? 'copied' : 'behind';
  }

  /** Copies what is missing or different there. Calls must not overlap. */
  async catchUp(names: readonly string[], signal: AbortSignal): Promise<void> {
    const place = this.#place;
    if (place === undefined) return;
    for (const name of names) {
      if (signal.aborted) return;
      try {
        await this.#copy(name, join(place.folder, name.replace('.jsonl', `-${place.terminal}.jsonl`)));
        this.#copied.add(name);
      } catch (error) {
        if (!isFileError(error)) throw error;
        this.#copied.delete(name);
      }
    }
  }

  async #copy(name: string, target: string): Promise<void> {
    const own = join(this.#folder, name);
    // Blacking out and destroying change the length, and nothing else ever changes an archive.
    if ((await lengthOf(target)) === (await lengthOf(own))) return;
    const part = `${target}.part`;
    try {
      await copyFile(own, part);
      const written = await open(part, 'r+');
      try {
        await written.sync();
      } finally {
        await written.close();
      }
      await rename(part, target);
    } finally {
      await rm(part, { force: true });
    }
  }
}

async function lengthOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isFileError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
