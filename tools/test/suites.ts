import path from 'node:path';

import { z } from 'zod';

/** How many tests a suite ran. A check (types, lint, format) counts as one. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Full names of the skipped: what was not looked at must be seen. */
  readonly skippedNames: readonly string[];
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
  numFailedTests: z.int(),
  numFailedTestSuites: z.int(),
  success: z.boolean(),
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) }),
  ),
});

interface PlaywrightSuite {
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
  readonly suites?: readonly PlaywrightSuite[] | undefined;
}

const PlaywrightSuite: z.ZodType<PlaywrightSuite> = z.object({
  specs: z.array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) })),
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
  const { numPassedTests, numFailedTests, numFailedTestSuites, success, testResults } =
    VitestReport.parse(report);
  // A file that could not even be loaded has no tests to count, and still failed.
  const failed = success ? numFailedTests : Math.max(1, numFailedTests, numFailedTestSuites);
  const skippedNames = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => ['skipped', 'pending', 'todo', 'disabled'].includes(status))
    .map(({ fullName }) => fullName);
  return { passed: numPassedTests, failed, skipped: skippedNames.length, skippedNames };
}

function playwrightCounts(report: unknown): Counts {
  const { stats, suites: roots, errors } = PlaywrightReport.parse(report);
  const skippedNames = roots.flatMap(skippedIn);
  // A test that passed only at the second try did not pass.
  const failed = stats.unexpected + stats.flaky + errors.length;
  return { passed: stats.expected, failed, skipped: skippedNames.length, skippedNames };
}

function skippedIn({ specs, suites: inner = [] }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ title, tests }) =>
    tests.filter(({ status }) => status === 'skipped').map(() => title),
  );
  return [...own, ...inner.flatMap(skippedIn)];
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
  const file = path.join(REPORTS, `${name}.json`);
  return {
    name,
    title,
    command: [bin('@playwright/test', 'cli.js'), 'test', '--config', config, '--reporter=line,json'],
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
];
