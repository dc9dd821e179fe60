import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

import { isNamed, type NamedTest } from './test-names.ts';

export type Result = 'passed' | 'failed' | 'skipped' | 'not run';

/** One test of a report. */
export interface Ran {
  /** From the root. */
  readonly file: string;
  readonly title: string;
  readonly result: Result;
}

const Vitest = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ title: z.string(), status: z.string() })),
    }),
  ),
});

interface Suite {
  readonly specs: readonly {
    readonly file: string;
    readonly title: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
  readonly suites?: readonly Suite[] | undefined;
}

const Suite: z.ZodType<Suite> = z.object({
  specs: z.array(
    z.object({ file: z.string(), title: z.string(), tests: z.array(z.object({ status: z.string() })) }),
  ),
  get suites() {
    return z.array(Suite).optional();
  },
});

const Playwright = z.object({ config: z.object({ rootDir: z.string() }), suites: z.array(Suite) });

const results: Readonly<Record<string, Result>> = {
  passed: 'passed',
  expected: 'passed',
  failed: 'failed',
  unexpected: 'failed',
  // What passed only at the second try did not pass.
  flaky: 'failed',
  skipped: 'skipped',
  pending: 'skipped',
  todo: 'skipped',
  disabled: 'skipped',
};
const resultOf = (status: string): Result => results[status] ?? 'not run';

/** What the reports of ./test tell, test by test. */
export function ranIn(root: string, report: unknown): readonly Ran[] {
  const relative = (file: string): string => path.relative(root, file).replaceAll('\\', '/');
  const vitest = Vitest.safeParse(report);
  if (vitest.success)
    return vitest.data.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ title, status }) => ({
        file: relative(name),
        title,
        result: resultOf(status),
      })),
    );
  const { config, suites } = Playwright.parse(report);
  const inSuite = (suite: Suite): readonly Ran[] => [
    ...suite.specs.flatMap(({ file, title, tests }) =>
      tests.map(({ status }) => ({
        file: relative(path.join(config.rootDir, file)),
        title,
        result: resultOf(status),
      })),
    ),
    ...(suite.suites ?? []).flatMap(inSuite),
  ];
  return suites.flatMap(inSuite);
}

export function ranInFolder(root: string, folder: string): readonly Ran[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => ranIn(root, JSON.parse(readFileSync(path.join(folder, name), 'utf8'))));
}

/** Of all the times that it ran: the worst that is told, and `skipped` only where it never ran. */
export function resultIn(ran: readonly Ran[], test: NamedTest): Result {
  const told = new Set(
    ran.filter(({ file, title }) => file === test.file && isNamed(test, title)).map(({ result }) => result),
  );
  return (['failed', 'passed', 'skipped'] as const).find((result) => told.has(result)) ?? 'not run';
}
