/** `session`: an in-memory partition. Windows get a Chromium context of their own per session; `fetch` gets a client. */
import { EventEmitter } from 'node:events';
import type { CdpConnection } from '../chromium/cdp.ts';
import { deadProxy } from '../chromium/flags.ts';
import type { Host } from '../host.ts';
import { protocolMembers, webRequestMembers, type sessionMembers } from '../manifest.ts';
import type { ClientCertificates } from '../network/client-certificates.ts';
import { NetworkClient, type FetchInit } from '../network/network-client.ts';
import { ProxyRules } from '../network/proxy.ts';
import { SecureSockets, type ChooseCertificate, type VerifyProc } from '../network/secure-sockets.ts';
import { TrustStore } from '../network/trust-store.ts';
import { facade, onlyKeys, UnsupportedElectronApi } from '../strict.ts';
import { Permissions, type CheckHandler, type RequestHandler } from './permissions.ts';
import { Protocol } from './protocol.ts';
import { WebRequest } from './web-request.ts';

export interface SessionParts {
  readonly host: Host;
  readonly certificates: ClientCertificates;
  readonly chooseCertificate: ChooseCertificate;
  readonly userAgent: () => string;
}

/** As DevTools' commands take it; without an id they mean the browser's own profile. */
export interface BrowserContext {
  readonly browserContextId?: string;
}

export interface SessionPage {
  readonly clearStorage: () => Promise<void>;
}

type UsedSession = Omit<Pick<Electron.Session, (typeof sessionMembers)[number]>, 'protocol' | 'webRequest'>;

export class HostSession extends EventEmitter implements UsedSession {
  readonly partition: string;
  readonly protocol: Electron.Protocol;
  readonly webRequest: Electron.WebRequest;
  readonly protocolImplementation: Protocol;
  readonly webRequestImplementation = new WebRequest();
  readonly permissions: Permissions;
  /** The pages that show this session's content. */
  readonly pages = new Set<SessionPage>();
  readonly #host: Host;
  readonly #sockets: SecureSockets;
  readonly #proxy: ProxyRules;
  readonly #client: NetworkClient;
  #context: Promise<BrowserContext> | undefined;

