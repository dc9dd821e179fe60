import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { marksIn } from './marks.ts';
import { measures } from './measures.ts';
import { exitCodeOf, rowsOf, textOf, totalOf } from './report.ts';
import { ranInFolder } from './results.ts';
import { namedTest, suiteOf } from './test-names.ts';

const usage = `使い方: npm run security-report [-- 選択肢]

  対策 H01〜H76 の一行ずつに、コードの場所、試験、その結果を出します。結果は、最後の ./test が test-results/reports に残したものです。

  --run     先に、表にある試験の入った試験一式（単体、結合、画面）を実行する
  --help    これを表示する

  終了コード：0 不合格も未実行もない　1 不合格がある　2 未実行がある　64 使い方の誤り
`;

const root = path.resolve(import.meta.dirname, '../..');
const reports = path.join(root, 'test-results', 'reports');

function runSuites(): void {
  const suites = new Set(measures.flatMap(({ tests }) => tests.map((named) => suiteOf(namedTest(named)))));
  const words = [...suites].flatMap((suite) => ['--suite', suite]);
  spawnSync(process.execPath, [path.join(root, 'tools/test/test.ts'), ...words], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
}

function agesOfReports(): string {
  if (!existsSync(reports))
    return '試験の結果がまだありません。--run を付けるか、./test を実行してください。\n';
  return readdirSync(reports)
    .filter((name) => name.endsWith('.json'))
    .map((name) => `結果  ${name}  ${statSync(path.join(reports, name)).mtime.toISOString()}\n`)
    .join('');
}

function main(): number {
  let given: { readonly run: boolean; readonly help: boolean };
  try {
    const boolean = { type: 'boolean', default: false } as const;
    given = parseArgs({ options: { run: boolean, help: boolean } }).values;
  } catch {
    process.stderr.write(usage);
    return 64;
  }
  if (given.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (given.run) runSuites();
  const rows = rowsOf(measures, marksIn(root), ranInFolder(root, reports));
  process.stdout.write(`${textOf(rows)}\n${agesOfReports()}${totalOf(rows)}\n`);
  return exitCodeOf(rows);
}

process.exitCode = main();
