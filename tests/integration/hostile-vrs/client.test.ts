import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createPlain, type Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ConnectionMonitor } from '../../../src-main/vrs/connection-monitor.ts';
import { VrsClient } from '../../../src-main/vrs/vrs-client.ts';
import { ok } from '../../../src-shared/contract/problem.ts';
import { BatchId } from '../../../src-shared/domain/identifiers.ts';
import { nodeTransport } from '../node-transport.ts';
import { HONEST_STATUS, HostileServer } from './hostile-server.ts';
import { flaws, goodTls, impostor, rsaAuthority } from './impostors.ts';
import { breakingOff, neverDone, nonsense, slow } from './misbehaviours.ts';

/** What a client may have let come in before it gave up: its limit, and what lay on the way. */
const MOST_BYTES = 96 * 1024 * 1024;

let server: HostileServer;
let closing: (() => Promise<void>)[] = [];

function clientOf(origin: string, caPem: string): VrsClient {
  const transport = nodeTransport({ caPem });
  closing.push(() => transport.destroy());
  return new VrsClient({
    origin,
    transport,
    monitor: new ConnectionMonitor(() => undefined),
    token: () => 'token-of-the-session',
    tokenRefused: () => expect.unreachable('nobody ends a session but VRS'),
    retry: { attempts: 2, firstWait: 1, longestWait: 10 },
  });
}

const problemOf = (code: string) => ({ ok: false, problem: { code } });

beforeEach(async () => {
  server = await HostileServer.start();
  closing = [() => server.close()];
});
afterEach(() => Promise.all(closing.map((close) => close())));

