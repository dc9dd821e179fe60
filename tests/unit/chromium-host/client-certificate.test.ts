import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { TestServer } from '../../chromium-host/servers.ts';
import { makeClient, makeServer, writePkcs12 } from '../../chromium-host/certificates.ts';
import { messageOf, surroundings } from './network-harness.ts';

const { here, start, client } = surroundings();

/** A server that asks for a certificate, and takes one of our root's. */
const asking = async (extra: object = {}): Promise<TestServer> =>
  start({
    ...(await makeServer(here().root)),
    requestCert: true,
    rejectUnauthorized: false,
    ca: here().root.cert,
    ...extra,
  });
const importInto = async ({ certificates }: ReturnType<typeof client>, name: string): Promise<number> =>
  certificates.importFile(writePkcs12(here().folder, name, await makeClient(here().root, name)), 'secret');
/** Whom the server saw. */
const clientSeen = async (answer: Promise<Response>): Promise<unknown> =>
  ((await (await answer).json()) as { client: unknown }).client;

describe('a client certificate', () => {
  it('is sent when a server asks, and the choice is asked for once', async () => {
    const made = client();
    await importInto(made, 'terminal-1');
    const asker = await asking();
    const both = await Promise.all([0, 1].map(() => clientSeen(made.network.fetch(`${asker.origin}/`, {}))));
    expect(both).toEqual(['terminal-1', 'terminal-1']);
    expect(made.asked).toEqual([`127.0.0.1:${asker.port}`]);
    made.network.closeAllConnections();
    await clientSeen(made.network.fetch(`${asker.origin}/`, {}));
    expect(made.asked).toHaveLength(2);
  });

  it('is one of several that the app chooses, or none', async () => {
    const made = client();
    await importInto(made, 'terminal-1');
    await importInto(made, 'terminal-2');
    made.choice.of = (list) => list.find(({ subjectName }) => subjectName === 'terminal-2');
    expect(await clientSeen(made.network.fetch(`${(await asking()).origin}/`, {}))).toBe('terminal-2');
    made.choice.of = () => undefined;
    expect(await clientSeen(made.network.fetch(`${(await asking()).origin}/`, {}))).toBeNull();
  });

  it('is not asked for where the server does not ask, or accepts no authority of ours, or is not trusted', async () => {
    const made = client();
    await importInto(made, 'terminal-1');
    const plain = await start(await makeServer(here().root));
    expect(await clientSeen(made.network.fetch(`${plain.origin}/`, {}))).toBeNull();
    const elsewhere = await asking({ ca: here().stranger.cert });
    expect(await clientSeen(made.network.fetch(`${elsewhere.origin}/`, {}))).toBeNull();
    const untrusted = await start({
      ...(await makeServer(here().stranger)),
      requestCert: true,
      rejectUnauthorized: true,
      ca: here().root.cert,
    });
    expect(await messageOf(made.network.fetch(`${untrusted.origin}/`, {}))).toBe(
      'net::ERR_CERT_AUTHORITY_INVALID',
    );
    expect(made.asked).toEqual([]);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'that a server insists on and does not get is missed in Chromium’s words (%s)',
    async (maxVersion) => {
      const insisting = await asking({ rejectUnauthorized: true, maxVersion });
      expect(await messageOf(client().network.fetch(`${insisting.origin}/`, {}))).toBe(
        'net::ERR_BAD_SSL_CLIENT_AUTH_CERT',
      );
      const made = client();
      await importInto(made, 'terminal-1');
      made.choice.of = () => undefined;
      expect(await messageOf(made.network.fetch(`${insisting.origin}/`, {}))).toBe(
        'net::ERR_BAD_SSL_CLIENT_AUTH_CERT',
      );
      // Refused once, it is asked for again.
      made.choice.of = ([first]) => first;
      made.network.closeAllConnections();
      expect(await clientSeen(made.network.fetch(`${insisting.origin}/`, {}))).toBe('terminal-1');
    },
  );

  it('is imported once, with its names, and refused with Chromium’s numbers', async () => {
    const { certificates } = client();
    const file = writePkcs12(here().folder, 'once', await makeClient(here().root, 'once'));
    expect([
      await certificates.importFile(file, 'secret'),
      await certificates.importFile(file, 'secret'),
    ]).toEqual([0, 0]);
    const [only, ...others] = certificates.matching({ authorities: [] });
    expect([only?.certificate.subjectName, only?.certificate.issuerName, others]).toEqual([
      'once',
      '試験用ルート',
      [],
    ]);
    expect(await certificates.importFile(file, 'wrong')).toBe(-701);
    expect(await certificates.importFile(path.join(here().folder, 'missing.p12'), '')).toBe(-1);
  });
});
