/**
 * Runs end-to-end specs with every start of the app in a network namespace that is recorded, and says where its packets went. The tests and
 * the training VRS run in a second namespace, which the app's link ends in and which leads nowhere else.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { buildIfNeeded } from '../prepare/build.ts';
import { Children } from '../prepare/children.ts';
import { prepareBrowser } from '../prepare/browser.ts';
import { prepareDebianParts } from '../prepare/debian-packages.ts';
import { say } from '../prepare/say.ts';
import { needsSessionKeyring, runInSessionKeyring } from '../prepare/session-keyring.ts';
import { whyNotRecorded } from './permitted.ts';
import { sumOf } from './verdict.ts';
import { verdictsIn } from './verdicts.ts';

const usage = `使い方: npm run traffic [-- 選択肢 [-- Playwright の選択肢]]

  アプリを起動するたびに、専用のネットワークの名前空間に入れて、すべてのパケットを記録し、VRS のほかへ出ていないことを確かめます。
  Linux で root のときだけ動きます（iproute2 と tcpdump を使います）。

  --whole   画面を通した試験のすべて（言わなければ、おもなもの）
  --help    これを表示する
`;

const PLAYWRIGHT = path.join('node_modules', '@playwright/test', 'cli.js');
const CONFIG = path.join('tests', 'traffic', 'playwright.config.ts');
/** What a test mounts, such as a small disk, is seen by the app too, in its own namespace. */
const SHARED = 'mount --make-rshared / && exec "$@"';
const FOLDER = path.resolve('test-results', 'traffic-recordings');

function playwright(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  namespace?: string,
): number {
  const reporters = process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] === undefined ? 'line' : 'line,json';
  const run = [PLAYWRIGHT, 'test', '--config', CONFIG, `--reporter=${reporters}`, ...words];
  const within =
    namespace === undefined ? [] : ['netns', 'exec', namespace, 'sh', '-c', SHARED, 'sh', process.execPath];
  const { status } = spawnSync(namespace === undefined ? process.execPath : 'ip', [...within, ...run], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return status ?? 1;
}

async function report(): Promise<void> {
  const starts = await verdictsIn(FOLDER);
  const verdicts = starts.flatMap(({ verdict }) => verdict ?? []);
  const line = (what: string, heap: 'vrs' | 'driver' | 'kernel'): void => {
    const { packets, bytes } = sumOf(verdicts, heap);
    say('通信', `${what}：${packets.toLocaleString('en')} パケット、${bytes.toLocaleString('en')} バイト`);
  };
  say('通信', `記録した起動：${starts.length} 回（判定できたもの ${verdicts.length} 回）`);
  line('設定の VRS', 'vrs');
  line('試験の道具（アプリ自身のデバッグ用ポート、ループバックの中）', 'driver');
  line('カーネルの IPv6 近隣の知らせ', 'kernel');
  const strays = verdicts.flatMap((verdict) => verdict.strays);
  for (const stray of strays)
    say('通信', `ほかへ：${stray.protocol} ${stray.with}（${stray.packets} パケット）`);
  if (strays.length === 0) say('通信', 'ほかへ：なし');
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { whole: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  prepareDebianParts(['headlessBrowser', 'keyring', 'fonts', 'recorder'], false);
  if (needsSessionKeyring()) return runInSessionKeyring(new Children(), path.join('test-results', 'session'));
  prepareBrowser();
  buildIfNeeded();

  rmSync(FOLDER, { recursive: true, force: true });
  const why = whyNotRecorded();
  if (why !== undefined) {
    say('通信', `記録できません：${why}`);
    return playwright([], { TRAFFIC_REFUSED: why });
  }
  mkdirSync(FOLDER, { recursive: true });
  const namespace = `vrs-tests-${process.pid}`;
  execFileSync('ip', ['netns', 'add', namespace]);
  try {
    execFileSync('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
    const environment = {
      E2E_APP: path.resolve('tools/traffic/record-app'),
      TRAFFIC_APP: path.resolve('tools/chromium-host/bin/chromium-host'),
      TRAFFIC_FOLDER: FOLDER,
      ...(values.whole ? { TRAFFIC_WHOLE: '1' } : {}),
    };
    const status = playwright(positionals, environment, namespace);
    if (existsSync(FOLDER)) await report();
    return status;
  } finally {
    execFileSync('ip', ['netns', 'delete', namespace]);
  }
}

process.exitCode = await main();
