/** A server that speaks real TLS and then does what no server should; and, asked to behave, passes on what the real one says. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as httpsRequest, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import type { TrainingVrs } from '../../../src-training/start.ts';
import { type Identity, makeAuthority, makeServer } from '../../chromium-host/certificates.ts';

/** What is done with a connection on which a whole request has come. */
export type Misbehaviour = (socket: TLSSocket, at: HostileServer) => void;

/** Breaks off before there is HTTP: at once, or in the middle of the handshake. */
export type EarlyEnd = 'accepted' | 'handshake';

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
  readonly #close: () => Promise<void>;
  #misbehaviour: Misbehaviour | undefined;
  #early: EarlyEnd | undefined;
  #path = /./;

  private constructor(origin: string, caPem: string, close: () => Promise<void>) {
    this.origin = origin;
    this.caPem = caPem;
    this.#close = close;
  }

  static async start({ tls, honest }: HostileServerOptions = {}): Promise<HostileServer> {
    const authority = await makeAuthority('試験用認証局');
    const open = new Set<Socket>();
    const server = createServer({
      ...(tls ?? (await makeServer(authority))),
      SNICallback: (_, decide) => {
        if (started.#early === 'handshake') decide(new Error('no'));
        else decide(null);
      },
    });
    server.on('connection', (socket: Socket) => {
      started.connections += 1;
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => open.delete(socket));
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
    const { port } = server.address() as AddressInfo;
    const started: HostileServer = new HostileServer(
      `https://localhost:${port}`,
      authority.cert,
      async () => {
        server.close();
        for (const socket of open) socket.destroy();
        await once(server, 'close');
      },
    );
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

  close(): Promise<void> {
    return this.#close();
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    honest: TrainingVrs | undefined,
  ): Promise<void> {
    this.asked.push(request);
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

/** Certificates that no client should take, each with the authority that the client trusts. */
export async function untrustedServer(
  flaw: 'expired' | 'wrong-host' | 'unknown-authority' | 'self-signed' | 'for-clients-only',
): Promise<{ readonly tls: Identity; readonly caPem: string }> {
  const ours = await makeAuthority('試験用認証局');
  const caPem = ours.cert;
  if (flaw === 'expired') return { caPem, tls: await makeServer(ours, { from: -30, until: -1 }) };
  if (flaw === 'wrong-host') return { caPem, tls: await makeServer(ours, { host: 'vrs.example' }) };
  if (flaw === 'for-clients-only') return { caPem, tls: await makeServer(ours, { forServers: false }) };
  if (flaw === 'self-signed') return { caPem, tls: await makeServer(undefined) };
  return { caPem, tls: await makeServer(await makeAuthority('知らない認証局')) };
}
