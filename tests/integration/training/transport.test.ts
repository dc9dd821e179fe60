import { readFileSync } from 'node:fs';
import { connect, type ConnectionOptions, createSecureContext } from 'node:tls';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openAuthority } from '../../../src-training/certificates/authority.ts';
import { startTrainingVrs } from '../../../src-training/start.ts';
import { TestVrs } from './training-vrs.ts';

/** The protocol that a handshake ends with, or the code of its failure. */
function handshake(origin: string, options: ConnectionOptions): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const socket = connect(
      { host: '127.0.0.1', port: Number(port), servername: hostname, ...options },
      () => {
        resolve(socket.getProtocol() ?? '');
        socket.destroy();
      },
    );
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'failed'));
  });
}

describe('The connection', () => {
  let test: TestVrs;

  beforeAll(async () => {
    test = await TestVrs.start({ people: 100 });
  });
  afterAll(() => test.end());

  it('is TLS 1.2 or newer under its own authority', async () => {
    const { caPem: ca, origin } = test.vrs;
    expect(await handshake(origin, { ca })).toBe('TLSv1.3');
    expect(await handshake(origin, { ca, maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
    expect(await handshake(origin, { ca, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })).not.toMatch(/^TLS/);
    expect(await handshake(origin, {})).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET/);
  });

  it('answers clearly where the client certificate is missing or of another authority', async () => {
    const stranger = await openAuthority(`${test.folder}/stranger`, '992011');
    const { certificatePem, keyPem } = await stranger.issueClient('TRAINING-01');
    for (const identity of [{}, { cert: certificatePem, key: keyPem }]) {
      const client = test.newClient(identity);
      expect(await client.refusal('status.read', {})).toMatchObject({ code: 'client-certificate-missing' });
      await client.close();
    }
  });

  it('takes the PKCS#12 file that it hands out', async () => {
    const pfx = readFileSync(test.vrs.clientP12Path);
    const passphrase = test.vrs.clientP12Passphrase;
    expect(() => createSecureContext({ pfx, passphrase: 'wrong' })).toThrow('mac verify failure');
    expect(await handshake(test.vrs.origin, { ca: test.vrs.caPem, pfx, passphrase })).toBe('TLSv1.3');
  });

  it('shows a wrong certificate on demand, and the right one again', async () => {
    const { caPem: ca, origin } = test.vrs;
    const errors = {
      expired: 'CERT_HAS_EXPIRED',
      'wrong-host': 'ERR_TLS_CERT_ALTNAME_INVALID',
      'unknown-authority': /UNABLE_TO_VERIFY|UNABLE_TO_GET/,
    } as const;
    for (const flaw of ['expired', 'wrong-host', 'unknown-authority'] as const) {
      await test.vrs.useCertificate(flaw);
      expect(await handshake(origin, { ca })).toMatch(errors[flaw]);
    }
    await test.vrs.useCertificate(undefined);
    expect(await handshake(origin, { ca })).toBe('TLSv1.3');
  });
});

describe('What is no call of the contract', () => {
  let test: TestVrs;

  beforeAll(async () => {
    test = await TestVrs.start({ people: 100 });
  });
  afterAll(() => test.end());

  const problem = async (method: string, path: string, raw?: string, type = 'application/json') => {
    const sent = raw === undefined ? {} : { raw, headers: { 'content-type': type } };
    const { status, headers, body } = await test.client.plain(method, path, sent);
    expect(headers['content-type']).toMatch('application/problem+json');
    return { status, headers, code: (body as { code: string }).code };
  };

  it('is 404 for an unknown path and 405 with Allow for a wrong method', async () => {
    expect(await problem('GET', '/v2/status')).toMatchObject({ status: 404, code: 'not-found' });
    const wrong = await problem('DELETE', '/v1/status');
    expect(wrong).toMatchObject({ status: 405, code: 'request-invalid' });
    expect(wrong.headers['allow']).toBe('GET');
  });

  it('is 400 for JSON that is none, 415 for another type, 413 for too much', async () => {
    expect(await problem('POST', '/v1/session', '{"userId":')).toMatchObject({ status: 400 });
    expect(
      await problem('POST', '/v1/session', 'userId=a', 'application/x-www-form-urlencoded'),
    ).toMatchObject({ status: 415, code: 'request-invalid' });
    const long = JSON.stringify({ userId: 'x'.repeat(2 * 1024 * 1024) });
    expect(await problem('POST', '/v1/session', long)).toMatchObject({ status: 413 });
    const endless = JSON.stringify({ userId: 'x'.repeat(17 * 1024 * 1024) });
    expect(await problem('POST', '/v1/session', endless)).toMatchObject({ status: 413 });
  });

  it('is 400 for fields, parameters and bodies that the contract does not have', async () => {
    const extra = JSON.stringify({ ...test.credentials('clerk01'), extra: 1 });
    expect(await problem('POST', '/v1/session', extra)).toMatchObject({ code: 'request-invalid' });
    const { token } = await test.signIn('clerk01');
    const asked = ['limit=ten', 'limit=0', 'limit=1.5', 'nonsense=1', 'kana=ア&kana=イ', ''];
    for (const query of asked) {
      const { status } = await test.client.plain('GET', `/v1/people?${query}`, { token });
      expect([query, status]).toEqual([query, 400]);
    }
    const { status } = await test.client.plain('POST', '/v1/session/renewal', { token, raw: '[1]' });
    expect(status).toBe(400);
  });

  it('is 400 for bytes that are no UTF-8, and 415 for a JSON body that is packed', async () => {
    const bytes = Buffer.from([0x22, 0xff, 0x22]);
    const headers = { 'content-type': 'application/json' };
    expect(await test.client.plain('POST', '/v1/session', { bytes, headers })).toMatchObject({ status: 400 });
    const packed = { bytes: gzipSync('{}'), headers: { ...headers, 'content-encoding': 'gzip' } };
    expect(await test.client.plain('POST', '/v1/session', packed)).toMatchObject({ status: 415 });
  });

  it('lets nobody keep an answer', async () => {
    const { headers } = await test.client.plain('GET', '/v1/status');
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('A folder', () => {
  it('belongs to one training VRS at a time', async () => {
    const test = await TestVrs.start({ people: 1 });
    await expect(startTrainingVrs({ folder: test.folder })).rejects.toMatchObject({ name: 'FolderInUse' });
    await test.stop();
    const again = await TestVrs.start({ folder: test.folder });
    await again.end();
  });
});
