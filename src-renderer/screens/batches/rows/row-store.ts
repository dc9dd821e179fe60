import type { GridRow, RowFilter, RowWindow } from '../../../../src-shared/contract/batch-rows.ts';
import type { Outcome, Problem } from '../../../../src-shared/contract/problem.ts';

export type AskRows = (filter: RowFilter, offset: number, limit: number) => Promise<Outcome<RowWindow>>;

/** Rows of one request that is made before they are seen; every request is an entry in the operation log. */
const WINDOW = 100;
/** Rows at least of one that somebody waits for: fewer are there sooner. */
const AT_ONCE = 40;
/** As many as an answer can hold. */
const MOST = 200;
/** So near to what is not there yet, in rows, it is fetched before it is seen. */
const AHEAD = 36;
/** Between two requests at least, in milliseconds: a scrollbar that is dragged passes more rows than anybody reads. */
const PACE = 60;
/** Rows that are kept; beyond it those far from the screen are forgotten. */
const KEPT = 3_000;

export interface RowsShown {
  /** Rows that the filter leaves; undefined before the first answer. */
  readonly total: number | undefined;
  /** How much of the file a text was looked for in so far; the total grows until it is 1. */
  readonly searched: number;
  readonly problem: Problem | undefined;
  readonly isBusy: boolean;
  /** Place of the row that somebody works on. It is held by its line: when rows above it leave the list, its place changes. */
  readonly held: number;
  /** By how many rows it has moved like that, all in all. */
  readonly shift: number;
  /** Grows with everything that changes what is shown. */
  readonly change: number;
}

interface Kept {
  readonly row: GridRow;
  readonly epoch: number;
}

interface Wanted {
  readonly offset: number;
  readonly limit: number;
}

interface View {
  readonly first: number;
  readonly last: number;
  readonly isMovingUp: boolean;
}

/**
 * The rows around what is seen of a list of millions. It fetches one window at a time, for the place that is wanted by then; after a
 * change the old rows stay until the new ones are there.
 */
