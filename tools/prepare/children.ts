import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

/**
 * Child processes that end with this one, whatever ends it. Each is the head of its own process group, so that its helpers
 * end with it.
 */
export class Children {
  readonly #children = new Set<ChildProcess>();
  readonly #closing: (() => Promise<void>)[] = [];

  start(program: string, words: readonly string[], options: SpawnOptions = {}): ChildProcess {
    const child = spawn(program, [...words], { ...options, detached: process.platform !== 'win32' });
    this.#children.add(child);
    child.once('close', () => this.#children.delete(child));
    return child;
  }

  /** Something that is ended by being asked, before any process is signalled. */
  endBy(close: () => Promise<void>): void {
    this.#closing.push(close);
  }

  /** Asks all of them to end, and ends those that have not after a while. */
  async end(): Promise<void> {
    await Promise.race([Promise.allSettled(this.#closing.map((close) => close())), sleep(5_000)]);
    const ending = [...this.#children];
    for (const child of ending) signalGroup(child, 'SIGTERM');
    // «close» comes when the last descendant that holds one of the child's pipes has ended.
    const gone = Promise.all(ending.map((child) => once(child, 'close')));
    await Promise.race([gone, sleep(10_000)]);
    for (const child of ending) if (this.#children.has(child)) signalGroup(child, 'SIGKILL');
  }
}

/** Nothing stays up for a wait that is over. */
const sleep = (milliseconds: number): Promise<void> => setTimeout(milliseconds, undefined, { ref: false });

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It ended in between.
  }
}
