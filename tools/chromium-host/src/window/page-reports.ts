/** What a page reports — through DevTools and through its preload's world — in Electron's events. */
import type { EventEmitter } from 'node:events';
import { isBeforeTheApp, isLauncher } from '../chromium/app-window.ts';
import { cancelable, plainEvent } from '../events.ts';
import type { Host } from '../host.ts';
import type { FromPage } from '../renderer/page-messages.ts';
import { downloadEvent, type DownloadStart } from '../session/downloads.ts';
import { contextMenuParams, inputOf } from './input.ts';
import { dispatchInvoke, dispatchSend, type Sender } from './ipc-dispatch.ts';
import type { IpcMainChannels } from './ipc-main.ts';
import type { Navigations } from './navigation.ts';
import type { ConsoleMessage, Page, PageEvents } from './page.ts';
import type { MainFrame } from './web-frame.ts';

export interface ContentsOwner {
  readonly onFirstPaint: () => void;
  readonly onTitle: (title: string) => void;
  /** The page objected to being closed. */
  readonly onKeptOpen: () => void;
  readonly contentSize: () => { readonly width: number; readonly height: number };
  readonly close: () => void;
}

export interface ReportParts {
  readonly host: Host;
  readonly app: EventEmitter;
  readonly ipcMain: IpcMainChannels;
  readonly preload: string | undefined;
  readonly disableDialogs: boolean;
  readonly owner: ContentsOwner;
}

export interface PageState {
  /** As Chromium knows it, with its fragment; empty before the first commit. */
  webUrl: string;
  title: string;
  crashed: boolean;
}

/** The contents whose page it is. */
export interface ReportedContents extends EventEmitter {
  readonly face: Electron.WebContents;
  readonly frame: MainFrame;
  readonly channels: IpcMainChannels;
  readonly hostSession: EventEmitter;
  readonly navigations: Navigations;
  readonly page: Page | undefined;
  readonly getURL: () => string;
  readonly send: (channel: string, ...args: unknown[]) => void;
  readonly allowsNavigation: (webUrl: string, frameId: string, isRedirect: boolean) => boolean;
  readonly askToOpen: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse | undefined;
  readonly loadFailed: (webUrl: string, name: string) => void;
}

type Disposition = Electron.HandlerDetails['disposition'];

export class PageReports {
  readonly #contents: ReportedContents;
  readonly #parts: ReportParts;
  readonly #state: PageState;

  constructor(contents: ReportedContents, parts: ReportParts, state: PageState) {
    this.#contents = contents;
    this.#parts = parts;
    this.#state = state;
  }

