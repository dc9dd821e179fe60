import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { z } from 'zod';

/** How many tests a suite ran. A check (types, lint, format) counts as one. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Full names of the skipped: what was not looked at must be seen. */
  readonly skippedNames: readonly string[];
  /** Which failed and why, in a few lines: a log is often cut, but never its end. */
  readonly failures: readonly string[];
}

export interface Suite {
  readonly name: string;
  readonly title: string;
  /** Words after `node`: a program of ours or of a package, never a shell line. */
  readonly command: readonly string[];
  /** Reads the report that the run left; absent where the exit code is all there is. */
  readonly report?: {
    readonly file: string;
    readonly counts: (report: unknown) => Counts;
    readonly variable?: string;
  };
}

const bin = (name: string, file: string): string => path.join('node_modules', name, file);
const REPORTS = path.join('test-results', 'reports');

const VitestReport = z.object({
  numPassedTests: z.int(),
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});
type VitestFile = z.infer<typeof VitestReport>['testResults'][number];

const PlaywrightTest = z.object({
  status: z.string(),
  results: z.array(z.object({ errors: z.array(z.object({ message: z.string().default('') })) })),
});
type PlaywrightTest = z.infer<typeof PlaywrightTest>;

interface PlaywrightSuite {
  readonly specs: readonly {
    readonly title: string;
    readonly file: string;
    readonly tests: readonly PlaywrightTest[];
  }[];
  readonly suites?: readonly PlaywrightSuite[] | undefined;
}

const PlaywrightSuite: z.ZodType<PlaywrightSuite> = z.object({
  specs: z.array(z.object({ title: z.string(), file: z.string(), tests: z.array(PlaywrightTest) })),
  get suites() {
    return z.array(PlaywrightSuite).optional();
  },
});

const PlaywrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int() }),
  suites: z.array(PlaywrightSuite),
  errors: z.array(z.unknown()),
});

function vitestCounts(report: unknown): Counts {
  const { numPassedTests, success, testResults } = VitestReport.parse(report);
  const failures = testResults.flatMap(failuresOf);
  // What went wrong outside of every test and file failed too.
  const failed = success ? failures.length : Math.max(1, failures.length);
  const skippedNames = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => ['skipped', 'pending', 'todo', 'disabled'].includes(status))
    .map(({ fullName }) => fullName);
  return { passed: numPassedTests, failed, skipped: skippedNames.length, skippedNames, failures };
}

function failuresOf({ name, status, message, assertionResults }: VitestFile): string[] {
  const file = path.relative('.', name);
  const tests = assertionResults
    .filter((each) => each.status === 'failed')
    .map(
      ({ fullName, failureMessages }) => `${file} › ${fullName}：${firstLines(failureMessages?.[0] ?? '')}`,
    );
  // A file whose preparation failed, or that could not be loaded, names no test of its own.
  return tests.length === 0 && status === 'failed' ? [`${file}：${firstLines(message)}`] : tests;
}

/** Enough to know what was waited for and what was there instead. */
function firstLines(message: string): string {
  const lines = stripVTControlCharacters(message).split('\n', 20);
  return lines.map((line) => line.slice(0, 300)).join('\n');
}

function playwrightCounts(report: unknown): Counts {
  const { stats, suites: roots, errors } = PlaywrightReport.parse(report);
  const tests = roots.flatMap(testsIn);
  const skippedNames = tests.filter(({ status }) => status === 'skipped').map(({ title }) => title);
  const failures = tests
    .filter(({ status }) => ['unexpected', 'flaky'].includes(status))
    .map(({ title, why }) => `${title}：${why}`);
  // A test that passed only at the second try did not pass.
  const failed = stats.unexpected + stats.flaky + errors.length;
  return { passed: stats.expected, failed, skipped: skippedNames.length, skippedNames, failures };
}

function testsIn({
  specs,
  suites: inner = [],
}: PlaywrightSuite): { title: string; status: string; why: string }[] {
  const own = specs.flatMap(({ file, title, tests }) =>
    tests.map(({ status, results }) => ({
      title: `${file} › ${title}`,
      status,
      why: firstLines(results.flatMap(({ errors }) => errors.map(({ message }) => message)).join('\n')),
    })),
  );
  return [...own, ...inner.flatMap(testsIn)];
}

function vitest(name: string, title: string): Suite {
  const file = path.join(REPORTS, `${name}.json`);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  return {
    name,
    title,
    command: [bin('vitest', 'vitest.mjs'), 'run', '--project', name, ...reporters],
    report: { file, counts: vitestCounts },
  };
}

function playwright(name: string, title: string, config: string): Suite {
  return playwrightRun(name, title, [
    bin('@playwright/test', 'cli.js'),
    'test',
    '--config',
    config,
    '--reporter=line,json',
  ]);
}

/** A program of ours that runs Playwright in its turn, such as inside a network namespace. */
function playwrightRun(name: string, title: string, command: readonly string[]): Suite {
  const file = path.join(REPORTS, `${name}.json`);
  return {
    name,
    title,
    command,
    report: { file, counts: playwrightCounts, variable: 'PLAYWRIGHT_JSON_OUTPUT_FILE' },
  };
}

export const suites: readonly Suite[] = [
  { name: 'types', title: '型', command: [bin('typescript', 'bin/tsc'), '-b', '--noEmit'] },
  {
    name: 'lint',
    title: '規則と層',
    command: [bin('oxlint', 'bin/oxlint'), '--type-aware', '--deny-warnings', '.'],
  },
  {
    name: 'format',
    title: '体裁',
    command: [bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  },
  vitest('unit', '単体'),
  vitest('integration', '結合'),
  playwright('chromium-host', 'Chromium host', 'tests/chromium-host/playwright.config.ts'),
  playwright('e2e', '画面を通した試験', 'tests/e2e/playwright.config.ts'),
  playwrightRun('traffic', '通信の記録', [path.join('tools', 'traffic', 'traffic.ts')]),
];
