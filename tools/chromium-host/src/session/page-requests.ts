/**
 * Every request of every page stops here, before DNS and TLS: the app's guards are asked, the app's handlers answer,
 * and what is left over fails. No page reaches the network, whatever the app allows.
 */
import { isLauncher } from '../chromium/app-window.ts';
import type { CdpConnection } from '../chromium/cdp.ts';
import type { Host } from '../host.ts';
import { UnsupportedElectronApi } from '../strict.ts';
import type { HostWebContents } from '../window/web-contents.ts';
import type { Windows } from '../window/windows.ts';
import type { HostSession } from './session.ts';
import { checkedHeaders, maximalBody, requestHeaders } from './page-headers.ts';

export interface PausedRequest {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly redirectedRequestId?: string;
  readonly request: {
    readonly url: string;
    /** DevTools keeps the fragment apart. */
    readonly urlFragment?: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly hasPostData?: boolean;
    readonly postDataEntries?: readonly { readonly bytes?: string }[];
  };
}

type FailReason = 'Aborted' | 'BlockedByClient' | 'Failed' | 'InternetDisconnected';

const resourceTypes: Readonly<Record<string, Electron.OnBeforeRequestListenerDetails['resourceType']>> = {
  CSPViolationReport: 'cspReport',
  Document: 'mainFrame',
  Fetch: 'xhr',
  Font: 'font',
  Image: 'image',
  Media: 'media',
  Ping: 'ping',
  Script: 'script',
  Stylesheet: 'stylesheet',
  WebSocket: 'webSocket',
  XHR: 'xhr',
};

export class PageRequests {
  readonly #host: Host;
  readonly #windows: Windows;
  readonly #sessions: () => readonly HostSession[];
  readonly #cdp: CdpConnection;

  constructor(host: Host, windows: Windows, sessions: () => readonly HostSession[]) {
    this.#host = host;
    this.#windows = windows;
    this.#sessions = sessions;
    this.#cdp = host.chromium.cdp;
  }

  /** On the browser's own session, so that one handler sees pages, workers, prefetches and popups alike. */
  async start(): Promise<void> {
    this.#cdp.on('Fetch.requestPaused', (paused: PausedRequest) => void this.#answer(paused));
    await this.#cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  }

  async #answer(paused: PausedRequest): Promise<void> {
    const { request, resourceType } = paused;
    try {
      await this.#judge(paused);
    } catch (error) {
      if (!this.#host.quitting) {
        const url = this.#host.urls.fromWeb(request.url);
        this.#host.print(
          `[chromium-host] protocol handler failed for ${url}: ${error instanceof Error ? error.stack : String(error)}\n`,
        );
        if (error instanceof UnsupportedElectronApi) this.#host.violate('unsupported', error.message);
      }
      // Electron's name for a handler that throws; Chromium cannot be told it.
      if (resourceType === 'Document')
        this.#contentsOf(paused)?.navigations.noteFailure(request.url, 'ERR_UNEXPECTED');
      await this.#fail(paused, 'Failed');
    }
  }

  async #judge(paused: PausedRequest): Promise<void> {
    const { request, resourceType, frameId } = paused;
    const contents = this.#contentsOf(paused);
    const session = contents?.hostSession ?? this.#onlySessionWithPages();
    const isDocument = resourceType === 'Document';
    const url = this.#host.urls.fromWeb(request.url);
    if (session === undefined || (isDocument && contents === undefined))
      return this.#fail(paused, 'BlockedByClient');
    if (isLauncher(request.url)) return this.#fulfil(paused, 200, [], Buffer.alloc(0));
    // `Aborted` leaves the page as it is; anything else would replace it by Chromium's error page.
    const address = request.url + (request.urlFragment ?? '');
    if (
      isDocument &&
      contents?.allowsNavigation(address, frameId, paused.redirectedRequestId !== undefined) === false
    ) {
      return this.#fail(paused, 'Aborted');
    }
    // Chromium with a window asks for an icon; Electron does not.
    if (resourceType === 'Other' && new URL(request.url).pathname === '/favicon.ico')
      return this.#fail(paused, 'Aborted');

    const isSubFrame = isDocument && frameId !== contents?.page?.targetId;
    const cancelled = await session.webRequestImplementation.isCancelled({
      url,
      method: request.method,
      ...(contents === undefined ? {} : { webContentsId: contents.id, webContents: contents.face }),
      resourceType: isSubFrame ? 'subFrame' : (resourceTypes[resourceType] ?? 'other'),
      referrer: this.#host.urls.fromWeb(request.headers['Referer'] ?? ''),
      uploadData: [],
    });
    if (cancelled) return this.#fail(paused, isDocument ? 'Aborted' : 'BlockedByClient');
    await this.#serve(paused, session, url);
  }

  async #serve(paused: PausedRequest, session: HostSession, url: string): Promise<void> {
    const { request, resourceType } = paused;
    const handler = session.protocolImplementation.handlerFor(url);
    if (handler === undefined) {
      this.#host.violate(
        'network',
        `${resourceType} ${url}: allowed by the app, but no page reaches the network here`,
      );
      return this.#fail(paused, resourceType === 'Document' ? 'Aborted' : 'InternetDisconnected');
    }
    if (Object.keys(request.headers).some((name) => name.toLowerCase() === 'service-worker')) {
      this.#host.violate('service-worker', url);
      return this.#fail(paused, 'BlockedByClient');
    }
    const headers = requestHeaders(request.headers, this.#host.urls);
    const body = bodyOf(paused);
    const response = await handler(
      new Request(url, { method: request.method, headers, ...(body === null ? {} : { body }) }),
    );
    if (!(response instanceof Response)) throw new TypeError('a protocol handler must return a Response');
    if (response.type === 'error') return this.#fail(paused, 'Failed');
    const responseHeaders = checkedHeaders(response.headers, this.#host.urls);
    const bytes = Buffer.from(await response.arrayBuffer());
    if (bytes.length > maximalBody)
      throw new UnsupportedElectronApi(`a response of ${bytes.length} bytes (64 MiB at most)`);
    await this.#fulfil(paused, response.status, responseHeaders, bytes);
  }
  async #fulfil(
    { requestId }: PausedRequest,
    responseCode: number,
    responseHeaders: readonly { name: string; value: string }[],
    bytes: Buffer,
  ): Promise<void> {
    const body = bytes.toString('base64');
    await this.#cdp.send('Fetch.fulfillRequest', { requestId, responseCode, responseHeaders, body });
  }

  #contentsOf(paused: PausedRequest): HostWebContents | undefined {
    return this.#windows.contentsOfFrame(paused.frameId);
  }
  /** Workers and prefetches name no frame of ours; with one session that has pages there is no doubt. */
  #onlySessionWithPages(): HostSession | undefined {
    const withPages = this.#sessions().filter((session) => session.pages.size > 0);
    return withPages.length === 1 ? withPages[0] : undefined;
  }
  async #fail({ requestId }: PausedRequest, errorReason: FailReason): Promise<void> {
    // The request may be gone with its page.
    await this.#cdp.send('Fetch.failRequest', { requestId, errorReason }).catch(() => undefined);
  }
}

function bodyOf({ request }: PausedRequest): Buffer<ArrayBuffer> | null {
  if (request.hasPostData !== true) return null;
  const parts = (request.postDataEntries ?? []).map((entry) => entry.bytes);
  if (parts.length === 0 || parts.includes(undefined)) {
    throw new UnsupportedElectronApi('a request body that DevTools does not give (a file or a stream)');
  }
  return Buffer.concat(parts.map((bytes) => Buffer.from(bytes ?? '', 'base64')));
}
