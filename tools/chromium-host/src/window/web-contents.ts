/** Electron's `webContents` over one page of Chromium. */
import type { EventEmitter } from 'node:events';
import { isBeforeTheApp, isLauncher } from '../chromium/app-window.ts';
import { cancelable, plainEvent } from '../events.ts';
import type { Host } from '../host.ts';
import { webContentsEvents, webContentsMembers } from '../manifest.ts';
import { encode } from '../renderer/codec.ts';
import type { FromPage } from '../renderer/page-messages.ts';
import { schemeOf } from '../scheme-url.ts';
import { downloadEvent, type DownloadStart } from '../session/downloads.ts';
import type { HostSession } from '../session/session.ts';
import { facade, UnsupportedElectronApi } from '../strict.ts';
import { ContentsSettings } from './contents-settings.ts';
import { contextMenuParams, inputOf } from './input.ts';
import { dispatchInvoke, dispatchSend, type Sender } from './ipc-dispatch.ts';
import { IpcMainChannels } from './ipc-main.ts';
import { loadErrorCode, Navigations } from './navigation.ts';
import type { Page, PageEvents } from './page.ts';
import { capturePage, printToPDF } from './printing.ts';
import { MainFrame } from './web-frame.ts';

export interface ContentsOwner {
  readonly onFirstPaint: () => void;
  readonly onTitle: (title: string) => void;
  /** The page objected to being closed. */
  readonly onKeptOpen: () => void;
  readonly contentSize: () => { readonly width: number; readonly height: number };
  readonly close: () => void;
}

export interface ContentsParts {
  readonly host: Host;
  readonly app: EventEmitter;
  readonly ipcMain: IpcMainChannels;
  readonly session: HostSession;
  readonly sessionFace: Electron.Session;
  readonly preload: string | undefined;
  readonly disableDialogs: boolean;
  readonly owner: ContentsOwner;
}

interface NavigateAnswer {
  readonly errorText?: string;
  readonly loaderId?: string;
}

let lastId = 0;

type UsedContents = Omit<Pick<Electron.WebContents, (typeof webContentsMembers)[number]>, 'close'>;
type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

export class HostWebContents extends ContentsSettings implements UsedContents {
  readonly id = ++lastId;
  readonly face: Electron.WebContents;
  readonly session: Electron.Session;
  readonly channels = new IpcMainChannels();
  readonly ipc = IpcMainChannels.face('webContents.ipc', this.channels);
  readonly frame: MainFrame;
  readonly hostSession: HostSession;
  readonly navigations: Navigations;
  readonly #parts: ContentsParts;
  readonly #attached = Promise.withResolvers<Page>();
  #page: Page | undefined;
  /** As Chromium knows it, with its fragment. */
  #webUrl = '';
  #title = '';
  #openHandler: OpenHandler | undefined;
  #announcedFailure: string | undefined;
  #destroyed = false;
  #crashed = false;

  constructor(parts: ContentsParts) {
    super({
      record: (api, ...args) => parts.host.record(api, ...args),
      contentSize: parts.owner.contentSize,
    });
    this.#parts = parts;
    this.session = parts.sessionFace;
    this.hostSession = parts.session;
    const { urls } = parts.host;
    this.frame = new MainFrame({
      frameURL: () => this.#frameURL(),
      originOf: (url) => urls.originOf(url),
      isDestroyed: () => this.#destroyed,
      send: (channel, ...args) => this.send(channel, ...args),
    });
    this.face = facade({ name: 'webContents', members: webContentsMembers, events: webContentsEvents }, this);
    this.navigations = new Navigations({ urls, mainFrame: this.frame.face, contents: this });
    this.#attached.promise.catch(() => undefined);
    parts.session.pages.add(this);
  }

  get page(): Page | undefined {
    return this.#page;
  }
  get mainFrame(): Electron.WebFrameMain {
    return this.frame.face;
  }

