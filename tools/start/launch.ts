import path from 'node:path';

import { _electron } from '@playwright/test';

import type { Children } from '../prepare/children.ts';
import { complain, say } from '../prepare/say.ts';

/** The folder with package.json, so that the app knows its own name and version. */
const APP = path.resolve('.');
const HOST = path.resolve(
  'tools',
  'chromium-host',
  'bin',
  process.platform === 'win32' ? 'chromium-host.cmd' : 'chromium-host',
);

export interface Launch {
  /** The workstation's data folder. */
  readonly data: string;
  /** The real Electron binary; undefined: the Chromium host. */
  readonly electron: string | undefined;
  readonly headless: boolean;
  readonly screenshot: string | undefined;
  /** `performance.now()` when the start began, to say how long the first screen took. */
  readonly startedAt: number;
}

/** Runs the app until it ends and gives its exit code. */
export function runApp(launch: Launch, children: Children): Promise<number> {
  const observed = launch.headless || launch.screenshot !== undefined;
  return observed ? runObserved(launch, children) : runAlone(launch, children);
}

/** In a window, without any debugging port: as a person would run it. */
async function runAlone(launch: Launch, children: Children): Promise<number> {
  const program = launch.electron ?? HOST;
  const child = children.start(program, [APP, `--data=${launch.data}`], {
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM_HOST_WINDOWED: '1' },
  });
  say('起動', 'アプリを開きます。終わるときは、ウィンドウを閉じるか Ctrl-C を押してください。');
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code ?? 0));
    child.once('error', (error) => {
      complain('起動', error.message);
      resolve(70);
    });
  });
}

/** Under a test driver, which sees when the first screen is there and can write a picture of it. */
async function runObserved(launch: Launch, children: Children): Promise<number> {
  // A headless machine has no use for Electron's own window.
  const onElectron = launch.electron !== undefined && !launch.headless;
  const app = await _electron.launch({
    ...(onElectron ? {} : { executablePath: HOST }),
    args: [APP, `--data=${launch.data}`],
    env: { ...process.env, ...(launch.headless ? {} : { CHROMIUM_HOST_WINDOWED: '1' }) },
  });
  children.endBy(() => app.close());
  const ended = new Promise<number>((resolve) => {
    app.process().once('exit', (code) => resolve(code ?? 0));
  });
  const window = await app.firstWindow();
  await window.getByRole('button', { name: 'サインイン' }).waitFor();
  const seconds = ((performance.now() - launch.startedAt) / 1000).toFixed(1);
  say('起動', `サインイン画面が出ました（${seconds} 秒）。終わるときは Ctrl-C を押してください。`);
  if (launch.screenshot !== undefined) {
    // Until what arrives last (the list of accounts, the font of its IDs) is drawn.
    await window.waitForLoadState('networkidle');
    await window.evaluate(() => document.fonts.ready);
    await window.waitForTimeout(400);
    await window.screenshot({ path: launch.screenshot });
    say('起動', `最初の画面を写しました：${launch.screenshot}`);
  }
  return ended;
}
