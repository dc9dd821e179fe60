import { writeFileSync } from 'node:fs';
import path from 'node:path';

import type { ElectronApplication } from '@playwright/test';

import { makeAuthority, makeClient, makeServer, writePkcs12, type Identity } from './certificates.ts';
import { expect, launchApp, test as base, violationsOf } from './fixture.ts';
import { startServer, type TestServer } from './servers.ts';

interface Authorities {
  readonly trusted: Identity;
  readonly stranger: Identity;
}

/** An app whose host trusts one authority of our own, as an operating system's store would. */
const test = base.extend<{ readonly app: ElectronApplication }, { readonly authorities: Authorities }>({
  authorities: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
    async ({}, use) => {
      await use({
        trusted: await makeAuthority('試験用認証局'),
        stranger: await makeAuthority('知らない認証局'),
      });
    },
    { scope: 'worker' },
  ],
  app: async ({ authorities, userData, allowedViolations }, use, info) => {
    const roots = info.outputPath('roots.pem');
    writeFileSync(roots, authorities.trusted.cert);
    const app = await launchApp({
      target: 'chromium-host',
      userData,
      env: { CHROMIUM_HOST_EXTRA_CA: roots },
    });
    await use(app);
    const violations = await violationsOf(app);
    await app.close();
    expect(violations.filter(({ kind }) => !allowedViolations.includes(kind))).toEqual([]);
  },
});

interface Outcome {
  readonly status?: number;
  readonly body?: string;
  readonly error?: string;
}

/** Through the session that the product uses for VRS. */
const fetchIn = (app: ElectronApplication, url: string): Promise<Outcome> =>
  app.evaluate(async ({ session }, at) => {
    try {
      const response = await session.fromPartition('vrs', { cache: false }).fetch(at);
      return { status: response.status, body: await response.text() };
    } catch (error) {
      return { error: (error as Error).message };
    }
  }, url);

const importCertificate = (
  app: ElectronApplication,
  certificate: string,
  password: string,
): Promise<number> =>
  app.evaluate(
    (electron, options) => new Promise<number>((resolve) => electron.app.importCertificate(options, resolve)),
    { certificate, password },
  );

async function mutual(authorities: Authorities, extra: object = {}): Promise<TestServer> {
  const server = await makeServer(authorities.trusted);
  return startServer({
    ...server,
    ca: authorities.trusted.cert,
    requestCert: true,
    rejectUnauthorized: true,
    ...extra,
  });
}

test('a server under a trusted authority is answered, an unknown authority is not', async ({
  app,
  authorities,
}) => {
  const known = await startServer(await makeServer(authorities.trusted));
  const unknown = await startServer(await makeServer(authorities.stranger));
  const answered = await fetchIn(app, `${known.origin}/`);
  expect(answered.status).toBe(200);
  expect(JSON.parse(answered.body ?? '')).toMatchObject({ method: 'GET', client: null });
  expect(await fetchIn(app, `${unknown.origin}/`)).toEqual({ error: 'net::ERR_CERT_AUTHORITY_INVALID' });
  await Promise.all([known.close(), unknown.close()]);
});

test('a pin that does not match refuses a certificate that Chromium would take', async ({
  app,
  authorities,
}) => {
  const server = await startServer(await makeServer(authorities.trusted));
  await app.evaluate(({ session }) => {
    session.fromPartition('vrs', { cache: false }).setCertificateVerifyProc((_request, decide) => decide(-2));
  });
  expect(await fetchIn(app, `${server.origin}/`)).toEqual({ error: 'net::ERR_FAILED' });
  await server.close();
});

for (const [name, extra] of [
  ['TLS 1.3', {}],
  ['TLS 1.2', { maxVersion: 'TLSv1.2' }],
] as const) {
  test(`over ${name}, a client certificate is sent if the server asks, and the app is asked which`, async ({
    app,
    authorities,
    userData,
  }) => {
    const server = await mutual(authorities, extra);
    const client = await makeClient(authorities.trusted, '端末-01');
    expect(await fetchIn(app, `${server.origin}/`)).toEqual({ error: 'net::ERR_BAD_SSL_CLIENT_AUTH_CERT' });
    expect(await importCertificate(app, writePkcs12(userData, 'client', client), 'secret')).toBe(0);
    await app.evaluate((electron) => {
      Object.assign(globalThis, { asked: [] });
      electron.app.on('select-client-certificate', (event, contents, url, list, answer) => {
        event.preventDefault();
        const { asked } = globalThis as unknown as { asked: unknown[] };
        asked.push([
          contents,
          url,
          list.map(({ subjectName, issuerName }) => `${subjectName} / ${issuerName}`),
        ]);
        setTimeout(() => answer(list[0]), 20);
      });
    });
    const first = await fetchIn(app, `${server.origin}/`);
    expect(JSON.parse(first.body ?? '')).toMatchObject({
      client: '端末-01',
      tls: name.replace('TLS ', 'TLSv'),
    });
    await fetchIn(app, `${server.origin}/`);
    // Electron gives host and port, whatever the argument is called, and asks once.
    const asked = await app.evaluate(() => Reflect.get(globalThis, 'asked') as unknown);
    expect(asked).toEqual([[null, `127.0.0.1:${server.port}`, ['端末-01 / 試験用認証局']]]);
    await server.close();
  });
}