  constructor(partition: string, parts: SessionParts) {
    super();
    this.partition = partition;
    this.#host = parts.host;
    this.protocolImplementation = new Protocol(parts.host.urls);
    this.protocol = facade(
      { name: 'session.protocol', members: protocolMembers },
      this.protocolImplementation,
    );
    this.webRequest = facade(
      { name: 'session.webRequest', members: webRequestMembers },
      this.webRequestImplementation,
    );
    this.permissions = new Permissions(parts.host.violate);
    this.#proxy = new ProxyRules(process.env);
    this.#sockets = new SecureSockets({
      store: trustStoreOnce,
      certificates: parts.certificates,
      choose: parts.chooseCertificate,
      record: (api, ...args) => parts.host.record(api, ...args),
      now: () => new Date(),
    });
    this.#client = new NetworkClient({
      sockets: this.#sockets,
      proxy: this.#proxy,
      userAgent: parts.userAgent,
      violate: parts.host.violate,
      isCancelled: (request, body) => this.#isCancelled(request, body),
      handlerFor: (url) => this.protocolImplementation.handlerFor(url),
    });
  }

  /** The Chromium context that holds this session's windows: off the record, so that its storage is in memory. */
  browserContext(cdp: CdpConnection): Promise<BrowserContext> {
    this.#context ??= this.#createContext(cdp);
    return this.#context;
  }
  /** A window that Chromium opened by itself is in its own incognito context, which DevTools cannot name. */
  adoptIncognito(): void {
    this.#context ??= Promise.resolve({});
  }
  async #createContext(cdp: CdpConnection): Promise<BrowserContext> {
    const { browserContextId } = await cdp.send<{ browserContextId: string }>('Target.createBrowserContext', {
      disposeOnDetach: true,
      ...deadProxy,
    });
    await cdp.send('Browser.setDownloadBehavior', {
      behavior: 'deny',
      browserContextId,
    });
    return { browserContextId };
  }

  async fetch(input: string | Request, init?: FetchInit): Promise<Response> {
    // One session for pages, another for the network: what a page can reach is then plain to see.
    if (this.#context !== undefined)
      throw new UnsupportedElectronApi(`fetch on session '${this.partition}', which has a window`);
    if (this.partition === '')
      throw new UnsupportedElectronApi('fetch on the default session, which is persistent');
    return this.#client.fetch(input, init);
  }
  #isCancelled(request: Request, body: Buffer): Promise<boolean> {
    return this.webRequestImplementation.isCancelled({
      url: request.url,
      method: request.method,
      resourceType: 'other',
      referrer: request.headers.get('referer') ?? '',
      uploadData: body.length === 0 ? [] : [{ bytes: body }],
    });
  }

  isPersistent(): boolean {
    return this.partition === '';
  }
  setCertificateVerifyProc(proc: VerifyProc | null): void {
    this.#sockets.verifyProc = proc;
  }
  setSSLConfig(config: Electron.Config): void {
    onlyKeys('session.setSSLConfig', config, ['minVersion', 'maxVersion']);
    this.#sockets.setVersions(config.minVersion, config.maxVersion);
  }
  setProxy(config: Electron.ProxyConfig): Promise<void> {
    this.#proxy.set(config);
    return Promise.resolve();
  }
  closeAllConnections(): Promise<void> {
    this.#client.closeAllConnections();
    return Promise.resolve();
  }
  setPermissionRequestHandler(handler: RequestHandler): void {
    this.permissions.request = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    this.permissions.check = handler;
  }

  async clearStorageData(options?: Electron.ClearStorageDataOptions): Promise<void> {
    this.#host.record('session.clearStorageData', this.partition, options);
    if (this.#context === undefined) return;
    const { cdp } = this.#host.chromium;
    await cdp.send('Storage.clearCookies', await this.#context);
    await Promise.all([...this.pages].map((page) => page.clearStorage()));
  }
  clearCache(): Promise<void> {
    this.#host.record('session.clearCache', this.partition);
    return Promise.resolve();
  }

  // There are no devices, no spell checker and no NTLM here: what the app sets is kept for tests to look at.
  setBluetoothPairingHandler(handler: unknown): void {
    this.#host.record('session.setBluetoothPairingHandler', this.partition, handler);
  }
  setDevicePermissionHandler(handler: unknown): void {
    this.#host.record('session.setDevicePermissionHandler', this.partition, handler);
  }
  setDisplayMediaRequestHandler(handler: unknown): void {
    this.#host.record('session.setDisplayMediaRequestHandler', this.partition, handler);
  }
  setUSBProtectedClassesHandler(handler: unknown): void {
    this.#host.record('session.setUSBProtectedClassesHandler', this.partition, handler);
  }
  setSpellCheckerEnabled(enable: boolean): void {
    this.#host.record('session.setSpellCheckerEnabled', this.partition, enable);
  }
  setSpellCheckerLanguages(languages: string[]): void {
    this.#host.record('session.setSpellCheckerLanguages', this.partition, languages);
  }
  setSpellCheckerDictionaryDownloadURL(url: string): void {
    this.#host.record('session.setSpellCheckerDictionaryDownloadURL', this.partition, url);
  }
  allowNTLMCredentialsForDomains(domains: string): void {
    this.#host.record('session.allowNTLMCredentialsForDomains', this.partition, domains);
  }
}

let trustStore: TrustStore | undefined;
/** Reading the roots takes a tenth of a second, so it waits for the first connection. */
const trustStoreOnce = (): TrustStore => {
  trustStore ??= TrustStore.ofThisMachine(process.env['CHROMIUM_HOST_EXTRA_CA']);
  return trustStore;
};
