import { X509Certificate } from 'node:crypto';

import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { certificateFields } from '../../../tools/chromium-host/src/network/der.ts';
import {
  findCertificateRequest,
  presentedInClear,
} from '../../../tools/chromium-host/src/network/certificate-request.ts';
import { probeHandshake } from '../../../tools/chromium-host/src/network/handshake-probe.ts';
import { makeAuthority, makeServer, type Identity } from '../../chromium-host/certificates.ts';
import { startPlainServer, startServer, type TestServer } from '../../chromium-host/servers.ts';

let root: Identity;
let server: Identity;
const running: TestServer[] = [];

beforeAll(async () => {
  root = await makeAuthority('試験用ルート');
  server = await makeServer(root);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

async function probe(options: object) {
  const started = await startServer({ ...server, ...options });
  running.push(started);
  return probeHandshake('127.0.0.1', started.port, {
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
}

const protocols = [
  ['TLS 1.3 with AES-128', { ciphers: 'TLS_AES_128_GCM_SHA256' }],
  ['TLS 1.3 with AES-256', { ciphers: 'TLS_AES_256_GCM_SHA384' }],
  ['TLS 1.3 with ChaCha20', { ciphers: 'TLS_CHACHA20_POLY1305_SHA256' }],
  ['TLS 1.3 after a retry', { ecdhCurve: 'secp521r1' }],
  ['TLS 1.2', { maxVersion: 'TLSv1.2' }],
] as const;

describe.each(protocols)('a handshake of %s', (_name, protocol) => {
  it('shows that the server asks for a certificate, and of which authority', async () => {
    const { request, chain } = await probe({
      ...protocol,
      requestCert: true,
      rejectUnauthorized: false,
      ca: root.cert,
    });
    const { subject } = certificateFields(new X509Certificate(root.cert));
    expect(request?.authorities.map((name) => name.toString('hex'))).toEqual([subject.toString('hex')]);
    expect(chain[0]?.subject).toBe('CN=localhost');
  });

  it('shows it too when the server insists', async () => {
    const { request, chain } = await probe({
      ...protocol,
      requestCert: true,
      rejectUnauthorized: true,
      ca: root.cert,
    });
    expect(request?.authorities).toHaveLength(1);
    expect(chain[0]?.subject).toBe('CN=localhost');
  });

  it('shows that the server does not ask', async () => {
    expect((await probe(protocol)).request).toBeUndefined();
  });
});

describe('a handshake', () => {
  it('that fails for another reason rejects with Node’s error', async () => {
    const plain = await startPlainServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    running.push(plain);
    const options = { rejectUnauthorized: false };
    await expect(probeHandshake('127.0.0.1', plain.port, options)).rejects.toMatchObject({
      code: expect.stringContaining('SSL') as unknown,
    });
    await plain.close();
    await expect(probeHandshake('127.0.0.1', plain.port, options)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  it('that is empty, cut off or noise asks for nothing', () => {
    const noise = Buffer.from('not a handshake at all, just bytes that somebody sent');
    for (const fromServer of [Buffer.alloc(0), Buffer.from([22, 3, 3, 0, 100, 2]), noise]) {
      expect(findCertificateRequest({ fromServer, keyLog: [] })).toBeUndefined();
      expect(presentedInClear(fromServer)).toEqual([]);
    }
  });
});
