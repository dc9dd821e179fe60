import { describe, expect, it } from 'vitest';

import type { VerifyProc } from '../../../tools/chromium-host/src/network/secure-sockets.ts';
import { makeServer } from '../../chromium-host/certificates.ts';
import { messageOf, surroundings } from './network-harness.ts';

const { here, start, client } = surroundings();

describe('the app’s guards', () => {
  it('are asked first: what they cancel opens no connection', async () => {
    const { network, guard } = client();
    guard.cancel = true;
    const before = here().server.connections();
    expect(await messageOf(network.fetch(`${here().server.origin}/`, {}))).toBe('net::ERR_BLOCKED_BY_CLIENT');
    expect(here().server.connections()).toBe(before);
  });

  it('may answer for a scheme themselves, unless they are to be passed by', async () => {
    const { network } = client();
    expect(await (await network.fetch('https://handled.example/', {})).text()).toBe('handled');
    const passing = network.fetch('https://handled.example/', { bypassCustomProtocolHandlers: true });
    expect(await messageOf(passing)).toBe('net::ERR_NAME_NOT_RESOLVED');
    expect(await messageOf(network.fetch('http://127.0.0.1/', {}))).toContain('not implemented');
  });

  it('see the certificate and Chromium’s verdict, once for each host and certificate', async () => {
    const { network, sockets } = client();
    const seen: Electron.Request[] = [];
    sockets.verifyProc = (request, decide) => {
      seen.push(request);
      decide(-3);
    };
    const stranded = await start(await makeServer(here().stranger));
    await network.fetch(`${here().server.origin}/`, {});
    await messageOf(network.fetch(`${stranded.origin}/`, {}));
    await messageOf(network.fetch(`${stranded.origin}/`, {}));
    expect(
      seen.map(({ hostname, verificationResult, errorCode, isIssuedByKnownRoot }) => [
        hostname,
        verificationResult,
        errorCode,
        isIssuedByKnownRoot,
      ]),
    ).toEqual([
      ['127.0.0.1', 'net::OK', 0, false],
      ['127.0.0.1', 'net::ERR_CERT_AUTHORITY_INVALID', -202, false],
    ]);
    expect(seen[0]?.certificate.subjectName).toBe('localhost');
    expect(seen[0]?.validatedCertificate.issuerCert.subjectName).toBe('試験用ルート');
    network.closeAllConnections();
    await network.fetch(`${here().server.origin}/`, {});
    expect(seen).toHaveLength(3);
  });

  const matrix: readonly (readonly [
    string,
    number,
    Parameters<typeof makeServer>[1],
    'root' | 'stranger',
    string,
  ])[] = [
    ['as Chromium says: good', -3, {}, 'root', 'answered'],
    ['as Chromium says: unknown authority', -3, {}, 'stranger', 'net::ERR_CERT_AUTHORITY_INVALID'],
    ['as Chromium says: expired', -3, { from: -30, until: -1 }, 'root', 'net::ERR_CERT_DATE_INVALID'],
    ['refused though good', -2, {}, 'root', 'net::ERR_FAILED'],
    ['refused by a number of the app’s own', -206, {}, 'root', 'net::ERR_CERT_REVOKED'],
    ['taken though of an unknown authority', 0, {}, 'stranger', 'answered'],
    ['taken though expired', 0, { from: -30, until: -1 }, 'root', 'answered'],
  ];
  it.each(matrix)('%s', async (_what, answer, kind, issuer, outcome) => {
    const { network, sockets, recorded } = client();
    const proc: VerifyProc = (_request, decide) => setTimeout(() => decide(answer), 5);
    sockets.verifyProc = proc;
    const judged = await start(await makeServer(here()[issuer], kind));
    expect(await messageOf(network.fetch(`${judged.origin}/`, {}).then(() => 'answered'))).toBe(outcome);
    const overrides = answer === 0 ? 1 : 0;
    expect(recorded.filter(([api]) => api === 'certificate-override')).toHaveLength(overrides);
  });
});
