import type { Measure } from './measure.ts';
import { namedTest } from './test-names.ts';
import { type Ran, type Result, resultIn } from './results.ts';

const standings: Readonly<Record<Measure['standing'], string>> = {
  met: '満たす',
  partly: '一部',
  'not-yet': 'まだ',
  'not-applicable': '対象外',
};
const words: Readonly<Record<Result, string>> = {
  passed: '合格',
  failed: '不合格',
  skipped: '飛ばした',
  'not run': '未実行',
};

export interface Row {
  readonly measure: Measure;
  readonly marks: readonly string[];
  readonly tests: readonly { readonly named: string; readonly result: Result }[];
  /** Of the row: the worst of its tests. */
  readonly result: Result;
}

export function rowsOf(
  measures: readonly Measure[],
  marks: ReadonlyMap<string, readonly string[]>,
  ran: readonly Ran[],
): readonly Row[] {
  return measures.map((measure) => {
    const tests = measure.tests.map((named) => ({ named, result: resultIn(ran, namedTest(named)) }));
    const worst = (['failed', 'not run', 'skipped', 'passed'] as const).find((result) =>
      tests.some((test) => test.result === result),
    );
    return { measure, marks: marks.get(measure.id) ?? [], tests, result: worst ?? 'not run' };
  });
}

/** One row after the other: what, where in the code, which tests, with what result. */
export function textOf(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ measure: { id, what, standing, why }, marks, tests, result }) => [
    `${id}  ${standings[standing]}・${tests.length === 0 ? '試験なし' : words[result]}  ${what}`,
    ...(why === '' ? [] : [`       理由  ${why}`]),
    ...marks.map((mark) => `       場所  ${mark}`),
    ...tests.map((test) => `       試験  ${words[test.result]}  ${test.named}`),
  ]);
  return `${lines.join('\n')}\n`;
}

export function totalOf(rows: readonly Row[]): string {
  const standing = Object.entries(standings).map(
    ([key, word]) => `${word} ${rows.filter(({ measure }) => measure.standing === key).length}`,
  );
  const tests = rows.flatMap((row) => row.tests);
  const result = Object.entries(words).map(
    ([key, word]) => `${word} ${tests.filter((test) => test.result === key).length}`,
  );
  return `${rows.length} 行：${standing.join('、')}。試験：${result.join('、')}。`;
}

/** 1: a test failed. 2: a test of a row was not run. 0 otherwise; what was skipped is said. */
export function exitCodeOf(rows: readonly Row[]): 0 | 1 | 2 {
  const told = new Set(rows.flatMap(({ tests }) => tests.map(({ result }) => result)));
  if (told.has('failed')) return 1;
  return told.has('not run') ? 2 : 0;
}
