/** Local TLS servers that answer, refuse, stall and break off. */
import { createServer, type ServerOptions } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createPlain, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';

export interface TestServer {
  readonly origin: string;
  readonly port: number;
  /** Connections that have been accepted. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

async function listen(server: Server): Promise<TestServer> {
  let accepted = 0;
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    accepted++;
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://127.0.0.1:${port}`,
    port,
    connections: () => accepted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const answeredOnce = new WeakSet<object>();

/** What each path does. `/` says what arrived. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const socket = request.socket as TLSSocket;
  switch (request.url ?? '/') {
    case '/drop':
      socket.destroy();
      return;
    case '/reset':
      // Only the connection below can be reset, not the TLS on it.
      (Reflect.get(socket, '_parent') as Socket).resetAndDestroy();
      return;
    case '/once':
      if (answeredOnce.has(socket)) {
        socket.destroy();
        return;
      }
      answeredOnce.add(socket);
      response.end('once');
      return;
    case '/short':
      response.writeHead(200, { 'content-length': '100' });
      response.write('abc');
      setTimeout(() => socket.destroy(), 30);
      return;
    case '/short-chunked':
      response.writeHead(200);
      response.write('abc');
      setTimeout(() => socket.destroy(), 30);
      return;
    case '/stall':
      return;
    case '/endless': {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const timer = setInterval(() => response.write('tick\n'), 10);
      response.on('close', () => clearInterval(timer));
      return;
    }
    case '/gzip':
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('圧縮された本文'));
      return;
    case '/broken-gzip':
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end('not gzip at all, not even close');
      return;
    case '/redirect':
      response.writeHead(302, { location: '/' });
      response.end();
      return;
    case '/cookie':
      response.writeHead(200, { 'set-cookie': 'a=b' });
      response.end('cookie');
      return;
    case '/empty':
      response.writeHead(204);
      response.end();
      return;
    default: {
      const { subject } = socket.getPeerCertificate() as { subject?: { CN?: string } };
      const seen = {
        method: request.method,
        client: subject?.CN ?? null,
        tls: socket.getProtocol(),
        bytes: body.length,
        contentLength: request.headers['content-length'] ?? null,
        connection: request.socket.remotePort,
      };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(seen));
    }
  }
}

export function startServer(options: ServerOptions): Promise<TestServer> {
  return listen(createServer(options, (request, response) => void answer(request, response)));
}

/** Speaks no TLS: what it is sent it answers with plain text, or by closing. */
export function startPlainServer(onConnection: (socket: Socket) => void): Promise<TestServer> {
  return listen(createPlain(onConnection));
}
