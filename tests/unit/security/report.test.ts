import { describe, expect, it } from 'vitest';

import { met, notYet } from '../../../tools/security-report/measure.ts';
import { exitCodeOf, rowsOf, textOf, totalOf } from '../../../tools/security-report/report.ts';
import { ranIn, type Result } from '../../../tools/security-report/results.ts';

const NAMED = 'unit/shell/window.test.ts › refuses %s';
const measures = [met('H01', '窓', NAMED), notYet('H02', '組み立て', '本体がない')];
const marks = new Map([['H01', ['src-main/shell/main-window.ts:10']]]);

function vitestReport(...results: readonly string[]): unknown {
  const assertionResults = results.map((status, index) => ({ title: `refuses ${index}`, status }));
  return { testResults: [{ name: '/root/tests/unit/shell/window.test.ts', assertionResults }] };
}
const spec = (title: string, status: string) => ({
  file: 'window.spec.ts',
  title,
  tests: [{ status }],
});
const rowsWith = (...results: readonly string[]) =>
  rowsOf(measures, marks, results.length === 0 ? [] : ranIn('/root', vitestReport(...results)));

describe('a row of the security report', () => {
  it.each([
    [['passed', 'passed'], 'passed', 0],
    [['passed', 'failed'], 'failed', 1],
    [['skipped', 'skipped'], 'skipped', 0],
    [['passed', 'skipped'], 'passed', 0],
    [[], 'not run', 2],
  ] satisfies [string[], Result, number][])('of tests that %j is %s', (results, result, code) => {
    const rows = rowsWith(...results);
    expect(rows[0]?.result).toBe(result);
    expect(exitCodeOf(rows)).toBe(code);
  });

  it('tells where it is held, by which test, with what result, and why it is not met', () => {
    const text = textOf(rowsWith('skipped'));
    expect(text).toContain('H01  満たす・飛ばした  窓');
    expect(text).toContain('場所  src-main/shell/main-window.ts:10');
    expect(text).toContain(`試験  飛ばした  ${NAMED}`);
    expect(text).toContain('H02  まだ・試験なし  組み立て');
    expect(text).toContain('理由  本体がない');
    expect(totalOf(rowsWith('passed'))).toBe(
      '2 行：満たす 1、一部 0、まだ 1、対象外 0。試験：合格 1、不合格 0、飛ばした 0、未実行 0。',
    );
  });

  it('of a screen is read from the report of the screens; what passed at the second try did not pass', () => {
    const suites = [
      {
        specs: [spec('one', 'expected')],
        suites: [{ specs: [spec('two', 'flaky'), spec('three', 'skipped')] }],
      },
    ];
    expect(ranIn('/root', { config: { rootDir: '/root/tests/e2e' }, suites })).toEqual([
      { file: 'tests/e2e/window.spec.ts', title: 'one', result: 'passed' },
      { file: 'tests/e2e/window.spec.ts', title: 'two', result: 'failed' },
      { file: 'tests/e2e/window.spec.ts', title: 'three', result: 'skipped' },
    ]);
  });
});
