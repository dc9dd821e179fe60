/** `session.protocol` and `protocol.registerSchemesAsPrivileged`. */
import type { protocolMembers } from '../manifest.ts';
import { onlyKeys, UnsupportedElectronApi } from '../strict.ts';
import type { SchemeUrls } from '../scheme-url.ts';
import { schemeOf } from '../scheme-url.ts';

export type Handler = (request: Request) => Response | Promise<Response>;

/** Handlers for these intercept what Chromium would do itself; an app sets them to refuse. */
const builtIn = new Set(['about', 'blob', 'data', 'file', 'filesystem', 'ftp', 'http', 'https', 'ws', 'wss']);

export class Protocol implements Pick<Electron.Protocol, (typeof protocolMembers)[number]> {
  readonly #urls: SchemeUrls;
  readonly #handlers = new Map<string, Handler>();

  constructor(urls: SchemeUrls) {
    this.#urls = urls;
  }

  handle(scheme: string, handler: Handler): void {
    if (!this.#urls.has(scheme) && !builtIn.has(scheme)) {
      throw new UnsupportedElectronApi(`protocol.handle('${scheme}') without registerSchemesAsPrivileged`);
    }
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }
  unhandle(scheme: string): void {
    if (!this.#handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
  }
  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  handlerFor(url: string): Handler | undefined {
    return this.#handlers.get(schemeOf(url));
  }
}

/** Only standard and secure schemes: others have no origin, no storage partition and no secure context to test. */
export function registerSchemes(
  urls: SchemeUrls,
  schemes: readonly Electron.CustomScheme[],
  isReady: boolean,
): void {
  if (isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
  for (const { scheme, privileges = {} } of schemes) {
    onlyKeys(`privileges of ${scheme}`, privileges, [
      'standard',
      'secure',
      'supportFetchAPI',
      'stream',
      'codeCache',
    ]);
    if (privileges.standard !== true || privileges.secure !== true) {
      throw new UnsupportedElectronApi(`scheme '${scheme}' that is not standard and secure`);
    }
    urls.register(scheme);
  }
}
