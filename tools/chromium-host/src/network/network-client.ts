/**
 * `session.fetch`: the only way in which the host opens a connection. Electron's own function over Chromium's network
 * is replaced by one over Node's https; what the app can see of it — order of questions, errors, streaming — is kept.
 */
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { UnsupportedElectronApi } from '../strict.ts';
import type { Violate } from '../violations.ts';
import { NetError, toNetError } from './net-errors.ts';
import type { ProxyRules } from './proxy.ts';
import { responseFrom } from './response-body.ts';
import type { SecureSockets } from './secure-sockets.ts';

// Node loads it at its first use. Once, in the middle of much else, that gave nothing: so it is loaded here.
const { Request } = globalThis;

export type FetchInit = RequestInit & { bypassCustomProtocolHandlers?: boolean };

export interface NetworkClientParts {
  readonly sockets: SecureSockets;
  readonly proxy: ProxyRules;
  readonly userAgent: () => string;
  readonly violate: Violate;
  /** The session's webRequest listener; true if the app cancels. */
  readonly isCancelled: (request: Request, body: Buffer) => Promise<boolean>;
  /** The session's handler for the scheme, if it has one. */
  readonly handlerFor: (url: string) => ((request: Request) => Response | Promise<Response>) | undefined;
}

type SocketCallback = (error: Error | null, stream: Duplex) => void;

/** Lets a socket be used only after it has been verified. Chromium opens six connections to a host, no more. */
class VerifiedAgent extends Agent {
  readonly #sockets: SecureSockets;
  constructor(sockets: SecureSockets) {
    super({ keepAlive: true, maxSockets: 6 });
    this.#sockets = sockets;
  }
  override createConnection(options: RequestOptions, callback?: SocketCallback): undefined {
    const host = String(options.host).replace(/^\[|\]$/g, '');
    void this.#connect(host, Number(options.port), callback);
    return undefined;
  }
  async #connect(host: string, port: number, done: SocketCallback | undefined): Promise<void> {
    try {
      done?.(null, await this.#sockets.open(host, port));
    } catch (error) {
      // The types want a stream with every error; there is none.
      (done as ((error: Error) => void) | undefined)?.(toNetError(error, 'connecting'));
    }
  }
  /** Idle connections end now; those in use end after their answer. */
  retire(): void {
    this.maxFreeSockets = 0;
    for (const sockets of Object.values(this.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
  }
}

const abortReason = (signal: AbortSignal): unknown =>
  signal.reason ?? new DOMException('The operation was aborted.', 'AbortError');

export class NetworkClient {
  readonly #parts: NetworkClientParts;
  #agent: VerifiedAgent;

  constructor(parts: NetworkClientParts) {
    this.#parts = parts;
    this.#agent = new VerifiedAgent(parts.sockets);
  }

  closeAllConnections(): void {
    this.#agent.retire();
    this.#agent = new VerifiedAgent(this.#parts.sockets);
    this.#parts.sockets.forgetAll();
  }

  async fetch(input: string | Request, init: FetchInit | undefined): Promise<Response> {
    const request = new Request(input, init);
    if (request.signal.aborted) {
      request.body?.cancel(request.signal.reason).catch(() => undefined);
      throw abortReason(request.signal);
    }
    // Electron's fetch reads the whole body before it connects, so that it knows the length.
    const aborted = new Promise<never>((_resolve, reject) => {
      request.signal.addEventListener('abort', () => reject(abortReason(request.signal) as Error), {
        once: true,
      });
    });
    aborted.catch(() => undefined);
    const { method, url, redirect, signal } = request;
    const body = Buffer.from(await Promise.race([request.arrayBuffer(), aborted]));

    if (await Promise.race([this.#parts.isCancelled(request, body), aborted]))
      throw new NetError('ERR_BLOCKED_BY_CLIENT');
    const handler = init?.bypassCustomProtocolHandlers === true ? undefined : this.#parts.handlerFor(url);
    if (handler !== undefined) {
      const hasBody = body.length > 0;
      return handler(
        new Request(url, {
          method,
          headers: request.headers,
          ...(hasBody ? { body: new Uint8Array(body) } : {}),
        }),
      );
    }
    const target = new URL(url);
    if (target.protocol !== 'https:')
      throw new UnsupportedElectronApi(`session.fetch('${target.protocol}…')`);
    this.#parts.proxy.assertDirect(target);
    const options: RequestOptions = {
      method,
      host: target.hostname.replace(/^\[|\]$/g, ''),
      port: target.port === '' ? 443 : Number(target.port),
      path: `${target.pathname}${target.search}`,
      headers: this.#headers(request, body, target),
    };
    return Promise.race([this.#exchange(options, body, redirect, signal, true), aborted]);
  }

  #headers(request: Request, body: Buffer, target: URL): Record<string, string | number> {
    const sendsBody = body.length > 0 || ['POST', 'PUT', 'PATCH'].includes(request.method);
    return {
      accept: '*/*',
      'accept-encoding': 'gzip, deflate, br, zstd',
      'accept-language': 'ja',
      'user-agent': this.#parts.userAgent(),
      ...Object.fromEntries(request.headers),
      host: target.host,
      ...(sendsBody ? { 'content-length': body.length } : {}),
    };
  }

  #exchange(
    options: RequestOptions,
    body: Buffer,
    redirect: RequestRedirect,
    signal: AbortSignal,
    mayRetry: boolean,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      const outgoing = httpsRequest({ ...options, agent: this.#agent });
      let answered = false;
      signal.addEventListener('abort', () => outgoing.destroy(), { once: true });
      outgoing.on('error', (error) => {
        // From then on the body tells.
        if (answered) return;
        // A kept connection that the server closed meanwhile is no failure of this request.
        if (mayRetry && outgoing.reusedSocket && isClosed(error)) {
          resolve(this.#exchange(options, body, redirect, signal, false));
          return;
        }
        const netError = toNetError(error, 'waiting');
        if (netError.netError === 'ERR_BAD_SSL_CLIENT_AUTH_CERT') {
          this.#parts.sockets.forgetChoice(String(options.host), Number(options.port));
        }
        reject(netError);
      });
      outgoing.on('response', (incoming) => {
        answered = true;
        try {
          resolve(this.#answer(outgoing, incoming, redirect, signal));
        } catch (error) {
          outgoing.destroy();
          reject(error instanceof Error ? error : new NetError('ERR_FAILED'));
        }
      });
      outgoing.end(body);
    });
  }

  #answer(
    outgoing: ClientRequest,
    incoming: IncomingMessage,
    redirect: RequestRedirect,
    signal: AbortSignal,
  ): Response {
    const isRedirect =
      [301, 302, 303, 307, 308].includes(incoming.statusCode ?? 0) && incoming.headers.location !== undefined;
    if (isRedirect && redirect === 'error')
      throw new Error("Attempted to redirect, but redirect policy was 'error'");
    if (isRedirect && redirect === 'manual') throw new Error('Redirect was cancelled');
    if (isRedirect) throw new UnsupportedElectronApi(`session.fetch with redirect: 'follow'`);
    if (incoming.headers['set-cookie'] !== undefined) {
      this.#parts.violate(
        'set-cookie',
        `${outgoing.host}: the session would keep it; the stand-in keeps no cookies`,
      );
    }
    return responseFrom(outgoing, incoming, signal);
  }
}

const isClosed = (error: Error): boolean =>
  'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE') && !(error instanceof NetError);
