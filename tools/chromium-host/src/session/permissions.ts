/**
 * Permissions. DevTools has no event for a prompt, so the app's handlers are asked before each navigation, once per
 * permission, and Chromium is told the answers.
 */
import type { CdpConnection } from '../chromium/cdp.ts';
import type { Violate } from '../violations.ts';

type Handlers = Pick<Electron.Session, 'setPermissionCheckHandler' | 'setPermissionRequestHandler'>;
export type CheckHandler = Parameters<Handlers['setPermissionCheckHandler']>[0];
export type RequestHandler = Parameters<Handlers['setPermissionRequestHandler']>[0];
type Permission = Parameters<NonNullable<RequestHandler>>[1];

/** Electron's name, and what DevTools calls it. The rest of Electron's list has no counterpart in DevTools. */
const permissions: readonly { readonly name: Permission; readonly devTools: readonly object[] }[] = [
  { name: 'clipboard-read', devTools: [{ name: 'clipboard-read' }] },
  { name: 'clipboard-sanitized-write', devTools: [{ name: 'clipboard-write' }] },
  { name: 'display-capture', devTools: [{ name: 'display-capture' }] },
  { name: 'fullscreen', devTools: [{ name: 'automatic-fullscreen' }] },
  { name: 'geolocation', devTools: [{ name: 'geolocation' }] },
  { name: 'idle-detection', devTools: [{ name: 'idle-detection' }] },
  { name: 'local-fonts', devTools: [{ name: 'local-fonts' }] },
  { name: 'media', devTools: [{ name: 'camera' }, { name: 'microphone' }] },
  { name: 'midi', devTools: [{ name: 'midi' }] },
  { name: 'midiSysex', devTools: [{ name: 'midi', sysex: true }] },
  { name: 'notifications', devTools: [{ name: 'notifications' }] },
  { name: 'persistent-storage', devTools: [{ name: 'persistent-storage' }] },
  { name: 'sensors', devTools: [{ name: 'sensors' }] },
  { name: 'speaker-selection', devTools: [{ name: 'speaker-selection' }] },
  { name: 'storage-access', devTools: [{ name: 'storage-access' }] },
  { name: 'window-management', devTools: [{ name: 'window-management' }] },
];

export interface AskedFor {
  readonly contents: Electron.WebContents;
  /** The app's own URL of the page, for example `app://local/`. */
  readonly url: string;
  /** The origin that Chromium knows it by. */
  readonly webOrigin: string;
  /** Without an id the browser's own profile, from which its incognito context inherits what is denied. */
  readonly context: { readonly browserContextId?: string };
}

export class Permissions {
  check: CheckHandler = null;
  request: RequestHandler = null;
  readonly #violate: Violate;

  constructor(violate: Violate) {
    this.#violate = violate;
  }

  async apply(cdp: CdpConnection, asked: AskedFor): Promise<void> {
    for (const { name, devTools } of permissions) {
      const granted = await this.#isGranted(name, asked);
      if (granted) this.#violate('permission-granted', name);
      for (const permission of devTools) {
        const setting = granted ? 'granted' : 'denied';
        const { webOrigin: origin, context } = asked;
        // A Chromium that does not know a permission does not give it either.
        await cdp
          .send('Browser.setPermission', { permission, setting, origin, ...context })
          .catch(() => undefined);
      }
    }
  }

  /** Electron grants what no handler refuses. */
  async #isGranted(name: Permission, { contents, url }: AskedFor): Promise<boolean> {
    const details = { isMainFrame: true, requestingUrl: url };
    if (this.check !== null && !this.check(contents, name, url, { ...details, securityOrigin: url }))
      return false;
    const request = this.request;
    if (request === null) return true;
    return new Promise((resolve) => request(contents, name, resolve, details));
  }
}