describe('a VRS that answers with', () => {
  it.each(Object.keys(nonsense))('%s is not believed, is not asked again, and costs little', async (what) => {
    const client = clientOf(server.origin, server.caPem);
    const how = nonsense[what];
    if (how) server.misbehave(how);
    expect(await client.call('status.read', {})).toMatchObject(problemOf('vrs-answer-invalid'));
    expect(server.asked).toHaveLength(1);
    await expect.poll(() => server.sent).toBeGreaterThan(0);
    expect(server.sent).toBeLessThan(MOST_BYTES);
    server.behave();
    expect(await client.call('status.read', {})).toEqual(ok(JSON.parse(HONEST_STATUS)));
  });

  it('ten packed gigabytes is not unpacked beyond what an answer may have', async () => {
    const how = nonsense['ten gigabytes packed into ten megabytes'];
    if (how) server.misbehave(how);
    await clientOf(server.origin, server.caPem).call('status.read', {});
    await expect.poll(() => server.sent).toBeGreaterThan(0);
    // A thousandth of what was unpacked, and what the connection had taken in beforehand.
    expect(server.sent).toBeLessThan(9 * 1024 * 1024);
  });

  it.each(['/v1/people', '//v1/status'])('a redirect to %s is not followed', async (to) => {
    server.misbehave((socket) =>
      socket.end(`HTTP/1.1 307 No\r\nlocation: ${to}\r\ncontent-length: 0\r\n\r\n`),
    );
    const client = clientOf(server.origin, server.caPem);
    expect(await client.call('session.renew', {})).toMatchObject(problemOf('vrs-answer-invalid'));
    expect(server.asked).toHaveLength(1);
  });

  it('a redirect to another origin takes nothing there, least of all the token', async () => {
    const other = await HostileServer.start();
    closing.push(() => other.close());
    server.misbehave((socket) =>
      socket.end(`HTTP/1.1 308 No\r\nlocation: ${other.origin}/v1/status\r\ncontent-length: 0\r\n\r\n`),
    );
    const client = clientOf(server.origin, server.caPem);
    expect(await client.call('session.renew', {})).toMatchObject(problemOf('vrs-answer-invalid'));
    expect(other.connections).toBe(0);
  });

  it('a redirect to http takes nothing there either', async () => {
    const plain = await plainServer((socket) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${HONEST_STATUS}`));
    server.misbehave((socket) =>
      socket.end(
        `HTTP/1.1 302 No\r\nlocation: http://localhost:${plain.port}/v1/status\r\ncontent-length: 0\r\n\r\n`,
      ),
    );
    const client = clientOf(server.origin, server.caPem);
    expect(await client.call('status.read', {})).toMatchObject(problemOf('vrs-answer-invalid'));
    expect(plain.connections()).toBe(0);
  });

  it('cookies gets none back, neither its own nor another origin’s', async () => {
    server.misbehave((socket) =>
      socket.end(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n' +
          'set-cookie: own=1; Secure; HttpOnly\r\nset-cookie: other=1; Domain=example.lg.jp\r\n' +
          `content-length: ${HONEST_STATUS.length}\r\n\r\n${HONEST_STATUS}`,
      ),
    );
    const client = clientOf(server.origin, server.caPem);
    expect(await client.call('status.read', {})).toMatchObject({ ok: true });
    await client.call('status.read', {});
    expect(server.asked.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
  });

  it('a second answer behind the first does not answer the next question', async () => {
    const smuggled = HONEST_STATUS.replace('"1"', '"smuggled"');
    server.misbehave((socket) =>
      socket.write(
        [HONEST_STATUS, smuggled]
          .map(
            (body) =>
              `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
          )
          .join(''),
      ),
    );
    const client = clientOf(server.origin, server.caPem);
    await client.call('status.read', {});
    server.behave();
    for (let again = 0; again < 3; again += 1)
      expect(await client.call('status.read', {})).toEqual(ok(JSON.parse(HONEST_STATUS)));
  });

  it('a length and chunks at once is read one way or not at all', async () => {
    server.misbehave((socket) =>
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${HONEST_STATUS}`,
      ),
    );
    const client = clientOf(server.origin, server.caPem);
    expect(await client.call('status.read', {})).toMatchObject(problemOf('vrs-answer-invalid'));
  });
});

describe('a VRS that breaks off', () => {
  it.each(Object.keys(breakingOff))('%s is out of reach, and was asked no more than twice', async (when) => {
    const how = breakingOff[when];
    if (how) server.misbehave(how);
    const client = clientOf(server.origin, server.caPem);
    expect(await client.call('status.read', {})).toMatchObject(problemOf('vrs-unreachable'));
    expect(server.asked).toHaveLength(2);
  });

  it.each(['accepted', 'handshake'] as const)('when it has %s is out of reach', async (early) => {
    server.misbehave(early);
    const client = clientOf(server.origin, server.caPem);
    expect(await client.call('status.read', {})).toMatchObject({ ok: false });
    expect(server.asked).toHaveLength(0);
  });
});

describe('a VRS that is never done:', () => {
  it.each(Object.keys(neverDone))('%s ends with the time that an attempt has', async (what) => {
    const how = neverDone[what];
    if (how) server.misbehave(how);
    const client = clientOf(server.origin, server.caPem);
    expect(await client.call('status.read', {}, { timeout: 200 })).toMatchObject(problemOf('vrs-slow'));
    expect(server.asked).toHaveLength(2);
    // Nobody goes on listening.
    await expect.poll(() => server.open).toBe(0);
  });

  it.each([
    ['a connection on which nobody speaks', () => undefined],
    [
      'a handshake byte by byte',
      (socket: Socket) => {
        const timer = setInterval(() => socket.write(Buffer.of(0x16)), 15);
        socket.on('close', () => clearInterval(timer));
      },
    ],
  ])('%s ends with the time too, and is told nothing', async (_, speak) => {
    const plain = await plainServer(speak);
    const client = clientOf(`https://localhost:${plain.port}`, server.caPem);
    const outcome = await client.call('session.renew', {}, { timeout: 200 });
    expect(outcome.ok ? '' : outcome.problem.code).toMatch(/^vrs-(?:slow|certificate)$/);
    expect(plain.connections()).toBeGreaterThan(0);
    expect(plain.heard()).not.toContain('token-of-the-session');
  });

  it('one that reads nothing of what it is sent ends with the time of an attempt', async () => {
    server.misbehave('unread');
    const sent = clientOf(server.origin, server.caPem).call(
      'batches.sendChunk',
      { path: { batchId: BatchId.parse(randomUUID()), chunk: 0 } },
      { timeout: 300, bytes: { body: new Uint8Array(32 * 1024 * 1024), headers: {} } },
    );
    expect(await sent).toMatchObject(problemOf('vrs-slow'));
  });
});

describe('a VRS that is slow and gets done in time', () => {
  it.each(Object.keys(slow))('%s is believed, at the first attempt', async (what) => {
    const how = slow[what];
    if (how) server.misbehave(how);
    const client = clientOf(server.origin, server.caPem);
    expect(await client.call('status.read', {})).toEqual(ok(JSON.parse(HONEST_STATUS)));
    expect(server.asked).toHaveLength(1);
  });
});

describe('a server that can not show that it is VRS', () => {
  it.each(flaws)('(%s) is not asked anything', async (flaw) => {
    const authority = await rsaAuthority();
    expect(await heardBy(await impostor(flaw, authority), authority.cert)).toEqual(NOTHING);
  });

  it('is told apart from one that can', async () => {
    const authority = await rsaAuthority();
    const heard = await heardBy(await goodTls(authority), authority.cert);
    expect(heard).toMatchObject({ problem: 'vrs-answer-invalid', asked: 1 });
  });

  it('(no TLS at all) is not asked anything', async () => {
    const plain = await plainServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    const client = clientOf(`https://localhost:${plain.port}`, server.caPem);
    expect(await client.call('session.renew', {})).toMatchObject(problemOf('vrs-certificate'));
    expect(plain.heard()).not.toContain('token-of-the-session');
  });
});

interface PlainServer {
  readonly port: number;
  readonly connections: () => number;
  readonly heard: () => string;
}

/** A server without TLS, and all that it was told. */
async function plainServer(speak: (socket: Socket) => void): Promise<PlainServer> {
  let [connections, heard] = [0, ''];
  const plain = createPlain((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => (heard += bytes.toString('latin1')));
    closing.push(async () => void socket.destroy());
    speak(socket);
  }).listen(0, '127.0.0.1');
  await once(plain, 'listening');
  closing.push(async () => void plain.close());
  const address = plain.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  return { port, connections: () => connections, heard: () => heard };
}

const NOTHING = { problem: 'vrs-certificate', connected: true, asked: 0 };

/** What a call with a token ends in, and what the server got of it. */
async function heardBy(
  tls: SecureContextOptions,
  caPem: string,
): Promise<{ readonly problem: string | undefined; readonly connected: boolean; readonly asked: number }> {
  const served = await HostileServer.start({ tls });
  closing.push(() => served.close());
  const outcome = await clientOf(served.origin, caPem).call('session.renew', {});
  return {
    problem: outcome.ok ? undefined : outcome.problem.code,
    connected: served.connections > 0,
    asked: served.asked.length,
  };
}
