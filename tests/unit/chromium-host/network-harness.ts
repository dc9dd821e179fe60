/** A network client as a session makes one, against servers of this test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, afterEach, beforeAll } from 'vitest';

import { ClientCertificates } from '../../../tools/chromium-host/src/network/client-certificates.ts';
import { NetworkClient } from '../../../tools/chromium-host/src/network/network-client.ts';
import { ProxyRules } from '../../../tools/chromium-host/src/network/proxy.ts';
import { SecureSockets } from '../../../tools/chromium-host/src/network/secure-sockets.ts';
import { TrustStore } from '../../../tools/chromium-host/src/network/trust-store.ts';
import { makeAuthority, makeServer, type Identity } from '../../chromium-host/certificates.ts';
import { startPlainServer, startServer, type TestServer } from '../../chromium-host/servers.ts';

export const messageOf = (answer: Promise<unknown>): Promise<string> =>
  answer.then(String, (error: Error) => error.message);

export interface Surroundings {
  /** The authority that the client trusts, and one that it does not know. */
  readonly root: Identity;
  readonly stranger: Identity;
  /** Runs through the whole file. */
  readonly server: TestServer;
  /** For files of this test file. */
  readonly folder: string;
}

/** Servers that are started within a test end with it. */
export function surroundings() {
  let made: Surroundings | undefined;
  const running: TestServer[] = [];
  const here = (): Surroundings => {
    if (made === undefined) throw new Error('before the tests');
    return made;
  };
  beforeAll(async () => {
    const root = await makeAuthority('試験用ルート');
    const stranger = await makeAuthority('知らない認証局');
    const server = await startServer(await makeServer(root));
    made = { root, stranger, server, folder: mkdtempSync(path.join(tmpdir(), 'network-client-')) };
  });
  afterAll(async () => {
    await here().server.close();
    rmSync(here().folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.close()));
  });
  const keep = async (starting: Promise<TestServer>): Promise<TestServer> => {
    const started = await starting;
    running.push(started);
    return started;
  };
  return {
    here,
    start: (...options: Parameters<typeof startServer>) => keep(startServer(...options)),
    startPlain: (...options: Parameters<typeof startPlainServer>) => keep(startPlainServer(...options)),
    /** What it was asked and what it told stands beside it. */
    client: () => {
      const certificates = new ClientCertificates();
      const asked: string[] = [];
      const recorded: unknown[][] = [];
      const violations: string[] = [];
      const choice: { of: (list: readonly Electron.Certificate[]) => Electron.Certificate | undefined } = {
        of: ([first]) => first,
      };
      const store = new TrustStore([], [here().root.cert]);
      const sockets = new SecureSockets({
        store: () => store,
        certificates,
        choose: (hostAndPort, list) => {
          asked.push(hostAndPort);
          return Promise.resolve(choice.of(list));
        },
        record: (...call) => void recorded.push(call),
        now: () => new Date(),
      });
      const guard = { cancel: false };
      const network = new NetworkClient({
        sockets,
        proxy: new ProxyRules({}),
        userAgent: () => 'Test/1',
        violate: (kind) => void violations.push(kind),
        isCancelled: () => Promise.resolve(guard.cancel),
        handlerFor: (url) =>
          url.startsWith('https://handled.example/') ? () => new Response('handled') : undefined,
      });
      return { network, sockets, certificates, asked, recorded, violations, choice, guard };
    },
  };
}
