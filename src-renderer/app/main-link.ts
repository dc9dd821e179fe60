import type { Bridge } from '../../src-shared/contract/bridge.ts';
import { type Ask, askThrough } from './bridge.ts';
import type { WorkstationChange } from './workstation-state.ts';

/** The window's end of the line to the main process: it asks, and passes on what it is told. */
export class MainLink {
  readonly ask: Ask;
  readonly #bridge: Bridge;
  #tell: (change: WorkstationChange) => void = () => undefined;
  #eventsSeen = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.ask = askThrough(bridge, () => void this.look());
  }

  /** Begins to listen and takes a first look. Gives a function that ends the listening. */
  connect(tell: (change: WorkstationChange) => void): () => void {
    this.#tell = tell;
    const stop = this.#bridge.listen((event) => {
      if (event.type !== 'job') this.#eventsSeen += 1;
      tell(event);
    });
    void this.look();
    return stop;
  }

  /** Asks how everything stands. */
  async look(): Promise<void> {
    for (let looks = 0; looks < 5; looks += 1) {
      const before = this.#eventsSeen;
      const viewed = await askThrough(this.#bridge, () => undefined)('session.view', {});
      if (!viewed.ok) {
        this.#tell({ type: 'start-problem', problem: viewed.problem });
        return;
      }
      this.#tell({ type: 'view', view: viewed.value });
      // An event that came in between may be newer than this answer: then once more.
      if (this.#eventsSeen === before) return;
    }
  }
}
