/** The windows that there are, and the page targets of Chromium that belong to them. */
import type { HostBrowserWindow } from './browser-window.ts';
import type { HostWebContents } from './web-contents.ts';

/** As DevTools announces a target. */
export interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
  readonly openerId?: string;
}

export class Windows {
  readonly #open = new Set<HostBrowserWindow>();
  /** Target ids of windows whose target exists. */
  readonly #byTarget = new Map<string, HostBrowserWindow>();
  readonly #byUrl = new Map<string, (targetId: string) => void>();
  readonly #creating = new Set<Promise<unknown>>();
  #focused: HostBrowserWindow | undefined;
  /** Whose windows share the browser's own incognito context: there is one, so one session may have it. */
  #incognitoSession: object | undefined;
  /** Called when the last one has closed. */
  onAllClosed: () => void = () => undefined;

  get all(): readonly HostBrowserWindow[] {
    return [...this.#open];
  }
  get focused(): HostBrowserWindow | undefined {
    return this.#focused;
  }
  set focused(window: HostBrowserWindow | undefined) {
    this.#focused = window;
  }

  /** True if this session has the incognito context, which it takes if nobody has. */
  takeIncognito(session: object): boolean {
    this.#incognitoSession ??= session;
    return this.#incognitoSession === session;
  }

  add(window: HostBrowserWindow): void {
    this.#open.add(window);
  }
  remove(window: HostBrowserWindow): void {
    if (!this.#open.delete(window)) return;
    for (const [targetId, owner] of this.#byTarget) if (owner === window) this.#byTarget.delete(targetId);
    if (this.#focused === window) this.#focused = undefined;
    if (this.#open.size === 0) this.onAllClosed();
  }

  /** Remembers whose target it will be, once `Target.createTarget` has answered. */
  async claim(window: HostBrowserWindow, created: Promise<{ targetId: string }>): Promise<void> {
    const claimed = created.then(({ targetId }) => this.#byTarget.set(targetId, window));
    this.#creating.add(claimed);
    try {
      await claimed;
    } finally {
      this.#creating.delete(claimed);
    }
  }

  /** The same for a window that is opened from outside and known by the URL it begins at. False if it never comes. */
  claimByUrl(window: HostBrowserWindow, url: string, timeout: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#byUrl.delete(url);
        resolve(false);
      }, timeout);
      this.#byUrl.set(url, (targetId) => {
        clearTimeout(timer);
        this.#byUrl.delete(url);
        this.#byTarget.set(targetId, window);
        resolve(true);
      });
    });
  }

  /** A target may be announced before `Target.createTarget` answers, so calls under way are waited for. */
  async ownerOf({ targetId, url, openerId }: TargetInfo): Promise<HostBrowserWindow | undefined> {
    // Popups, which have an opener, are never ours.
    if (openerId !== undefined) return undefined;
    this.#byUrl.get(url)?.(targetId);
    while (!this.#byTarget.has(targetId) && this.#creating.size > 0) {
      await Promise.race(this.#creating).catch(() => undefined);
    }
    return this.#byTarget.get(targetId);
  }

  byTarget(targetId: string): HostBrowserWindow | undefined {
    return this.#byTarget.get(targetId);
  }
  /** The contents that a frame belongs to, be it their main frame or one inside. */
  contentsOfFrame(frameId: string): HostWebContents | undefined {
    const direct = this.#byTarget.get(frameId);
    if (direct !== undefined) return direct.contents;
    return this.all
      .map((window) => window.contents)
      .find((contents) => contents.page?.frames.has(frameId) === true);
  }

  async closeAll(): Promise<boolean> {
    for (const window of this.all) if (!(await window.closeAsPerson())) return false;
    return true;
  }
}
