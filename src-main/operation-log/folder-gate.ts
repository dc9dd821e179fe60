/**
 * Lets many read the log's files at the same time, and one change which files there are while nobody reads. Reading goes first: a change
 * waits for a gap, since none of them is urgent.
 */
export class FolderGate {
  #readers = 0;
  #changing: Promise<unknown> = Promise.resolve();
  #gap: PromiseWithResolvers<undefined> | undefined;

  async read<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#changing;
    this.#readers += 1;
    try {
      return await work();
    } finally {
      this.#readers -= 1;
      if (this.#readers === 0) this.#gap?.resolve(undefined);
    }
  }

  /** Calls must not overlap. */
  async change<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.#readers > 0) {
      this.#gap = Promise.withResolvers<undefined>();
      await this.#gap.promise;
    }
    const run = work();
    this.#changing = run.catch(() => undefined);
    return run;
  }
}
