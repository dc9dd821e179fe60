/** Which Chromium to start: what the caller names, then what is installed, then the one from npm. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { npmChromium, npmPackage } from './npm-chromium.ts';

export interface Browser {
  readonly path: string;
  /** Where the shared libraries are that the binary brings along itself. */
  readonly libraryPath?: string;
}

export interface BrowserSearch {
  readonly windowed: boolean;
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly exists: (path: string) => boolean;
}

/**
 * The installed browsers, best first. A headless shell starts twice as fast but has no windows. On Debian the binary is
 * named directly: the wrapper in /usr/bin adds switches of its own.
 */
export function browserCandidates(search: Omit<BrowserSearch, 'exists'>): string[] {
  const env = search.environment;
  if (search.platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (search.platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
    const names = ['Chromium\\Application\\chrome.exe', 'Google\\Chrome\\Application\\chrome.exe'];
    const edge = 'Microsoft\\Edge\\Application\\msedge.exe';
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) => [...names, edge].map((name) => `${root}\\${name}`));
  }
  return [
    ...(search.windowed ? [] : ['/usr/lib/chromium/chromium-headless-shell']),
    '/usr/lib/chromium/chromium',
    '/usr/lib64/chromium-browser/chromium-browser',
    '/opt/google/chrome/chrome',
    '/opt/microsoft/msedge/msedge',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/usr/bin/microsoft-edge',
    ...(env['HOME'] === undefined ? [] : [join(env['HOME'], '.local/share/chromium/chrome')]),
  ];
}

/** Throws when there is none, and says where it looked. */
export async function findBrowser(search: BrowserSearch): Promise<Browser> {
  const named = search.environment['CHROMIUM_HOST_BROWSER'];
  if (named === npmPackage) {
    const browser = await npmChromium();
    if (browser === undefined) throw new Error(`chromium-host: ${npmPackage} is not installed`);
    return browser;
  }
  if (named !== undefined && named !== '') {
    if (search.exists(named)) return { path: named };
    throw new Error(`chromium-host: CHROMIUM_HOST_BROWSER names ${named}, which does not exist`);
  }
  const candidates = browserCandidates(search);
  const installed = candidates.find((path) => search.exists(path));
  if (installed !== undefined) return { path: installed };
  const fromNpm = search.windowed ? undefined : await npmChromium();
  if (fromNpm !== undefined) return fromNpm;
  throw new Error(
    `chromium-host: no Chromium found. Install chromium-headless-shell or chromium, set CHROMIUM_HOST_BROWSER, or npm install ` +
      `${npmPackage}. Looked at: ${candidates.join(', ')}`,
  );
}

export const searchHere = (windowed: boolean): BrowserSearch => ({
  windowed,
  platform: process.platform,
  environment: process.env,
  exists: existsSync,
});

/** What the browser says of itself; nothing on Windows, where asking would open a window. */
export function browserVersion(browser: Browser): string {
  if (process.platform === 'win32') return 'the browser';
  const libraryPath = browser.libraryPath ?? process.env['LD_LIBRARY_PATH'];
  const { stdout } = spawnSync(browser.path, ['--version'], {
    encoding: 'utf8',
    timeout: 5000,
    env: { ...process.env, ...(libraryPath === undefined ? {} : { LD_LIBRARY_PATH: libraryPath }) },
  });
  return stdout.trim();
}
