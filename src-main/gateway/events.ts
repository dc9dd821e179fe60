import type { WorkstationEvent } from '../../src-shared/contract/bridge.ts';

type Listener = (event: WorkstationEvent) => void;

/** What the main process tells whoever listens: the window, and parts of the main process that follow the session. */
export class Events {
  readonly #listeners = new Set<Listener>();

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: WorkstationEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
