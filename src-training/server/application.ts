import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import type { VrsCall } from '../../src-shared/vrs-api/call.ts';
import { type VrsCallName, vrsCalls } from '../../src-shared/vrs-api/calls.ts';
import type { Identity } from '../certificates/authority.ts';
import type { Dispatcher, Incoming, Outgoing } from './dispatcher.ts';
import { Refusal } from './refusal.ts';
import { MAX_BODY_BYTES } from './request-reading.ts';

export type Application = FastifyInstance<Server>;

/** A whole request, body included, has to be here within this time, or a client that stalls would hold its connection for ever. */
const REQUEST_TIMEOUT = 60_000;

/** The HTTPS server with a route for every call of the contract. It does not listen yet. */
export function createApplication(
  identity: Identity,
  authorityPem: string,
  dispatcher: Dispatcher,
): Application {
  const application = fastify({
    https: {
      cert: identity.certificatePem,
      key: identity.keyPem,
      ca: authorityPem,
      minVersion: 'TLSv1.2',
      // Asked for but not demanded: without one the handshake goes on, so that the answer can say what is missing.
      requestCert: true,
      rejectUnauthorized: false,
    },
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT,
    // Long uploads pause between chunks; a connection of its own for each chunk would cost a handshake.
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 200 },
    // A client that is cut off mid-answer is one of the faults to be borne, not something to wait for at the end.
    forceCloseConnections: true,
  });
  // Every body comes as bytes: they are hashed and checked before anybody reads them.
  application.removeAllContentTypeParsers();
  application.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  for (const [name, call] of Object.entries(vrsCalls)) {
    if (isCallName(name)) addRoute(application, name, call, dispatcher);
  }
  application.setNotFoundHandler(async (request, reply) =>
    send(reply, dispatcher.refuse(incomingOf(request), notFound(request))),
  );
  application.setErrorHandler(async (error, request, reply) =>
    send(reply, dispatcher.refuse(incomingOf(request), refusalOfHttp(error))),
  );
  return application;
}

function isCallName(name: string): name is VrsCallName {
  return Object.hasOwn(vrsCalls, name);
}

function addRoute(application: Application, name: VrsCallName, call: VrsCall, dispatcher: Dispatcher): void {
  application.route({
    method: call.method,
    url: call.route.replaceAll(/\{(\w+)\}/g, ':$1'),
    exposeHeadRoute: false,
    handler: async (request, reply) => send(reply, await dispatcher.dispatch(name, incomingOf(request))),
  });
}

export function incomingOf(request: FastifyRequest): Incoming {
  return {
    method: request.method,
    url: request.raw.url ?? '',
    params: request.params,
    query: request.query,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    workstation: workstationOf(request.raw.socket),
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The names in the client certificate, if our authority issued it and it is in force. */
function workstationOf(socket: Socket): Incoming['workstation'] {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const subject = socket.getPeerCertificate().subject;
  const name = text(subject?.CN);
  return name === '' ? undefined : { name, municipalityCode: text(subject?.OU) };
}

const routePatterns = Object.values(vrsCalls).map(
  ({ method, route }) =>
    [method, new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`)] as const,
);

/** 405 with `Allow` where the path is right and the method is not. */
function notFound(request: FastifyRequest): Refusal {
  const [path = ''] = (request.raw.url ?? '').split('?');
  const allowed = routePatterns.filter(([, pattern]) => pattern.test(path)).map(([method]) => method);
  if (allowed.length === 0) return new Refusal('not-found');
  return new Refusal('request-invalid', {
    status: 405,
    headers: { allow: [...new Set(allowed)].join(', ') },
  });
}

/** What Fastify itself refuses before a handler sees it; anything else stays the bug that it is. */
function refusalOfHttp(error: unknown): unknown {
  if (!(error instanceof Error) || !('statusCode' in error)) return error;
  switch (error.statusCode) {
    case 413:
      return new Refusal('request-invalid', { status: 413 });
    case 415:
      return new Refusal('request-invalid', { status: 415 });
    case 400:
      return new Refusal('request-invalid');
    default:
      return error;
  }
}

/** Sends the answer, or breaks it the way the planned fault says. */
export function send(reply: FastifyReply, { status, headers, body = '', fault }: Outgoing): FastifyReply {
  if (fault?.kind === 'drop-before' || fault?.kind === 'drop-after') {
    reply.hijack();
    reply.raw.destroy();
    return reply;
  }
  if (fault?.kind === 'truncated') {
    reply.hijack();
    const bytes = Buffer.from(body === '' ? '{"":""}' : body);
    reply.raw.writeHead(status, { ...headers, 'content-length': bytes.length });
    reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => reply.raw.destroy());
    return reply;
  }
  const content = fault?.kind === 'wrong-shape' ? '{"unexpected":true}' : body;
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .send(content);
}
