import { session, type Certificate, type ProxyConfig, type Session } from 'electron';

import type { Clock } from '../../src-shared/domain/clock.ts';
import type { CertificateFault, InspectingTransport, Transport } from '../vrs/transport.ts';
import type { Profile, ProxySettings } from '../workstation/profile.ts';
import { certificateFault, type CertificatePolicy, judgeCertificate } from './certificate-check.ts';

/**
 * The only way to the network: a session of its own, in memory, that reaches the profile's origin and nothing else.
 * It is Chromium's own stack, so the system's proxy and trust store hold. SECURITY: H38.
 */
export function vrsTransport(profile: Profile, clock: Clock): InspectingTransport {
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
  // SECURITY: H46 — before the first request, and nowhere but here: the profile's or the policy's word.
  const proxyIsSet = network.setProxy(proxyConfig(profile.proxy));
  // SECURITY: H45 — the person's own account is told to nobody.
  network.allowNTLMCredentialsForDomains('');
  const lastFault = checkCertificates(network, profile, clock);

  const transport: Transport = async (url, { method, headers, body, signal }) => {
    await proxyIsSet;
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
      throw lastFault() === undefined ? thrown : new Error('net::ERR_CERT_REFUSED', { cause: thrown });
    }
  };
  return Object.assign(transport, { certificateFault: lastFault });
}

/** As Chromium takes it. */
export function proxyConfig(proxy: ProxySettings): ProxyConfig {
  if (proxy.mode !== 'fixed') return { mode: proxy.mode };
  const { server, bypass } = proxy;
  return { mode: 'fixed_servers', proxyRules: server, proxyBypassRules: bypass.join(',') };
}

/** @returns what was wrong with the certificate that was looked at last */
function checkCertificates(
  network: Session,
  profile: Profile,
  clock: Clock,
): () => CertificateFault | undefined {
  const policy: CertificatePolicy = {
    hostname: new URL(profile.vrs.origin).hostname,
    caCertificate: profile.vrs.caCertificate,
    authorityOutsideSystemStore: profile.kind === 'training',
    pins: profile.vrs.pins,
  };
  let fault: CertificateFault | undefined;
  network.setCertificateVerifyProc(({ hostname, verificationResult, certificate }, decide) => {
    const facts = { hostname, verificationResult, chain: chainOf(certificate) };
    fault = certificateFault(facts, policy, clock.now());
    decide(judgeCertificate(facts, policy, clock.now()));
  });
  return () => fault;
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
