/** Electron's `BrowserWindow`. Position, focus and visibility are bookkeeping; size and content are Chromium's. */
import { EventEmitter } from 'node:events';
import { isLauncher, newLauncherUrl } from '../chromium/app-window.ts';
import type { CdpSession } from '../chromium/cdp.ts';
import { cancelable, plainEvent } from '../events.ts';
import type { Host } from '../host.ts';
import { browserWindowEvents, browserWindowMembers } from '../manifest.ts';
import { HostSession } from '../session/session.ts';
import { behind, facade } from '../strict.ts';
import type { IpcMainChannels } from './ipc-main.ts';
import type { Page } from './page.ts';
import { HostWebContents } from './web-contents.ts';
import { checkWindowOptions, type CheckedOptions } from './window-options.ts';
import type { TargetInfo, Windows } from './windows.ts';

export interface WindowParts {
  readonly host: Host;
  readonly app: EventEmitter & { readonly isReady: () => boolean; readonly name: string };
  readonly ipcMain: IpcMainChannels;
  readonly windows: Windows;
}

/** How long a page may take to close before its target is closed for it. */
const closeTimeout = 2000;
/** How long Chromium may take to open a window that it was asked for from outside. */
const appWindowTimeout = 5000;

let lastId = 0;

type UsedWindow = Pick<Electron.BrowserWindow, (typeof browserWindowMembers)[number]>;

export class HostBrowserWindow extends EventEmitter implements UsedWindow {
  readonly id = ++lastId;
  readonly face: Electron.BrowserWindow;
  readonly contents: HostWebContents;
  readonly #parts: WindowParts;
  readonly #options: CheckedOptions;
  #bounds: Electron.Rectangle;
  #title: string;
  #visible: boolean;
  #minimized = false;
  #maximized = false;
  #protected = false;
  #painted = false;
  #destroyed = false;
  #closing: Promise<boolean> | undefined;
  #keptOpen: () => void = () => undefined;

  constructor(options: Electron.BrowserWindowConstructorOptions, parts: WindowParts) {
    super();
    if (!parts.app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    this.#parts = parts;
    this.#options = checkWindowOptions(options);
    this.#bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: this.#options.width,
      height: this.#options.height,
    };
    this.#title = this.#options.title ?? parts.app.name;
    this.#visible = this.#options.show;
    this.contents = new HostWebContents({
      host: parts.host,
      app: parts.app,
      ipcMain: parts.ipcMain,
      session: behind(this.#options.session, HostSession),
      sessionFace: this.#options.session,
      preload: this.#options.preload,
      disableDialogs: this.#options.disableDialogs,
      owner: {
        onFirstPaint: () => this.#onFirstPaint(),
        onTitle: (title) => this.#onTitle(title),
        onKeptOpen: () => this.#keptOpen(),
        contentSize: () => this.#bounds,
        close: () => this.close(),
      },
    });
    this.face = facade(
      { name: 'BrowserWindow', members: browserWindowMembers, events: browserWindowEvents },
      this,
    );
    parts.windows.add(this);
    parts.windows.focused = this.#visible ? this : parts.windows.focused;
    void this.#create();
    parts.app.emit('web-contents-created', plainEvent(), this.webContents);
    parts.app.emit('browser-window-created', plainEvent(), this.face);
  }

  get webContents(): Electron.WebContents {
    return this.contents.face;
  }

  async #create(): Promise<void> {
    const { host, windows } = this.#parts;
    const { cdp } = host.chromium;
    try {
      if (await this.#openAppWindow()) return;
      const context = await this.contents.hostSession.browserContext(cdp);
      const { width, height } = this.#bounds;
      const target = { url: 'about:blank', newWindow: true, width, height, ...context };
      await windows.claim(this, cdp.send<{ targetId: string }>('Target.createTarget', target));
    } catch (error) {
      if (!host.quitting) host.violate('create-window', String(error));
      this.gone();
    }
  }
  /** Where there are windows to see, one without tabs and address bar; false if Chromium did not open it. */
  async #openAppWindow(): Promise<boolean> {
    const { host, windows } = this.#parts;
    const { openAppWindow } = host.chromium;
    if (openAppWindow === undefined || !windows.takeIncognito(this.contents.hostSession)) return false;
    const url = newLauncherUrl();
    const claimed = windows.claimByUrl(this, url, appWindowTimeout);
    openAppWindow(url, this.#bounds.width, this.#bounds.height);
    return claimed;
  }
  /** Chromium has made this window's target, which waits to be set up. */
  async adopt(session: CdpSession, target: TargetInfo): Promise<void> {
    const isIncognito = isLauncher(target.url);
    if (isIncognito) this.contents.hostSession.adoptIncognito();
    await this.contents.attach(session, target.targetId, isIncognito);
    // Elsewhere the frame has the size that was asked for, and the content less.
    if (!this.#parts.host.chromium.isHeadlessShell) await this.#resizeContent();
  }
  async #resizeContent(): Promise<void> {
    const { targetId } = await this.contents.whenAttached();
    const { cdp } = this.#parts.host.chromium;
    const { windowId } = await cdp.send<{ windowId: number }>('Browser.getWindowForTarget', { targetId });
    const { width, height } = this.#bounds;
    await cdp.send('Browser.setContentsSize', { windowId, width, height });
  }
  /** The target has gone, for whatever reason. */
  gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.contents.markDestroyed();
    this.emit('closed');
    this.#parts.windows.remove(this);
  }

