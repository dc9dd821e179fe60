/** Electron's `webContents` over one page of Chromium. */
import type { CdpSession } from '../chromium/cdp.ts';
import { plainEvent } from '../events.ts';
import { webContentsEvents, webContentsMembers } from '../manifest.ts';
import { encode } from '../renderer/codec.ts';
import { schemeOf } from '../scheme-url.ts';
import type { HostSession } from '../session/session.ts';
import { facade, UnsupportedElectronApi } from '../strict.ts';
import { ContentsSettings } from './contents-settings.ts';
import { IpcMainChannels } from './ipc-main.ts';
import { loadErrorCode, Navigations } from './navigation.ts';
import { PageReports, type PageState, type ReportParts } from './page-reports.ts';
import { Page } from './page.ts';
import { handToPrinter, pdfOptionsOf } from './paper.ts';
import { capturePage, printToPDF } from './printing.ts';
import { MainFrame } from './web-frame.ts';

export interface ContentsParts extends ReportParts {
  readonly session: HostSession;
  readonly sessionFace: Electron.Session;
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
  /** What the page has reported last; see page-reports.ts. */
  readonly #state: PageState = { webUrl: '', title: '', crashed: false };
  #openHandler: OpenHandler | undefined;
  #announcedFailure: string | undefined;
  #destroyed = false;

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
  async attach(session: CdpSession, targetId: string, isIncognito: boolean): Promise<void> {
    const reports = new PageReports(this, this.#parts, this.#state);
    const page = new Page(session, targetId, reports.events);
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
    if (answer.errorText !== undefined) this.loadFailed(webUrl, answer.errorText.replace(/^net::/, ''));
    else if (answer.loaderId === undefined) {
      // Only the fragment has changed: there is no request and no load event.
      this.navigations.consumeExpected(webUrl);
      this.navigations.finish();
    }
    await finished;
  }
  /** Announced once, by Chromium's answer or by its error page, whichever comes first. Cancelled loads are not announced. */
  loadFailed(webUrl: string, name: string): void {
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
    return this.#parts.host.urls.fromWeb(this.#state.webUrl);
  }
  getTitle(): string {
    return this.#state.title;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isCrashed(): boolean {
    return this.#state.crashed;
  }
  reload(): void {
    if (this.#page === undefined) return;
    this.navigations.expect(this.#state.webUrl);
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
  print(
    options: Electron.WebContentsPrintOptions = {},
    callback: (success: boolean, failureReason: string) => void = () => undefined,
  ): void {
    // What can't be printed is said at once, as Electron does.
    const paper = pdfOptionsOf(options);
    const run = async (): Promise<void> => {
      const pdf = await this.printToPDF(paper).catch(() => undefined);
      const failure = pdf === undefined ? 'Print job failed' : await handToPrinter(pdf, options);
      callback(failure === undefined, failure ?? '');
    };
    void run();
  }
  async clearStorage(): Promise<void> {
    const page = await this.#attached.promise;
    if (!URL.canParse(this.#state.webUrl)) return;
    const { origin } = new URL(this.#state.webUrl);
    await page.session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }
  /** What the app says to a new window; nothing without a handler, which in Electron allows it. */
  askToOpen(details: Electron.HandlerDetails): Electron.WindowOpenHandlerResponse | undefined {
    return this.#openHandler?.(details);
  }

  #frameURL(): string {
    const { urls } = this.#parts.host;
    // The preload may speak before the commit is announced: then only its origin is certain.
    const origin = this.#page?.preloadContext?.origin;
    return urls.fromWeb(
      origin === undefined || this.#state.webUrl.startsWith(origin) ? this.#state.webUrl : origin,
    );
  }
}
