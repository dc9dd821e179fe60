/**
 * Windows without tabs and address bar, as an app has them: a second start of Chromium with `--app` hands its URL to the
 * running one and ends. Only a browser started in incognito mode opens such windows off the record.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Browser } from './find-browser.ts';

/** The document that such a window begins with: empty, answered by the host, never shown to the app. */
const launcherHost = 'blank.chromium-host.localhost';

export const newLauncherUrl = (): string => `https://${launcherHost}/${randomUUID()}`;

export const isLauncher = (url: string): boolean => url.startsWith(`https://${launcherHost}/`);

/** The app's contents begin after it, as they begin after `about:blank` elsewhere. */
export const isBeforeTheApp = (url: string): boolean =>
  url === '' || url === 'about:blank' || isLauncher(url);

export const incognitoFlag = (browserPath: string): string =>
  /edge/i.test(browserPath) ? '--inprivate' : '--incognito';

export interface AppWindowOptions {
  readonly browser: Browser;
  readonly profile: string;
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly isRoot: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

/** Whether it worked shows when the target appears. */
export function openAppWindow(options: AppWindowOptions): void {
  const child = spawn(
    options.browser.path,
    [
      ...(options.isRoot ? ['--no-sandbox'] : []),
      incognitoFlag(options.browser.path),
      `--user-data-dir=${options.profile}`,
      `--window-size=${options.width},${options.height}`,
      `--app=${options.url}`,
    ],
    { stdio: 'ignore', env: options.environment },
  );
  child.on('error', () => undefined);
}
