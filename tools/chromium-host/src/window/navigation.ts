/** Which navigations the app asked for, and what becomes of its promises to have loaded something. */
import type { EventEmitter } from 'node:events';
import { cancelable } from '../events.ts';
import { withoutFragment, type SchemeUrls } from '../scheme-url.ts';

/** Chromium's numbers for what a load can end in. */
const loadErrors: Readonly<Record<string, number>> = {
  ERR_ABORTED: -3,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_FAILED: -2,
  ERR_INTERNET_DISCONNECTED: -106,
  ERR_UNEXPECTED: -9,
};

export const loadErrorCode = (name: string): number => loadErrors[name] ?? -2;

/** As Electron rejects `loadURL`. */
export function loadError(name: string, url: string): Error {
  const errno = loadErrorCode(name);
  return Object.assign(new Error(`${name} (${errno}) loading '${url}'`), { errno, code: name, url });
}

export interface NavigationParts {
  readonly urls: SchemeUrls;
  readonly mainFrame: Electron.WebFrameMain;
  /** Whose listeners are asked. */
  readonly contents: EventEmitter;
}

export class Navigations {
  readonly #parts: NavigationParts;
  readonly #expected: string[] = [];
  #failure: { readonly url: string; readonly name: string } | undefined;
  #pending:
    | { readonly url: string; readonly resolve: () => void; readonly reject: (error: Error) => void }
    | undefined;

  constructor(parts: NavigationParts) {
    this.#parts = parts;
  }

  /** Asks the app whether a document may be loaded; what the app itself began is not asked about. */
  allows(
    webUrl: string,
    { isMainFrame, isRedirect }: { isMainFrame: boolean; isRedirect: boolean },
  ): boolean {
    if (isMainFrame && !isRedirect && this.consumeExpected(webUrl)) return true;
    const url = this.#parts.urls.fromWeb(webUrl);
    const frame = isMainFrame ? this.#parts.mainFrame : null;
    const names = isRedirect
      ? ['will-redirect']
      : ['will-frame-navigate', ...(isMainFrame ? ['will-navigate'] : [])];
    return names.every((name) => {
      const event = cancelable({ url, isMainFrame, isSameDocument: false, frame });
      this.#parts.contents.emit(name, event, url, false, isMainFrame, 1, 1);
      return !event.defaultPrevented;
    });
  }

  /** The next request for this document is the app's doing, not the page's. */
  expect(webUrl: string): void {
    this.#expected.push(withoutFragment(webUrl));
  }
  /** True once per {@link expect}. */
  consumeExpected(webUrl: string): boolean {
    const at = this.#expected.indexOf(withoutFragment(webUrl));
    if (at === -1) return false;
    this.#expected.splice(at, 1);
    return true;
  }

  /** What the app's own handler made of a document: Chromium only learns that it failed. */
  noteFailure(webUrl: string, name: string): void {
    this.#failure = { url: withoutFragment(webUrl), name };
  }
  takeFailure(webUrl: string): string | undefined {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure?.url === withoutFragment(webUrl) ? failure.name : undefined;
  }

  /** A load that has begun; one that was still under way is aborted by it. */
  begin(url: string): Promise<void> {
    this.fail('ERR_ABORTED');
    const finished = new Promise<void>((resolve, reject) => {
      this.#pending = { url, resolve, reject };
    });
    // Electron silences it too: the app may listen to `did-fail-load` instead.
    finished.catch(() => undefined);
    return finished;
  }
  finish(): void {
    this.#pending?.resolve();
    this.#pending = undefined;
  }
  fail(name: string): void {
    this.#pending?.reject(loadError(name, this.#pending.url));
    this.#pending = undefined;
  }
}
