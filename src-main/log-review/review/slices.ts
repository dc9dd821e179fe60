import { setImmediate as turn } from 'node:timers/promises';

/** A turn for everybody else after so long: nothing on the screen waits longer for the main process. Milliseconds. */
const SLICE_MS = 10;

/** Lets others have a turn whenever a slice is used up. */
export class Slices {
  #began = performance.now();

  /** Rejects with the signal's reason when it is cancelled. */
  async pause(signal?: AbortSignal): Promise<void> {
    if (performance.now() - this.#began < SLICE_MS) return;
    await turn();
    signal?.throwIfAborted();
    this.#began = performance.now();
  }
}
