/**
 * Windows without tabs and address bar, as an app has them: a second start of Chromium with `--app` hands its URL to the
 * running one and ends. Only a browser started in incognito mode opens such windows off the record.
 */
import { randomUUID } from 'node:crypto';

/** The document that such a window begins with: empty, answered by the host, never shown to the app. */
const launcherHost = 'blank.chromium-host.localhost';

export const newLauncherUrl = (): string => `https://${launcherHost}/${randomUUID()}`;

export const isLauncher = (url: string): boolean => url.startsWith(`https://${launcherHost}/`);

/** The app's contents begin after it, as they begin after `about:blank` elsewhere. */
export const isBeforeTheApp = (url: string): boolean =>
  url === '' || url === 'about:blank' || isLauncher(url);

export const incognitoFlag = (browserPath: string): string =>
  /edge/i.test(browserPath) ? '--inprivate' : '--incognito';

/**
 * The flags of that second start: the browser's own, so that it stays as tightly bound in case the first has just died and
 * it becomes a browser itself; then its closed pipe ends it.
 */
export function appWindowFlags(
  browserFlags: readonly string[],
  url: string,
  width: number,
  height: number,
): string[] {
  const kept = browserFlags.filter(
    (flag) => flag !== '--no-startup-window' && !flag.startsWith('--remote-debugging-port='),
  );
  return [...kept, `--window-size=${width},${height}`, `--app=${url}`];
}
