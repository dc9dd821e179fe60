import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { buildIfNeeded } from '../prepare/build.ts';
import { Children } from '../prepare/children.ts';
import { type PartName, prepareDebianParts } from '../prepare/debian-packages.ts';
import { electronBinary, fetchElectronBinary } from '../prepare/electron-binary.ts';
import { complain, say } from '../prepare/say.ts';
import { needsSessionKeyring, runInSessionKeyring } from '../prepare/session-keyring.ts';
import { prepareBrowser } from '../prepare/browser.ts';
import { type Counts, type Suite, suites } from './suites.ts';

const usage = `使い方: ./test [選択肢]

  すべてのテストを実行し、最後に一行「N passed, N failed, N skipped」を出します。

  --suite NAME         一つだけ実行する（${suites.map((suite) => suite.name).join('、')}）。繰り返せます
  --electron           Electron本体を取り寄せ、同じ試験をElectronの上でも実行する
  --install-packages   足りないDebianのパッケージを入れる（rootなら言わなくても入れる）
  --help               これを表示する
`;

const wanted: readonly PartName[] = ['headlessBrowser', 'keyring', 'display', 'fonts', 'recorder'];

function run(suite: Suite): Counts {
  say('試験', `${suite.title}（${suite.name}）`);
  if (suite.report) rmSync(suite.report.file, { force: true });
  const variable = suite.report?.variable;
  const { status } = spawnSync(process.execPath, [...suite.command], {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(variable === undefined ? {} : { [variable]: path.resolve(suite.report?.file ?? '') }),
    },
  });
  const one = { passed: 0, failed: 0, skipped: 0, skippedNames: [], failures: [] };
  if (!suite.report) return status === 0 ? { ...one, passed: 1 } : { ...one, failed: 1 };
  if (!existsSync(suite.report.file)) return { ...one, failed: 1 };
  const counts = suite.report.counts(JSON.parse(readFileSync(suite.report.file, 'utf8')));
  // A run that ended badly although every test passed (a leak, a crash at the end) did not pass.
  return status === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

async function test(): Promise<number> {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string', multiple: true },
      electron: { type: 'boolean', default: false },
      'install-packages': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const chosen = values.suite ? suites.filter((suite) => values.suite?.includes(suite.name)) : suites;
  if (chosen.length === 0) {
    complain(
      '試験',
      `そのような試験はありません。${suites.map((suite) => suite.name).join('、')} から選んでください。`,
    );
    return 64;
  }
  prepareDebianParts(wanted, values['install-packages']);
  const children = new Children();
  if (needsSessionKeyring()) return runInSessionKeyring(children, path.join('test-results', 'session'));

  prepareBrowser();
  const electron = values.electron ? await fetchElectronBinary() : electronBinary();
  if (electron === undefined)
    say('試験', 'Electron本体がないため、画面の試験は Chromium host の上で行います');
  mkdirSync(path.join('test-results', 'reports'), { recursive: true });
  buildIfNeeded();
  const results = chosen.map(run);
  const total = (key: 'passed' | 'failed' | 'skipped'): number =>
    results.reduce((sum, each) => sum + each[key], 0);
  for (const [index, suite] of chosen.entries()) {
    const { passed = 0, failed = 0, skipped = 0, skippedNames = [], failures = [] } = results[index] ?? {};
    say('結果', `${suite.title}：${passed} passed, ${failed} failed, ${skipped} skipped`);
    for (const name of skippedNames) say('飛ばした試験', name);
    for (const failure of failures) complain('失敗した試験', failure);
  }
  process.stdout.write(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped\n`);
  return total('failed') === 0 ? 0 : 1;
}

process.exitCode = await test();
