/** `session.webRequest`: `onBeforeRequest` for all URLs, which is what a guard needs; filters and redirects throw. */
import type { webRequestMembers } from '../manifest.ts';
import { onlyKeys, UnsupportedElectronApi } from '../strict.ts';

type Listener = (
  details: Electron.OnBeforeRequestListenerDetails,
  callback: (response: Electron.CallbackResponse) => void,
) => void;

const everything = new Set(['<all_urls>', '*://*/*']);

let nextId = 0;

export class WebRequest implements Pick<Electron.WebRequest, (typeof webRequestMembers)[number]> {
  #listener: Listener | null = null;

  onBeforeRequest(filter: Electron.WebRequestFilter, listener: Listener | null): void;
  onBeforeRequest(listener: Listener | null): void;
  onBeforeRequest(first: Electron.WebRequestFilter | Listener | null, second?: Listener | null): void {
    if (typeof first === 'function' || first === null) {
      this.#listener = first;
      return;
    }
    onlyKeys('webRequest.onBeforeRequest filter', first, ['urls']);
    if (!first.urls.every((url) => everything.has(url))) {
      throw new UnsupportedElectronApi('webRequest.onBeforeRequest with a URL filter');
    }
    this.#listener = second ?? null;
  }

  /** True if the app cancels. Without a listener nothing is cancelled, as in Electron. */
  async isCancelled(
    details: Omit<Electron.OnBeforeRequestListenerDetails, 'id' | 'timestamp'>,
  ): Promise<boolean> {
    const listener = this.#listener;
    if (listener === null) return false;
    const response = await new Promise<Electron.CallbackResponse>((resolve) => {
      listener({ ...details, id: ++nextId, timestamp: Date.now() }, resolve);
    });
    if (response.redirectURL !== undefined) throw new UnsupportedElectronApi('onBeforeRequest redirectURL');
    return response.cancel === true;
  }
}
