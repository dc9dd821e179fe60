import { existsSync, readFileSync } from 'node:fs';

/**
 * A bench compares contenders that do the same work, each in a process of its own, in turns (A B A B …), after one warm-up: what is
 * said is the ratio pair by pair, because times of a shared machine move by half and ratios hold. Nothing here fails a build.
 */

/** Measures the part of the work that counts; it may be started again to add to it. */
export class Stopwatch {
  milliseconds = 0;
  cpuMilliseconds = 0;
  #begun: { readonly at: number; readonly cpu: NodeJS.CpuUsage } | undefined;

  start(): void {
    this.#begun = { cpu: process.cpuUsage(), at: performance.now() };
  }

  stop(): void {
    if (this.#begun === undefined) throw new Error('The stopwatch is not running.');
    this.milliseconds += performance.now() - this.#begun.at;
    const { user, system } = process.cpuUsage(this.#begun.cpu);
    this.cpuMilliseconds += (user + system) / 1_000;
    this.#begun = undefined;
  }
}

/** Other figures of a run, by what they are: `ticket p99 ms` → 0.5. */
export type Figures = Readonly<Record<string, number>>;

interface Definition<Input> {
  readonly name: string;
  /** What is compared, in one sentence. */
  readonly about: string;
  /** What a size counts: people, entries. */
  readonly unit: string;
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Makes what all contenders of a size need, in a folder that is kept for the next time. The input must be plain JSON. */
  prepare(size: number, folder: string): Promise<Input>;
  /** The contender that the others are set in relation to. */
  readonly baseline: string;
  readonly contenders: Readonly<Record<string, (input: Input, watch: Stopwatch) => Promise<Figures>>>;
}

export interface Bench extends Omit<Definition<unknown>, 'contenders'> {
  readonly contenders: readonly string[];
  run(contender: string, input: unknown): Promise<Run>;
}

/** One run of one contender. */
export interface Run {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
  readonly peakMiB: number;
  readonly figures: Figures;
}

export function defineBench<Input>(definition: Definition<Input>): Bench {
  return {
    ...definition,
    contenders: Object.keys(definition.contenders),
    async run(contender, input) {
      const work = definition.contenders[contender];
      if (work === undefined) throw new Error(`There is no contender ${contender}.`);
      const watch = new Stopwatch();
      // What `prepare` gave, after its way through JSON.
      const figures = await work(input as Input, watch);
      return {
        milliseconds: watch.milliseconds,
        cpuMilliseconds: watch.cpuMilliseconds,
        peakMiB: peakKiB() / 1_024,
        figures,
      };
    },
  };
}

/**
 * The most memory that this process has had, all its threads together. Where the kernel tells of its address space alone, that: the usual
 * figure begins with the memory of whoever has started the process.
 */
function peakKiB(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const [, own] = /^VmHWM:\s+(\d+) kB$/mu.exec(status) ?? [];
  return own === undefined ? process.resourceUsage().maxRSS : Number(own);
}

/** p50 and p99 of times in milliseconds, under a name. */
export function percentiles(name: string, times: readonly number[]): Figures {
  return { [`${name} p50 ms`]: quantile(times, 0.5), [`${name} p99 ms`]: quantile(times, 0.99) };
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