export class RowStore {
  readonly #ask: AskRows;
  readonly #rows = new Map<number, Kept>();
  readonly #listeners = new Set<() => void>();
  #filter: RowFilter;
  #view: View = { first: 0, last: 0, isMovingUp: false };
  #shown: RowsShown = {
    total: undefined,
    searched: 1,
    problem: undefined,
    isBusy: false,
    held: 0,
    shift: 0,
    change: 0,
  };
  /** Rows from before the last change are old; answers to questions from before it are thrown away. */
  #epoch = 0;
  #isAsking = false;
  #askedAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: AskRows, filter: RowFilter) {
    this.#ask = ask;
    this.#filter = filter;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) clearTimeout(this.#timer);
    };
  };

  readonly shown = (): RowsShown => this.#shown;

  rowAt(index: number): GridRow | undefined {
    return this.#rows.get(index)?.row;
  }

  /** Whether the row is from after the last change. */
  isNew(index: number): boolean {
    return this.#rows.get(index)?.epoch === this.#epoch;
  }

  /** Somebody works on this row from now on. */
  hold(index: number): void {
    if (index === this.#shown.held) return;
    this.#tell({ held: index });
    this.#fetch();
  }

  /** What is on the screen now. */
  look(first: number, last: number): void {
    const isMovingUp = first < this.#view.first;
    this.#view = { first, last: Math.max(first, last), isMovingUp };
    this.#fetch();
  }

  /** Other rows: nothing of the ones before stays. */
  filterBy(filter: RowFilter): void {
    this.#filter = filter;
    this.#rows.clear();
    this.#view = { first: 0, last: 0, isMovingUp: false };
    this.#startAnew({ total: undefined, searched: 1, held: 0 });
  }

  /** The rows have changed: what is seen is asked for again. */
  refresh(): void {
    this.#startAnew({});
  }

  /** The same, and waits until the answer is there, whatever it is. */
  refreshed(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const epoch = this.#epoch + 1;
    const stop = this.subscribe(() => {
      const { held, problem } = this.#shown;
      if (this.#epoch !== epoch || problem !== undefined || this.#rows.size === 0 || this.isNew(held))
        resolve();
    });
    this.refresh();
    return promise.finally(stop);
  }

  /** Waits until the row is there, or can't be had. */
  present(index: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (): boolean => this.isNew(index) || this.#shown.problem !== undefined;
    if (look()) resolve();
    const stop = this.subscribe(() => {
      if (look()) resolve();
    });
    return promise.finally(stop);
  }

  #startAnew(change: Partial<RowsShown>): void {
    this.#epoch += 1;
    this.#isAsking = false;
    this.#askedAt = -Infinity;
    this.#tell({ ...change, problem: undefined });
    this.#fetch();
  }

  #fetch(): void {
    if (this.#isAsking) return;
    const wanted = this.#wanted();
    if (!wanted) {
      if (this.#shown.isBusy) this.#tell({ isBusy: false });
      return;
    }
    const wait = this.#askedAt + PACE - performance.now();
    clearTimeout(this.#timer);
    if (wait > 0) this.#timer = setTimeout(() => this.#fetch(), wait);
    else void this.#askFor(wanted);
  }

  /** What is seen and not there; or else what is just beyond it, or where somebody works without looking. */
  #wanted(): Wanted | undefined {
    const { first, last, isMovingUp } = this.#view;
    const { total, searched, held } = this.#shown;
    const end = total ?? Infinity;
    const missing = this.#firstMissing(first, Math.min(last, end - 1));
    if (missing !== undefined || total === undefined || searched < 1) {
      const seen = last - first + 1;
      const limit = Math.min(MOST, Math.max(AT_ONCE, seen));
      const before = Math.floor((limit - seen) * (isMovingUp ? 0.8 : 0.2));
      return { offset: Math.max(0, first - Math.max(0, before)), limit };
    }
    const above = this.#lastMissing(first - 1, Math.max(0, first - AHEAD));
    const below = this.#firstMissing(last + 1, Math.min(last + AHEAD, end - 1));
    const windowAbove = above === undefined ? undefined : Math.max(0, above + 1 - WINDOW);
    const near = isMovingUp ? (windowAbove ?? below) : (below ?? windowAbove);
    if (near !== undefined) return { offset: near, limit: WINDOW };
    return this.isNew(held) || held >= end
      ? undefined
      : { offset: Math.max(0, held - AT_ONCE / 2), limit: AT_ONCE };
  }

  #firstMissing(from: number, to: number): number | undefined {
    for (let index = from; index <= to; index += 1) if (!this.isNew(index)) return index;
    return undefined;
  }

  #lastMissing(from: number, to: number): number | undefined {
    for (let index = from; index >= to; index -= 1) if (!this.isNew(index)) return index;
    return undefined;
  }

  async #askFor({ offset, limit }: Wanted): Promise<void> {
    const epoch = this.#epoch;
    this.#isAsking = true;
    this.#askedAt = performance.now();
    if (!this.#shown.isBusy) this.#tell({ isBusy: true });
    const outcome = await this.#ask(this.#filter, offset, limit);
    if (epoch !== this.#epoch) return;
    this.#isAsking = false;
    if (!outcome.ok) {
      this.#tell({ problem: outcome.problem, isBusy: false });
      return;
    }
    this.#take(outcome.value);
    this.#fetch();
  }

  #take({ total, searched, offset, rows }: RowWindow): void {
    const { held, shift } = this.#shown;
    const line = this.rowAt(held)?.line;
    for (const [index, { epoch }] of this.#rows) {
      if (epoch !== this.#epoch || index >= total) this.#rows.delete(index);
    }
    for (const [place, row] of rows.entries()) this.#rows.set(offset + place, { row, epoch: this.#epoch });
    if (this.#rows.size > KEPT) this.#forgetFarRows();
    const found = line === undefined ? undefined : this.#placeNear(line, held);
    this.#tell({
      total,
      searched,
      problem: undefined,
      held: found ?? Math.max(0, Math.min(held, total - 1)),
      shift: shift + (found === undefined ? 0 : found - held),
    });
  }

  #placeNear(line: number, index: number): number | undefined {
    for (let distance = 0; distance < MOST; distance += 1) {
      if (this.rowAt(index - distance)?.line === line) return index - distance;
      if (this.rowAt(index + distance)?.line === line) return index + distance;
    }
    return undefined;
  }

  #forgetFarRows(): void {
    const { first, last } = this.#view;
    const near = KEPT / 4;
    for (const index of this.#rows.keys()) {
      const isFar = index < first - near || index > last + near;
      if (isFar && index !== this.#shown.held) this.#rows.delete(index);
    }
  }

  #tell(change: Partial<RowsShown>): void {
    this.#shown = { ...this.#shown, ...change, change: this.#shown.change + 1 };
    for (const listener of this.#listeners) listener();
  }
}