test('unhandled, the first certificate is sent; a server that does not ask gets none', async ({
  app,
  authorities,
  userData,
}) => {
  const asking = await mutual(authorities);
  const plain = await startServer(await makeServer(authorities.trusted));
  const client = await makeClient(authorities.trusted, '端末-02');
  expect(await importCertificate(app, writePkcs12(userData, 'client', client), 'secret')).toBe(0);
  expect((await fetchIn(app, `${asking.origin}/`)).body).toContain('端末-02');
  expect((await fetchIn(app, `${plain.origin}/`)).body).toContain('"client":null');
  await Promise.all([asking.close(), plain.close()]);
});

test('a certificate of another authority is not even offered', async ({ app, authorities, userData }) => {
  const server = await mutual(authorities);
  const client = await makeClient(authorities.stranger, '他所の端末');
  await importCertificate(app, writePkcs12(userData, 'client', client), 'secret');
  expect(await fetchIn(app, `${server.origin}/`)).toEqual({ error: 'net::ERR_BAD_SSL_CLIENT_AUTH_CERT' });
  await server.close();
});

test('a PKCS#12 file with a wrong password or no sense gives Chromium’s number', async ({
  app,
  authorities,
  userData,
}) => {
  const file = writePkcs12(userData, 'client', await makeClient(authorities.trusted, '端末-03'));
  const garbage = path.join(userData, 'garbage.p12');
  writeFileSync(garbage, 'no certificate');
  expect(await importCertificate(app, file, 'wrong')).toBe(-701);
  expect(await importCertificate(app, garbage, 'secret')).toBe(-704);
  expect(await importCertificate(app, path.join(userData, 'missing.p12'), 'secret')).toBe(-1);
});

test('what onBeforeRequest cancels never opens a connection', async ({ app, authorities }) => {
  const server = await startServer(await makeServer(authorities.trusted));
  await app.evaluate(({ session }, allowed) => {
    session.fromPartition('vrs', { cache: false }).webRequest.onBeforeRequest((details, decide) => {
      decide({ cancel: new URL(details.url).pathname !== allowed });
    });
  }, '/allowed');
  expect(await fetchIn(app, `${server.origin}/other`)).toEqual({ error: 'net::ERR_BLOCKED_BY_CLIENT' });
  expect(server.connections()).toBe(0);
  expect((await fetchIn(app, `${server.origin}/allowed`)).status).toBe(200);
  await server.close();
});

test('a dropped connection, an aborted request and a stream end as they do in Chromium', async ({
  app,
  authorities,
}) => {
  const server = await startServer(await makeServer(authorities.trusted));
  expect(await fetchIn(app, `${server.origin}/drop`)).toEqual({ error: 'net::ERR_EMPTY_RESPONSE' });
  expect(await fetchIn(app, `${server.origin}/short`)).toEqual({ error: 'net::ERR_CONTENT_LENGTH_MISMATCH' });
  const outcome = await app.evaluate(async ({ session }, origin) => {
    const vrs = session.fromPartition('vrs', { cache: false });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const aborted = await vrs
      .fetch(`${origin}/stall`, { signal: controller.signal })
      .then(String, (error: Error) => error.name);
    const response = await vrs.fetch(`${origin}/endless`);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    await reader?.cancel();
    return { aborted, first: Buffer.from(first?.value ?? []).toString() };
  }, server.origin);
  expect(outcome.aborted).toBe('AbortError');
  expect(outcome.first).toContain('tick');
  await server.close();
});

test.describe('a page', () => {
  test.use({ allowedViolations: ['network', 'websocket', 'webtransport'] });

  test('reaches no server, even where the app allows everything', async ({ app, authorities }) => {
    const server = await startServer(await makeServer(authorities.trusted));
    const page = await app.firstWindow();
    await page.getByRole('heading').waitFor();
    await app.evaluate(({ session }) => {
      const ui = session.fromPartition('ui', { cache: false });
      ui.webRequest.onBeforeRequest(null);
      ui.protocol.unhandle('app');
      ui.protocol.handle(
        'app',
        () => new Response('<!doctype html><h1>open', { headers: { 'content-type': 'text/html' } }),
      );
    });
    await page.evaluate(() => location.reload()).catch(() => undefined);
    await page.getByRole('heading', { name: 'open' }).waitFor();
    const outcomes = await page.evaluate(async (port) => {
      const secure = `https://127.0.0.1:${port}`;
      navigator.sendBeacon(`${secure}/beacon`, 'x');
      const image = new Image();
      const socketUrls = [`wss://127.0.0.1:${port}/`, `ws://localhost:${port}/`];
      // oxlint-disable-next-line no-restricted-globals -- shown here to reach nothing
      const sockets = socketUrls.map((url) => new WebSocket(url));
      const elements = [image, ...sockets].map(
        (target) =>
          new Promise((resolve) => {
            for (const type of ['open', 'load', 'error']) target.addEventListener(type, () => resolve(type));
          }),
      );
      image.src = `${secure}/i.png`;
      const fetches = [fetch(`${secure}/`), fetch(`http://127.0.0.1:${port}/`, { mode: 'no-cors' })].map(
        (answer) =>
          answer.then(
            () => 'got',
            (error: Error) => error.name,
          ),
      );
      return Promise.all([...fetches, ...elements]);
    }, server.port);
    expect(outcomes).toEqual(['TypeError', 'TypeError', 'error', 'error', 'error']);
    expect(server.connections()).toBe(0);
    const kinds = async (): Promise<Set<string>> =>
      new Set((await violationsOf(app)).map(({ kind }) => kind));
    await expect.poll(kinds).toEqual(new Set(['network', 'websocket']));
    await server.close();
  });
});
