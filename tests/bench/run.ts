/**
 * npm run bench                    every bench at its usual sizes
 * npm run bench -- NAME            one of them
 * npm run bench -- NAME --sizes 10000,1000000 --rounds 3
 * npm run bench -- --list
 */
import { spawn } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';

import { type Bench, median, type Run } from './harness.ts';

const here = import.meta.dirname;
const results = join(here, '../../bench/results');
const ENDING = '.bench.ts';

interface Measured {
  readonly size: number;
  readonly runs: Readonly<Record<string, readonly Run[]>>;
}

async function load(name: string): Promise<Bench> {
  const { bench } = (await import(`./${name}.bench.ts`)) as { readonly bench: Bench };
  return bench;
}

async function names(): Promise<readonly string[]> {
  return (await readdir(here))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length));
}

/** A run in a process of its own, so that nobody's memory or warm code helps another. `entry`: this file as plain JavaScript. */
async function runApart(entry: string, name: string, contender: string, input: unknown): Promise<Run> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--no-wasm-code-gc', entry, '--contender', contender, name],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  child.stdin.end(JSON.stringify(input));
  const printed = await text(child.stdout);
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Run;
}

async function measure(bench: Bench, size: number, rounds: number): Promise<Measured> {
  const folder = join(results, 'inputs', bench.name);
  await mkdir(folder, { recursive: true });
  const input = await bench.prepare(size, folder);
  // A contender never comes here: what bundles is no memory of its own.
  const { bundleBenches } = await import('./bundle.ts');
  const entry = await bundleBenches(join(here, 'run.ts'));
  const runs: Record<string, Run[]> = Object.fromEntries(
    bench.contenders.map((contender) => [contender, []]),
  );
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of bench.contenders) {
      const run = await runApart(entry, bench.name, contender, input);
      // The first round warms the disk's cache for all alike.
      if (round > 0) runs[contender]?.push(run);
    }
  }
  return { size, runs };
}

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3, useGrouping: true });

/** The ratio of each round's pair, so that what slows a whole round slows both. */
function ratio(runs: readonly Run[], baseline: readonly Run[], of: (run: Run) => number): number {
  return median(runs.map((run, round) => of(run) / of(baseline[round] ?? run)));
}

function table(bench: Bench, { size, runs }: Measured): string {
  const baseline = runs[bench.baseline] ?? [];
  const rows = bench.contenders.map((contender) => {
    const mine = runs[contender] ?? [];
    const times = mine.map((run) => run.milliseconds);
    const cells = [
      contender,
      number.format(median(times)),
      `${number.format(Math.min(...times))}–${number.format(Math.max(...times))}`,
      number.format(median(mine.map((run) => run.cpuMilliseconds))),
      number.format(Math.max(...mine.map((run) => run.peakMiB))),
      number.format(ratio(mine, baseline, (run) => run.milliseconds)),
      number.format(ratio(mine, baseline, (run) => run.cpuMilliseconds)),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `### ${bench.name}: ${size.toLocaleString('en')} ${bench.unit}`,
    '',
    `| contender | ms | min–max | CPU ms | peak MiB | × ${bench.baseline} | CPU × |`,
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...figureTable(bench, runs),
  ].join('\n');
}

function figureTable(bench: Bench, runs: Measured['runs']): readonly string[] {
  const kinds = new Set(
    Object.values(runs).flatMap((each) => each.flatMap((run) => Object.keys(run.figures))),
  );
  if (kinds.size === 0) return [];
  const rows = [...kinds].map((kind) => {
    const cells = bench.contenders.map((contender) => {
      const values = (runs[contender] ?? [])
        .map((run) => run.figures[kind])
        .filter((value) => value !== undefined);
      return values.length === 0 ? '' : number.format(median(values));
    });
    return `| ${[kind, ...cells].join(' | ')} |`;
  });
  return [
    `| figure (median) | ${bench.contenders.join(' | ')} |`,
    `| --- |${' --- |'.repeat(bench.contenders.length)}`,
    ...rows,
    '',
  ];
}

/** How the time grows with the size: 1 is in proportion. The slope of the least squares in logarithms. */
function growth(bench: Bench, all: readonly Measured[]): readonly string[] {
  if (all.length < 2) return [];
  const rows = bench.contenders.map((contender) => {
    const points = all.map(({ size, runs }) => ({
      x: Math.log(size),
      y: Math.log(median((runs[contender] ?? []).map((run) => run.milliseconds))),
    }));
    const mean = (of: (point: { x: number; y: number }) => number) =>
      points.reduce((sum, p) => sum + of(p), 0) / points.length;
    const [x, y] = [mean((p) => p.x), mean((p) => p.y)];
    const slope = mean((p) => (p.x - x) * (p.y - y)) / mean((p) => (p.x - x) ** 2);
    return `| ${contender} | ${number.format(slope)} |`;
  });
  return ['| contender | time grows with size to the power of |', '| --- | --- |', ...rows, ''];
}

async function compare(
  name: string,
  sizes: readonly number[] | undefined,
  rounds: number | undefined,
): Promise<void> {
  const bench = await load(name);
  const all: Measured[] = [];
  process.stdout.write(`## ${name}\n\n${bench.about}\n\n`);
  for (const size of sizes ?? bench.sizes) {
    const measured = await measure(bench, size, rounds ?? bench.rounds);
    all.push(measured);
    process.stdout.write(`${table(bench, measured)}\n`);
  }
  process.stdout.write(`${growth(bench, all).join('\n')}\n`);
  const machine = {
    cpu: cpus()[0]?.model ?? '',
    cores: cpus().length,
    memoryMiB: Math.round(totalmem() / 1_048_576),
    load: loadavg(),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
  };
  const { about, unit, baseline } = bench;
  const kept = { name, about, unit, baseline, at: new Date().toISOString(), machine, measured: all };
  await writeFile(join(results, `${name}.json`), `${JSON.stringify(kept, undefined, 2)}\n`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean' },
    sizes: { type: 'string' },
    rounds: { type: 'string' },
    contender: { type: 'string' },
  },
});
const [name] = positionals;
if (values.contender !== undefined && name !== undefined) {
  const run = await (await load(name)).run(values.contender, JSON.parse(await text(process.stdin)));
  process.stdout.write(`\n${JSON.stringify(run)}\n`);
} else if (values.list === true) {
  for (const each of await names()) process.stdout.write(`${each}: ${(await load(each)).about}\n`);
} else {
  await mkdir(results, { recursive: true });
  const sizes = values.sizes?.split(',').map(Number);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  for (const each of name === undefined ? await names() : [name]) await compare(each, sizes, rounds);
}