  /** Chromium has made the target; it waits until this has run. */
  async attach(page: Page, isIncognito: boolean): Promise<void> {
    this.#page = page;
    await page.setUp({
      preload: this.#parts.preload,
      reportKeys: this.listenerCount('before-input-event') > 0,
      isIncognito,
    });
    this.#attached.resolve(page);
  }
  whenAttached(): Promise<Page> {
    return this.#attached.promise;
  }
  /** The target has gone; nothing that comes later counts. */
  markDestroyed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#parts.session.pages.delete(this);
    this.navigations.fail('ERR_FAILED');
    this.#attached.reject(new Error('Object has been destroyed'));
    this.emit('destroyed');
  }

  async loadURL(url: string): Promise<void> {
    const { host, session } = this.#parts;
    if (!host.urls.has(schemeOf(url))) {
      throw new UnsupportedElectronApi(
        `loadURL('${url}'): only schemes of protocol.registerSchemesAsPrivileged`,
      );
    }
    const finished = this.navigations.begin(url);
    this.#announcedFailure = undefined;
    const page = await this.#attached.promise;
    const webUrl = host.urls.toWeb(url);
    const context = await session.browserContext(host.chromium.cdp);
    const { origin: webOrigin } = new URL(webUrl);
    await session.permissions.apply(host.chromium.cdp, {
      contents: this.face,
      url,
      webOrigin,
      context,
    });
    this.navigations.expect(webUrl);
    const answer = await page.session.send<NavigateAnswer>('Page.navigate', { url: webUrl });
    if (answer.errorText !== undefined) this.#loadFailed(webUrl, answer.errorText.replace(/^net::/, ''));
    else if (answer.loaderId === undefined) {
      // Only the fragment has changed: there is no request and no load event.
      this.navigations.consumeExpected(webUrl);
      this.navigations.finish();
    }
    await finished;
  }
  /** Announced once, by Chromium's answer or by its error page, whichever comes first. Cancelled loads are not announced. */
  #loadFailed(webUrl: string, name: string): void {
    const known = this.navigations.takeFailure(webUrl) ?? name;
    if (known !== 'ERR_ABORTED' && this.#announcedFailure !== webUrl) {
      this.#announcedFailure = webUrl;
      const url = this.#parts.host.urls.fromWeb(webUrl);
      this.emit('did-fail-load', plainEvent(), loadErrorCode(known), known, url, true, 1, 1);
    }
    this.navigations.fail(known);
  }

  /** For every document request: true if it may go on. */
  allowsNavigation(webUrl: string, frameId: string, isRedirect: boolean): boolean {
    return this.navigations.allows(webUrl, { isMainFrame: frameId === this.#page?.targetId, isRedirect });
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    // Encoded first: what cannot be cloned throws even if nobody is there to hear it.
    const body = encode(args);
    void this.#page?.deliver({ type: 'event', channel, body });
  }
  getURL(): string {
    return this.#parts.host.urls.fromWeb(this.#webUrl);
  }
  getTitle(): string {
    return this.#title;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isCrashed(): boolean {
    return this.#crashed;
  }
  reload(): void {
    if (this.#page === undefined) return;
    this.navigations.expect(this.#webUrl);
    this.#page.session.post('Page.reload');
  }
  close(): void {
    this.#parts.owner.close();
  }
  forcefullyCrashRenderer(): void {
    this.#page?.session.post('Page.crash');
  }
  async capturePage(rect?: Electron.Rectangle): Promise<Electron.NativeImage> {
    const page = await this.#attached.promise;
    return capturePage(page.session, rect);
  }
  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    const page = await this.#attached.promise;
    return printToPDF(page.session, options);
  }
  async clearStorage(): Promise<void> {
    const page = await this.#attached.promise;
    if (!URL.canParse(this.#webUrl)) return;
    const { origin } = new URL(this.#webUrl);
    await page.session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }
  #frameURL(): string {
    const { urls } = this.#parts.host;
    // The preload may speak before the commit is announced: then only its origin is certain.
    const origin = this.#page?.preloadContext?.origin;
    return urls.fromWeb(origin === undefined || this.#webUrl.startsWith(origin) ? this.#webUrl : origin);
  }

  #onMessage(message: FromPage, context: number): void {
    const { host } = this.#parts;
    const sender: Sender = {
      contents: this.face,
      frame: () =>
        host.levers.senderFrameNull || this.#page?.preloadContext?.id !== context ? null : this.mainFrame,
      channels: [this.frame.channels, this.channels, this.#parts.ipcMain],
      reply: (reply) => void this.#page?.deliver(reply, context),
      send: (channel, ...args) => this.send(channel, ...args),
      print: host.print,
    };
    switch (message.type) {
      case 'invoke':
        void dispatchInvoke(message, sender);
        break;
      case 'send':
        dispatchSend(message, sender, (...args) => this.emit('ipc-message', ...args));
        break;
      case 'open':
        this.#onOpen(message.url, 'foreground-tab', message.frameName, message.features);
        break;
      case 'navigate':
        if (this.allowsNavigation(message.url, this.#page?.targetId ?? '', false)) {
          host.violate('navigation', `${message.url}: not prevented by the app`);
        }
        break;
      case 'title':
        this.#title = message.title;
        this.emit('page-title-updated', plainEvent(), message.title, true);
        this.#parts.owner.onTitle(message.title);
        break;
      case 'key':
        this.#onKey(message);
        break;
      case 'context-menu':
        this.emit('context-menu', plainEvent(), contextMenuParams(message.input, this.getURL()));
        break;
      case 'print':
        host.violate('print', 'the page called print()');
        break;
      case 'preload-error':
        this.#onPreloadError(Object.assign(new Error(message.message), { stack: message.stack }));
        break;
    }
  }
  #onKey({ input }: FromPage & { type: 'key' }): void {
    const event = plainEvent();
    this.emit('before-input-event', event, inputOf(input));
    // The page has seen the key already; what the app said is kept for tests.
    this.#parts.host.record('before-input-event', input.key, event.defaultPrevented);
  }
  #onPreloadError(error: Error): void {
    this.emit('preload-error', plainEvent(), this.#parts.preload, error);
    this.#parts.host.violate('preload-error', error.message);
  }
  #onOpen(
    webUrl: string,
    disposition: Electron.HandlerDetails['disposition'],
    frameName = '',
    features = '',
  ): void {
    const url = this.#parts.host.urls.fromWeb(webUrl);
    const referrer = { url: '', policy: 'strict-origin-when-cross-origin' as const };
    const answer = this.#openHandler?.({ url, frameName, features, disposition, referrer });
    if (answer?.action === 'deny') return;
    this.#parts.host.violate('window-open', `${url}: the app did not deny it; the stand-in always does`);
  }

  #onDownload(download: DownloadStart): void {
    const { host, session } = this.#parts;
    const { event, item } = downloadEvent(download, host.urls.fromWeb(download.url));
    session.emit('will-download', event, item, this.face);
    // Denied already; a test runner may have allowed it meanwhile.
    const { guid } = download;
    host.chromium.cdp.send('Browser.cancelDownload', { guid }).catch(() => undefined);
    if (!event.defaultPrevented)
      host.violate('download', `${download.suggestedFilename}: not prevented by the app`);
  }

  /** What the page reports, in Electron's events. */
  get pageEvents(): PageEvents {
    const { host, app, owner } = this.#parts;
    return {
      message: (message, context) => this.#onMessage(message, context),
      foreignMessage: () => host.violate('binding', 'a message from a foreign context'),
      committed: (url, unreachableUrl) => {
        this.#webUrl = url;
        if (isLauncher(url)) return;
        this.#crashed = false;
        if (unreachableUrl !== undefined) {
          // Electron says did-fail-load then, and no did-navigate.
          host.violate('error-page', host.urls.fromWeb(unreachableUrl));
          this.#loadFailed(unreachableUrl, 'ERR_FAILED');
          return;
        }
        if (url !== 'about:blank' && host.urls.fromWeb(url) === url) host.violate('left-the-app', url);
        this.emit('did-navigate', plainEvent(), this.getURL(), 200, 'OK');
      },
      movedWithin: (url) => {
        this.#webUrl = url;
        this.emit('did-navigate-in-page', plainEvent(), this.getURL(), true, 1, 1);
      },
      domReady: () => {
        this.emit('dom-ready', plainEvent());
        this.frame.emit('dom-ready');
      },
      loaded: () => {
        if (isBeforeTheApp(this.#webUrl)) return;
        this.emit('did-finish-load');
        this.navigations.finish();
      },
      firstPaint: () => {
        if (!isBeforeTheApp(this.#webUrl)) owner.onFirstPaint();
      },
      opened: (url, disposition) => this.#onOpen(url, disposition),
      downloading: (download) => this.#onDownload(download),
      socketOpened: (kind, url) => host.violate(kind, url),
      consoleMessage: (message) => {
        const sourceId = host.urls.fromWeb(message.sourceId);
        this.emit('console-message', cancelable({ ...message, sourceId, frame: this.mainFrame }));
      },
      preloadWorldException: (description) => host.violate('preload-world-exception', description),
      crashed: () => {
        this.#crashed = true;
        this.navigations.fail('ERR_FAILED');
        const details = { reason: 'crashed', exitCode: 1 } as const;
        this.emit('render-process-gone', plainEvent(), details);
        app.emit('render-process-gone', plainEvent(), this.face, details);
      },
      dialogOpened: (kind, message) => {
        if (kind === 'beforeunload') owner.onKeptOpen();
        else if (!this.#parts.disableDialogs) host.violate('dialog', `${kind}: ${message}`);
      },
      preloadUnusable: (error) => this.#onPreloadError(error),
    };
  }
}