  get events(): PageEvents {
    const { host, owner } = this.#parts;
    const contents = this.#contents;
    return {
      message: (message, context) => this.#onMessage(message, context),
      foreignMessage: () => host.violate('binding', 'a message from a foreign context'),
      committed: (url, unreachableUrl) => this.#onCommitted(url, unreachableUrl),
      movedWithin: (url) => {
        this.#state.webUrl = url;
        contents.emit('did-navigate-in-page', plainEvent(), contents.getURL(), true, 1, 1);
      },
      domReady: () => {
        contents.emit('dom-ready', plainEvent());
        contents.frame.emit('dom-ready');
      },
      loaded: () => {
        if (isBeforeTheApp(this.#state.webUrl)) return;
        contents.emit('did-finish-load');
        contents.navigations.finish();
      },
      firstPaint: () => {
        if (!isBeforeTheApp(this.#state.webUrl)) owner.onFirstPaint();
      },
      opened: (url, disposition) => this.#onOpen(url, disposition),
      downloading: (download) => this.#onDownload(download),
      socketOpened: (kind, url) => host.violate(kind, url),
      consoleMessage: (message) => this.#onConsole(message),
      preloadWorldException: (description) => host.violate('preload-world-exception', description),
      crashed: () => this.#onCrashed(),
      dialogOpened: (kind, message) => {
        if (kind === 'beforeunload') owner.onKeptOpen();
        else if (!this.#parts.disableDialogs) host.violate('dialog', `${kind}: ${message}`);
      },
      preloadUnusable: (error) => this.#onPreloadError(error),
    };
  }

  #onCommitted(url: string, unreachableUrl: string | undefined): void {
    const { host } = this.#parts;
    if (isLauncher(url)) return;
    this.#state.webUrl = url;
    this.#state.crashed = false;
    if (unreachableUrl !== undefined) {
      // Electron says did-fail-load then, and no did-navigate.
      host.violate('error-page', host.urls.fromWeb(unreachableUrl));
      this.#contents.loadFailed(unreachableUrl, 'ERR_FAILED');
      return;
    }
    if (url !== 'about:blank' && host.urls.fromWeb(url) === url) host.violate('left-the-app', url);
    this.#contents.emit('did-navigate', plainEvent(), this.#contents.getURL(), 200, 'OK');
  }
  #onConsole(message: ConsoleMessage): void {
    const sourceId = this.#parts.host.urls.fromWeb(message.sourceId);
    const frame = this.#contents.frame.face;
    this.#contents.emit('console-message', cancelable({ ...message, sourceId, frame }));
  }
  #onCrashed(): void {
    this.#state.crashed = true;
    this.#contents.navigations.fail('ERR_FAILED');
    const details = { reason: 'crashed', exitCode: 1 } as const;
    this.#contents.emit('render-process-gone', plainEvent(), details);
    this.#parts.app.emit('render-process-gone', plainEvent(), this.#contents.face, details);
  }

  #onMessage(message: FromPage, context: number): void {
    const { host, owner } = this.#parts;
    const contents = this.#contents;
    switch (message.type) {
      case 'invoke':
        void dispatchInvoke(message, this.#sender(context));
        break;
      case 'send':
        dispatchSend(message, this.#sender(context), (...args) => contents.emit('ipc-message', ...args));
        break;
      case 'open':
        this.#onOpen(message.url, 'foreground-tab', message.frameName, message.features);
        break;
      case 'navigate':
        if (contents.allowsNavigation(message.url, contents.page?.targetId ?? '', false)) {
          host.violate('navigation', `${message.url}: not prevented by the app`);
        }
        break;
      case 'title':
        this.#state.title = message.title;
        contents.emit('page-title-updated', plainEvent(), message.title, true);
        owner.onTitle(message.title);
        break;
      case 'key':
        this.#onKey(message);
        break;
      case 'context-menu':
        contents.emit('context-menu', plainEvent(), contextMenuParams(message.input, contents.getURL()));
        break;
      case 'print':
        host.violate('print', 'the page called print()');
        break;
      case 'preload-error':
        this.#onPreloadError(Object.assign(new Error(message.message), { stack: message.stack }));
        break;
    }
  }
  #sender(context: number): Sender {
    const { host, ipcMain } = this.#parts;
    const contents = this.#contents;
    const hasGone = (): boolean =>
      host.levers.senderFrameNull || contents.page?.preloadContext?.id !== context;
    return {
      contents: contents.face,
      frame: () => (hasGone() ? null : contents.frame.face),
      channels: [contents.frame.channels, contents.channels, ipcMain],
      reply: (reply) => void contents.page?.deliver(reply, context),
      send: (channel, ...args) => contents.send(channel, ...args),
      print: host.print,
    };
  }
  #onKey({ input }: FromPage & { type: 'key' }): void {
    const event = plainEvent();
    this.#contents.emit('before-input-event', event, inputOf(input));
    // The page has seen the key already; what the app said is kept for tests.
    this.#parts.host.record('before-input-event', input.key, event.defaultPrevented);
  }
  #onPreloadError(error: Error): void {
    this.#contents.emit('preload-error', plainEvent(), this.#parts.preload, error);
    this.#parts.host.violate('preload-error', error.message);
  }
  #onOpen(webUrl: string, disposition: Disposition, frameName = '', features = ''): void {
    const { host } = this.#parts;
    const url = host.urls.fromWeb(webUrl);
    const referrer = { url: '', policy: 'strict-origin-when-cross-origin' as const };
    const answer = this.#contents.askToOpen({ url, frameName, features, disposition, referrer });
    if (answer?.action === 'deny') return;
    host.violate('window-open', `${url}: the app did not deny it; the stand-in always does`);
  }
  #onDownload(download: DownloadStart): void {
    const { host } = this.#parts;
    const { event, item } = downloadEvent(download, host.urls.fromWeb(download.url));
    this.#contents.hostSession.emit('will-download', event, item, this.#contents.face);
    // Denied already; a test runner may have allowed it meanwhile.
    const { guid } = download;
    host.chromium.cdp.send('Browser.cancelDownload', { guid }).catch(() => undefined);
    if (!event.defaultPrevented) {
      host.violate('download', `${download.suggestedFilename}: not prevented by the app`);
    }
  }
}
