/** The Chromium process: started as the leader of its own group, spoken to over a pipe, ended with everything it started. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { appWindowFlags } from './app-window.ts';
import { CdpConnection } from './cdp.ts';
import type { Browser } from './find-browser.ts';
import { chromiumEnvironment, chromiumFlags, type FlagOptions } from './flags.ts';

export interface Chromium {
  readonly cdp: CdpConnection;
  /** For example `HeadlessChrome/150.0.7871.100`. */
  readonly product: string;
  readonly browser: Browser;
  /** Headless shells have frames without decoration, so that frame and content are the same size. */
  readonly isHeadlessShell: boolean;
  /** Opens a window without tabs that begins at the URL; only where there are windows at all. */
  readonly openAppWindow: ((url: string, width: number, height: number) => void) | undefined;
  /** Resolves when the browser process has ended. */
  readonly gone: Promise<void>;
  /** Ends the browser and all its helpers, at once. */
  readonly kill: () => void;
}

export interface LaunchOptions extends FlagOptions {
  readonly browser: Browser;
  readonly onDevTools: (address: string) => void;
  /** Chromium's own words on stderr, line by line, for debugging. */
  readonly onLog?: (text: string) => void;
}

/** On Windows there are no process groups; taskkill walks the tree. */
function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has ended already.
  }
}

export async function launchChromium(options: LaunchOptions): Promise<Chromium> {
  const flags = chromiumFlags(options);
  const environment = chromiumEnvironment(process.env, options.profile, options.browser.libraryPath);
  const children = new Set<ChildProcess>();
  const start = (words: readonly string[]): ChildProcess => {
    const started = spawn(options.browser.path, words, {
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      env: environment,
    });
    children.add(started);
    started.once('exit', () => children.delete(started));
    return started;
  };
  const child = start(flags);
  const kill = (): void => children.forEach(killTree);
  // Whether it worked shows when the target appears.
  const openAppWindow = (url: string, width: number, height: number): void => {
    start(appWindowFlags(flags, url, width, height)).on('error', () => undefined);
  };
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));

  let log = '';
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (text: string) => {
    options.onLog?.(text);
    log = (log + text).slice(-4000);
    const address = /^DevTools listening on (ws:\/\/\S+)$/m.exec(log)?.[1];
    if (address === undefined) return;
    log = log.replace('DevTools listening on', 'DevTools listened on');
    options.onDevTools(address);
  });

  const failed = new Promise<never>((_resolve, reject) => {
    child.once('error', (error) =>
      reject(new Error(`chromium-host: cannot start ${options.browser.path}: ${error.message}`)),
    );
    child.once('exit', (code, signal) => {
      reject(new Error(`chromium-host: Chromium ended at its start (${code ?? signal}).\n${log.trim()}`));
    });
  });
  failed.catch(() => undefined);

  const cdp = new CdpConnection(child.stdio[3] as Writable, child.stdio[4] as Readable);
  // Where Chromium ended, its last words say more than a closed pipe.
  const version = await Promise.race([
    cdp.send<{ product: string }>('Browser.getVersion').catch(() => failed),
    failed,
  ]);
  return {
    cdp,
    product: version.product,
    browser: options.browser,
    openAppWindow: options.windowed ? openAppWindow : undefined,
    isHeadlessShell: version.product.startsWith('HeadlessChrome'),
    gone,
    kill,
  };
}
