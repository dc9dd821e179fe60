import { describe, expect, it } from 'vitest';

import { makeServer } from '../../chromium-host/certificates.ts';
import { messageOf, surroundings } from './network-harness.ts';

const { here, start, startPlain, client } = surroundings();

describe('an exchange', () => {
  it('sends method, body with its length and headers, and reads status, headers and body', async () => {
    const { network } = client();
    const response = await network.fetch(`${here().server.origin}/`, { method: 'POST', body: '日本語' });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await response.json()).toMatchObject({
      method: 'POST',
      bytes: 9,
      contentLength: '9',
      client: null,
    });
  });

  it.each([
    ['bytes', () => new Uint8Array([1, 2, 3])],
    ['a buffer', () => new Uint8Array([1, 2, 3]).buffer],
    ['a stream', () => new Blob(['abc']).stream()],
  ])('takes %s as a body, and knows its length beforehand as Electron does', async (_what, body) => {
    const { network } = client();
    const response = await network.fetch(`${here().server.origin}/`, {
      method: 'PUT',
      body: body(),
      duplex: 'half',
    } as RequestInit);
    expect(await response.json()).toMatchObject({ bytes: 3, contentLength: '3' });
  });

  it('keeps the connection for the next, until all are closed', async () => {
    const { network } = client();
    const port = async (): Promise<unknown> =>
      ((await (await network.fetch(`${here().server.origin}/`, {})).json()) as { connection: number })
        .connection;
    const first = await port();
    expect(await port()).toBe(first);
    network.closeAllConnections();
    expect(await port()).not.toBe(first);
  });

  it('unpacks the body', async () => {
    const { network } = client();
    expect(await (await network.fetch(`${here().server.origin}/gzip`, {})).text()).toBe('圧縮された本文');
    expect(await messageOf((await network.fetch(`${here().server.origin}/broken-gzip`, {})).text())).toBe(
      'net::ERR_CONTENT_DECODING_FAILED',
    );
  });

  it('has no body where there is none', async () => {
    const { network } = client();
    expect((await network.fetch(`${here().server.origin}/empty`, {})).body).toBeNull();
    expect((await network.fetch(`${here().server.origin}/`, { method: 'HEAD' })).body).toBeNull();
  });

  it('reports a cookie that Chromium would keep', async () => {
    const { network, violations } = client();
    expect((await network.fetch(`${here().server.origin}/cookie`, {})).headers.get('set-cookie')).toBe('a=b');
    expect(violations).toEqual(['set-cookie']);
  });

  it('is tried again on a new connection when the server has closed the kept one', async () => {
    const { network } = client();
    const before = here().server.connections();
    const statuses: number[] = [];
    for (let round = 0; round < 3; round++) {
      // Answers once on each connection and closes it at the second request.
      const response = await network.fetch(`${here().server.origin}/once`, { method: 'POST', body: 'x' });
      statuses.push(response.status);
      await response.text();
    }
    expect(statuses).toEqual([200, 200, 200]);
    expect(here().server.connections() - before).toBe(3);
  });
});

describe('an exchange that fails', () => {
  it.each([
    ['/drop', 'net::ERR_EMPTY_RESPONSE'],
    ['/reset', 'net::ERR_CONNECTION_RESET'],
    ['/redirect', "Attempted to redirect, but redirect policy was 'error'"],
  ])('%s rejects with %s', async (at, message) => {
    const { network } = client();
    expect(await messageOf(network.fetch(`${here().server.origin}${at}`, { redirect: 'error' }))).toBe(
      message,
    );
  });

  it.each([
    ['/short', 'net::ERR_CONTENT_LENGTH_MISMATCH'],
    ['/short-chunked', 'net::ERR_INCOMPLETE_CHUNKED_ENCODING'],
  ])('%s ends its body with %s', async (at, message) => {
    const { network } = client();
    const response = await network.fetch(`${here().server.origin}${at}`, {});
    expect(await messageOf(response.text())).toBe(message);
  });

  it('names what kept it from connecting', async () => {
    const { network } = client();
    const closed = await startPlain(() => undefined);
    await closed.close();
    expect(await messageOf(network.fetch(`${closed.origin}/`, {}))).toBe('net::ERR_CONNECTION_REFUSED');
    expect(await messageOf(network.fetch('https://no-such-host.invalid/', {}))).toBe(
      'net::ERR_NAME_NOT_RESOLVED',
    );
    const plain = await startPlain((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const shut = await startPlain((socket) => socket.end());
    expect(await messageOf(network.fetch(`${plain.origin}/`, {}))).toBe('net::ERR_SSL_PROTOCOL_ERROR');
    expect(await messageOf(network.fetch(`${shut.origin}/`, {}))).toBe('net::ERR_CONNECTION_CLOSED');
  });

  it('does not go below the version of TLS that the app set', async () => {
    const old = await start({ ...(await makeServer(here().root)), maxVersion: 'TLSv1.2' });
    const { network, sockets } = client();
    sockets.setVersions('tls1.3', undefined);
    expect(await messageOf(network.fetch(`${old.origin}/`, {}))).toBe(
      'net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
    );
    sockets.setVersions('tls1.2', undefined);
    expect((await network.fetch(`${old.origin}/`, {})).status).toBe(200);
    expect(() => sockets.setVersions('tls1.0', undefined)).toThrow('unknown TLS version');
  });

  it('rejects a redirect that is to be handled by hand as Electron does, and does not follow any', async () => {
    const { network } = client();
    expect(await messageOf(network.fetch(`${here().server.origin}/redirect`, { redirect: 'manual' }))).toBe(
      'Redirect was cancelled',
    );
    expect(await messageOf(network.fetch(`${here().server.origin}/redirect`, {}))).toContain(
      'not implemented',
    );
  });
});

describe('aborting', () => {
  it('before the request rejects with the reason, and nothing is sent', async () => {
    const { network } = client();
    const before = here().server.connections();
    expect(
      await messageOf(
        network.fetch(`${here().server.origin}/`, { signal: AbortSignal.abort(new Error('no more')) }),
      ),
    ).toBe('no more');
    expect(here().server.connections()).toBe(before);
  });

  it('while waiting rejects, and ends the connection', async () => {
    const { network } = client();
    const controller = new AbortController();
    const waiting = network.fetch(`${here().server.origin}/stall`, { signal: controller.signal });
    setTimeout(() => controller.abort(), 30);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('while reading ends the body with AbortError', async () => {
    const { network } = client();
    const controller = new AbortController();
    const response = await network.fetch(`${here().server.origin}/endless`, { signal: controller.signal });
    const reader = response.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain('tick');
    controller.abort();
    await expect(
      (async () => {
        while (!(await reader?.read())?.done);
      })(),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});
