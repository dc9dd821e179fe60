import { session, type Certificate, type Session } from 'electron';

import type { Clock } from '../../src-shared/domain/clock.ts';
import type { Transport } from '../vrs/transport.ts';
import type { Profile } from '../workstation/profile.ts';
import { type CertificatePolicy, judgeCertificate, REFUSE } from './certificate-check.ts';

/**
 * The only way to the network: a session of its own, in memory, that reaches the profile's origin and nothing else.
 * It is Chromium's own stack, so the system's proxy and trust store hold. SECURITY: H38.
 */
export function vrsTransport(profile: Profile, clock: Clock): Transport {
  const network = session.fromPartition('vrs', { cache: false });
  const origin = new URL(profile.vrs.origin);

  // SECURITY: H39 — a second lock behind the client's own: exact origin, https only.
  network.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: URL.parse(details.url)?.origin !== origin.origin });
  });
  network.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  network.setPermissionCheckHandler(() => false);
  // SECURITY: H41.
  network.setSSLConfig({ minVersion: 'tls1.2' });
  // SECURITY: H45 — the person's own account is told to nobody.
  network.allowNTLMCredentialsForDomains('');
  const wasRefused = checkCertificates(network, profile, clock);

  return async (url, { method, headers, body, signal }) => {
    // The contract has no cookies: one that an answer brought goes with no request.
    await network.clearStorageData({ storages: ['cookies'] });
    try {
      return await network.fetch(url, {
        method,
        headers: { ...headers },
        ...(body === undefined ? {} : { body }),
        signal,
        redirect: 'error',
        cache: 'no-store',
        // `omit` would also hold back the client certificate.
        credentials: 'include',
        bypassCustomProtocolHandlers: true,
      });
    } catch (thrown) {
      // Chromium says no more than «failed» of a certificate that we refused.
      throw wasRefused() ? new Error('net::ERR_CERT_REFUSED', { cause: thrown }) : thrown;
    }
  };
}

/** @returns whether the certificate that was looked at last was refused */
function checkCertificates(network: Session, profile: Profile, clock: Clock): () => boolean {
  const policy: CertificatePolicy = {
    hostname: new URL(profile.vrs.origin).hostname,
    caCertificate: profile.vrs.caCertificate,
    authorityOutsideSystemStore: profile.kind === 'training',
  };
  let refused = false;
  network.setCertificateVerifyProc(({ hostname, verificationResult, certificate }, decide) => {
    const verdict = judgeCertificate(
      { hostname, verificationResult, chain: chainOf(certificate) },
      policy,
      clock.now(),
    );
    refused = verdict === REFUSE;
    decide(verdict);
  });
  return () => refused;
}

function chainOf(certificate: Certificate): readonly string[] {
  const chain: string[] = [];
  let each: Certificate | undefined = certificate;
  // A self-signed certificate names itself as its issuer.
  while (each && chain.length < 10 && !chain.includes(each.data)) {
    chain.push(each.data);
    each = each.issuerCert;
  }
  return chain;
}
