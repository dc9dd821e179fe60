/** Which navigations the app asked for, and what becomes of its promises to have loaded something. */
import { withoutFragment } from '../scheme-url.ts';

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

export class Navigations {
  readonly #expected: string[] = [];
  #failure: { readonly url: string; readonly name: string } | undefined;
  #pending:
    | { readonly url: string; readonly resolve: () => void; readonly reject: (error: Error) => void }
    | undefined;

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