  #onFirstPaint(): void {
    if (this.#painted) return;
    this.#painted = true;
    this.emit('ready-to-show');
  }
  #onTitle(title: string): void {
    const event = plainEvent();
    this.emit('page-title-updated', event, title, true);
    if (!event.defaultPrevented) this.#title = title;
  }

  loadURL(url: string): Promise<void> {
    return this.contents.loadURL(url);
  }

  close(): void {
    void this.closeAsPerson();
  }
  /** As if somebody closed it: the app and the page may object. True when it has closed. */
  closeAsPerson(): Promise<boolean> {
    this.#closing ??= this.#close().finally(() => (this.#closing = undefined));
    return this.#closing;
  }
  async #close(): Promise<boolean> {
    if (this.#destroyed) return true;
    const event = cancelable({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    let page: Page;
    try {
      page = await this.contents.whenAttached();
    } catch {
      return true;
    }
    return new Promise((resolve) => {
      const { cdp } = this.#parts.host.chromium;
      const force = (): void =>
        void cdp.send('Target.closeTarget', { targetId: page.targetId }).catch(() => undefined);
      const timer = setTimeout(force, closeTimeout);
      const settle = (closed: boolean): void => {
        clearTimeout(timer);
        resolve(closed);
      };
      this.once('closed', () => settle(true));
      this.#keptOpen = () => settle(false);
      page.session.post('Page.close');
    });
  }
  destroy(): void {
    const targetId = this.contents.page?.targetId;
    const { cdp } = this.#parts.host.chromium;
    if (targetId !== undefined) cdp.send('Target.closeTarget', { targetId }).catch(() => undefined);
    this.gone();
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  show(): void {
    if (!this.#visible) {
      this.#visible = true;
      this.emit('show');
    }
    this.focus();
  }
  hide(): void {
    if (!this.#visible) return;
    this.#visible = false;
    this.emit('hide');
    this.#blur();
  }
  isVisible(): boolean {
    return this.#visible;
  }
  focus(): void {
    const { windows } = this.#parts;
    if (!this.#visible || windows.focused === this) return;
    windows.focused?.blurred();
    windows.focused = this;
    this.contents.page?.session.post('Page.bringToFront');
    this.emit('focus', plainEvent());
  }
  isFocused(): boolean {
    return this.#parts.windows.focused === this;
  }
  #blur(): void {
    if (!this.isFocused()) return;
    this.#parts.windows.focused = undefined;
    this.blurred();
  }
  blurred(): void {
    this.emit('blur', plainEvent());
  }
  minimize(): void {
    if (this.#minimized) return;
    this.#minimized = true;
    this.emit('minimize');
    this.#blur();
  }
  isMinimized(): boolean {
    return this.#minimized;
  }
  restore(): void {
    if (!this.#minimized) return;
    this.#minimized = false;
    this.emit('restore');
    this.focus();
  }
  maximize(): void {
    this.#maximized = true;
    this.emit('maximize');
  }
  isMaximized(): boolean {
    return this.#maximized;
  }

  setTitle(title: string): void {
    this.#title = title;
  }
  getTitle(): string {
    return this.#title;
  }
  setContentProtection(enable: boolean): void {
    this.#protected = enable;
    this.#parts.host.record('BrowserWindow.setContentProtection', enable);
  }
  isContentProtected(): boolean {
    return this.#protected;
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    if (bounds.width === undefined && bounds.height === undefined) return;
    this.emit('resize');
    // A window that closes meanwhile needs no size.
    this.#resizeContent().catch(() => undefined);
  }
  getContentSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }
  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
}
