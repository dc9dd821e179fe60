import { hash, X509Certificate } from 'node:crypto';

import type { CertificateFault } from '../vrs/transport.ts';

/** What Chromium says of a server's certificate, reduced to what the decision needs. */
export interface CertificateFacts {
  readonly hostname: string;
  /** `net::OK`, or why Chromium would refuse it. */
  readonly verificationResult: string;
  /** PEM, the server's own first. */
  readonly chain: readonly string[];
}

export interface CertificatePolicy {
  readonly hostname: string;
  /** PEM of the authority that the profile names. */
  readonly caCertificate: string;
  /** True in the training profile only: its authority is made at first start and stands in no system store. */
  readonly authorityOutsideSystemStore: boolean;
  /** SHA-256 of public keys, one of which must stand in the chain or be the authority's. None: any. */
  readonly pins?: readonly string[];
}

/** Electron's answers: take it on our word · refuse · let Chromium's own verdict stand. */
export const ACCEPT = 0;
export const REFUSE = -2;
export const AS_CHROMIUM_SAYS = -3;

/**
 * SECURITY: H42 — only the profile's host, only under the profile's authority, only with a pinned key where the profile has pins. Where the
 * system must trust the authority too (production), Chromium's verdict stands beside ours and neither alone is enough. SECURITY: H49 — nothing
 * here asks whether a certificate was revoked, so that a closed network neither holds it up nor softens it; docs/handbook says what IT does.
 */
export function judgeCertificate(
  facts: CertificateFacts,
  policy: CertificatePolicy,
  now: Date,
): typeof ACCEPT | typeof REFUSE | typeof AS_CHROMIUM_SAYS {
  if (certificateFault(facts, policy, now) !== undefined) return REFUSE;
  return facts.verificationResult === 'net::OK' ? AS_CHROMIUM_SAYS : ACCEPT;
}

/** What is wrong with the certificate that the server showed; undefined where it is taken. */
export function certificateFault(
  facts: CertificateFacts,
  policy: CertificatePolicy,
  now: Date,
): CertificateFault | undefined {
  if (facts.hostname !== policy.hostname) return 'host';
  try {
    const own = faultByProfile(facts, policy, now);
    if (own !== undefined) return own;
  } catch {
    return 'unreadable';
  }
  if (facts.verificationResult === 'net::OK') return undefined;
  const onlyUnknownAuthority = facts.verificationResult === 'net::ERR_CERT_AUTHORITY_INVALID';
  return policy.authorityOutsideSystemStore && onlyUnknownAuthority ? undefined : 'system';
}

function faultByProfile(
  facts: CertificateFacts,
  policy: CertificatePolicy,
  now: Date,
): CertificateFault | undefined {
  const authority = new X509Certificate(policy.caCertificate);
  const chain = facts.chain.map((pem) => new X509Certificate(pem));
  const [server] = chain;
  if (!server?.checkHost(facts.hostname, { subject: 'never' })) return 'host';
  if (![...chain, authority].every((each) => isInForce(each, now))) return 'dates';
  // Chromium names one fault alone, and an authority outside the system's store hides a weak key behind it.
  if (chain.some(isWeak)) return 'weak';
  const path = pathTo(authority, chain);
  if (path === undefined) return 'authority';
  const { pins = [] } = policy;
  if (pins.length > 0 && !path.some((each) => pins.includes(pinOf(each)))) return 'pin';
  return undefined;
}

/** Each is signed by the next; somewhere along the way stands a signature of the profile's authority. Undefined: nowhere. */
function pathTo(
  authority: X509Certificate,
  chain: readonly X509Certificate[],
): readonly X509Certificate[] | undefined {
  for (const [index, certificate] of chain.entries()) {
    if (certificate.checkIssued(authority) && certificate.verify(authority.publicKey)) {
      return [...chain.slice(0, index + 1), authority];
    }
    const issuer = chain[index + 1];
    if (!issuer?.ca || !certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey))
      return undefined;
  }
  return undefined;
}

/** SHA-256 of the public key in DER, as a profile writes its pins. */
export function pinOf(certificate: X509Certificate): string {
  return hash('sha256', certificate.publicKey.export({ type: 'spki', format: 'der' }), 'base64');
}

function isInForce(certificate: X509Certificate, now: Date): boolean {
  return now >= new Date(certificate.validFrom) && now <= new Date(certificate.validTo);
}

/** RSA below 2,048 bits, or signed over a digest for which collisions can be made; nobody looks at what a root says of itself. */
function isWeak(certificate: X509Certificate): boolean {
  const bits = certificate.publicKey.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < 2048) return true;
  const weakDigest = /sha-?1(?![0-9])|md[245]/i.test(certificate.signatureAlgorithm ?? '');
  return weakDigest && !certificate.checkIssued(certificate);
}
