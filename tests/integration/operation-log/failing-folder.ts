import type { LogFile, LogFolder } from '../../../src-main/operation-log/log-folder.ts';
import { nodeLogFolder } from '../../../src-main/operation-log/node-log-folder.ts';

/** Every step that the log asks of the file system. */
export const steps = [
  'segments',
  'archives',
  'unfinished',
  'open',
  'create',
  'remove',
  'rename',
  'lock',
  'size',
  'read',
  'write',
  'sync',
  'truncate',
  'close',
] as const;
export type Step = (typeof steps)[number];

/** A real folder whose steps fail when a test says so; a write that fails leaves its first half. */
export class FailingFolder {
  readonly done: Step[] = [];
  /** Says whether this step, which is the nth, fails. */
  fails: (step: Step, nth: number) => boolean = () => false;
  code = 'EIO';
  /** As when the power is gone: a write that fails leaves nothing. */
  isDead = false;

  readonly folder = (path: string): LogFolder => {
    const real = nodeLogFolder(path);
    return {
      segments: () => this.#step('segments', () => real.segments()),
      archives: () => this.#step('archives', () => real.archives()),
      unfinished: () => this.#step('unfinished', () => real.unfinished()),
      open: (name, as) => this.#step('open', async () => this.#file(await real.open(name, as))),
      create: (name) => this.#step('create', async () => this.#file(await real.create(name))),
      remove: (name) => this.#step('remove', () => real.remove(name)),
      rename: (from, to) => this.#step('rename', () => real.rename(from, to)),
      lock: () => this.#step('lock', () => real.lock()),
    };
  };

  #file(real: LogFile): LogFile {
    return {
      name: real.name,
      size: () => this.#step('size', () => real.size()),
      read: (target, position) => this.#step('read', () => real.read(target, position)),
      write: (bytes, position) =>
        this.#step(
          'write',
          () => real.write(bytes, position),
          () => real.write(bytes.subarray(0, bytes.length / 2), position),
        ),
      sync: () => this.#step('sync', () => real.sync()),
      truncate: (length) => this.#step('truncate', () => real.truncate(length)),
      // A file that can't be closed is closed all the same.
      close: () =>
        this.#step(
          'close',
          () => real.close(),
          () => real.close(),
        ),
    };
  }

  async #step<Result>(
    step: Step,
    work: () => Promise<Result>,
    half: () => Promise<unknown> = () => Promise.resolve(),
  ): Promise<Result> {
    this.done.push(step);
    if (!this.fails(step, this.done.length)) return work();
    if (!this.isDead) await half();
    throw Object.assign(new Error(`${this.code}: injected at ${step}`), { code: this.code });
  }
}
