import { createServer as createPlain } from 'node:net';
import { once } from 'node:events';

import { generate } from 'selfsigned';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ConnectionMonitor } from '../../../src-main/vrs/connection-monitor.ts';
import { VrsClient } from '../../../src-main/vrs/vrs-client.ts';
import { ok } from '../../../src-shared/contract/problem.ts';
import type { Identity } from '../../chromium-host/certificates.ts';
import { nodeTransport } from '../node-transport.ts';
import { HONEST_STATUS, HostileServer, untrustedServer } from './hostile-server.ts';
import { breakingOff, neverDone, nonsense } from './misbehaviours.ts';

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

  it.each(['/v1/people', '//v1/status', 'http://localhost/'])(
    'a redirect to %s is not followed',
    async (to) => {
      server.misbehave((socket) =>
        socket.end(`HTTP/1.1 307 No\r\nlocation: ${to}\r\ncontent-length: 0\r\n\r\n`),
      );
      const client = clientOf(server.origin, server.caPem);
      expect(await client.call('session.renew', {})).toMatchObject(problemOf('vrs-answer-invalid'));
      expect(server.asked).toHaveLength(1);
    },
  );

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
  });
});

describe('a server that can not show that it is VRS', () => {
  it.each(['expired', 'wrong-host', 'unknown-authority', 'self-signed', 'for-clients-only'] as const)(
    '(%s) is not asked anything',
    async (flaw) => {
      const { tls, caPem } = await untrustedServer(flaw);
      expect(await heardBy(tls, caPem)).toEqual(NOTHING);
    },
  );

  it.each([
    ['a key of 1,024 bits', { keySize: 1024 as 2048, algorithm: 'sha256' }],
    ['a signature over SHA-1', { keySize: 2048, algorithm: 'sha1' }],
  ] as const)('(%s) is not asked anything', async (_, strength) => {
    const rsa = await rsaAuthority();
    const made = await generate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'rsa',
      ...strength,
      ca: { key: rsa.key, cert: rsa.cert },
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    expect(await heardBy({ cert: made.cert, key: made.private }, rsa.cert)).toEqual(NOTHING);
  });

  it('is told apart from one that can', async () => {
    const { tls, caPem } = await goodTls();
    expect(await heardBy(tls, caPem)).toMatchObject({ problem: 'vrs-answer-invalid', asked: 1 });
  });

  it('(TLS 1.1 at most) is not asked anything', async () => {
    const { tls, caPem } = await goodTls();
    expect(await heardBy({ ...tls, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }, caPem)).toEqual(NOTHING);
  });

  it('(no TLS at all) is not asked anything', async () => {
    let heard = '';
    const plain = createPlain((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => (heard += bytes.toString('latin1')));
      socket.end('HTTP/1.1 200 OK\r\n\r\n');
    }).listen(0, '127.0.0.1');
    await once(plain, 'listening');
    closing.push(async () => void plain.close());
    const address = plain.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const client = clientOf(`https://localhost:${port}`, server.caPem);
    expect(await client.call('session.renew', {})).toMatchObject(problemOf('vrs-certificate'));
    expect(heard).not.toContain('token-of-the-session');
  });
});

async function goodTls(): Promise<{ readonly tls: Identity; readonly caPem: string }> {
  const authority = await rsaAuthority();
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'rsa',
    keySize: 2048,
    algorithm: 'sha256',
    ca: { key: authority.key, cert: authority.cert },
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  return { tls: { cert: made.cert, key: made.private }, caPem: authority.cert };
}

async function rsaAuthority(): Promise<Identity> {
  const made = await generate([{ name: 'commonName', value: '試験用認証局' }], {
    keyType: 'rsa',
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
  });
  return { cert: made.cert, key: made.private };
}

const NOTHING = { problem: 'vrs-certificate', connected: true, asked: 0 };

/** What a call with a token ends in, and what the server got of it. */
async function heardBy(
  tls: object,
  caPem: string,
): Promise<{ readonly problem: string | undefined; readonly connected: boolean; readonly asked: number }> {
  const impostor = await HostileServer.start({ tls: { ...tls, ciphers: 'DEFAULT@SECLEVEL=0' } });
  closing.push(() => impostor.close());
  const outcome = await clientOf(impostor.origin, caPem).call('session.renew', {});
  return {
    problem: outcome.ok ? undefined : outcome.problem.code,
    connected: impostor.connections > 0,
    asked: impostor.asked.length,
  };
}
