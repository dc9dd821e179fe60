/** A server that speaks real TLS and then does what no server should; and, asked to behave, passes on what the real one says. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as httpsRequest, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { SecureContextOptions, TLSSocket } from 'node:tls';

import type { TrainingVrs } from '../../../src-training/start.ts';
import { makeAuthority, makeServer } from '../../chromium-host/certificates.ts';

/** What is done with a connection on which a whole request has come. */
export type Misbehaviour = (socket: TLSSocket, at: HostileServer) => void;

/** Breaks off before there is HTTP: at once, or in the middle of the handshake; or reads nothing that comes behind the headers. */
export type EarlyEnd = 'accepted' | 'handshake' | 'unread';

export interface HostileServerOptions {
  /** TLS of another kind; by default a good certificate of `caPem`. */
  readonly tls?: ServerOptions;
  /** Whose answers are passed on while it behaves. */
  readonly honest?: TrainingVrs;
}

export class HostileServer {
  readonly origin: string;
  readonly caPem: string;
  /** Headers of every request, in order. */
  readonly asked: IncomingMessage[] = [];
  connections = 0;
  /** Bytes that were written to connections which have ended. */
  sent = 0;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #misbehaviour: Misbehaviour | undefined;
  #early: EarlyEnd | undefined;
  #path = /./;

  private constructor(server: Server, caPem: string) {
    this.origin = `https://localhost:${(server.address() as AddressInfo).port}`;
    this.caPem = caPem;
    this.#server = server;
  }

  static async start({ tls, honest }: HostileServerOptions = {}): Promise<HostileServer> {
    const authority = await makeAuthority('試験用認証局');
    const server = createServer({
      ...(tls ?? (await makeServer(authority))),
      SNICallback: (_, decide) => {
        if (started.#early === 'handshake') decide(new Error('no'));
        else decide(null);
      },
    });
    server.on('connection', (socket: Socket) => {
      started.connections += 1;
      started.#open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => started.#open.delete(socket));
      if (started.#early === 'accepted') socket.destroy();
    });
    server.on('secureConnection', (socket) => {
      socket.on('error', () => undefined);
      socket.on('close', () => (started.sent += socket.bytesWritten));
    });
    server.on('tlsClientError', () => undefined);
    server.on('request', (request, response) => void started.#answer(request, response, honest));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const started: HostileServer = new HostileServer(server, authority.cert);
    return started;
  }

  /** From now on, on paths like this. */
  misbehave(how: Misbehaviour | EarlyEnd, path = /./): void {
    this.#path = path;
    if (typeof how === 'function') this.#misbehaviour = how;
    else this.#early = how;
  }

  behave(): void {
    this.#misbehaviour = undefined;
    this.#early = undefined;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#open.size;
  }

  /** From now on, on every connection: a certificate, versions and ciphers of TLS. */
  show(tls: SecureContextOptions): void {
    this.#server.setSecureContext(tls);
    for (const socket of this.#open) socket.destroy();
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
    await once(this.#server, 'close');
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    honest: TrainingVrs | undefined,
  ): Promise<void> {
    this.asked.push(request);
    if (this.#early === 'unread') return;
    if (this.#misbehaviour && this.#path.test(request.url ?? '')) {
      request.resume();
      await once(request, 'end').catch(() => undefined);
      this.#misbehaviour(request.socket as TLSSocket, this);
    } else if (honest) passOn(request, response, honest);
    else {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(HONEST_STATUS);
    }
  }
}

export const HONEST_STATUS = JSON.stringify({ time: '2026-11-20T01:00:00.000Z', version: '1' });

function passOn(request: IncomingMessage, response: ServerResponse, honest: TrainingVrs): void {
  const { hostname, port } = new URL(honest.origin);
  const onward = httpsRequest(
    {
      host: '127.0.0.1',
      servername: hostname,
      port,
      method: request.method,
      path: request.url,
      headers: request.headers,
      ca: honest.caPem,
      cert: honest.clientCertPem,
      key: honest.clientKeyPem,
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}
