import { X509Certificate } from 'node:crypto';

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
}

/** Electron's answers: take it on our word · refuse · let Chromium's own verdict stand. */
export const ACCEPT = 0;
export const REFUSE = -2;
export const AS_CHROMIUM_SAYS = -3;

/**
 * SECURITY: H42 — only the profile's host, only under the profile's authority. Where the system must trust the authority too
 * (production), Chromium's verdict stands beside ours and neither alone is enough.
 */
export function judgeCertificate(
  facts: CertificateFacts,
  policy: CertificatePolicy,
  now: Date,
): typeof ACCEPT | typeof REFUSE | typeof AS_CHROMIUM_SAYS {
  if (facts.hostname !== policy.hostname) return REFUSE;
  if (!comesFromAuthority(facts, policy, now)) return REFUSE;
  if (facts.verificationResult === 'net::OK') return AS_CHROMIUM_SAYS;
  const onlyUnknownAuthority = facts.verificationResult === 'net::ERR_CERT_AUTHORITY_INVALID';
  return policy.authorityOutsideSystemStore && onlyUnknownAuthority ? ACCEPT : REFUSE;
}

function comesFromAuthority(facts: CertificateFacts, policy: CertificatePolicy, now: Date): boolean {
  try {
    const authority = new X509Certificate(policy.caCertificate);
    const chain = facts.chain.map((pem) => new X509Certificate(pem));
    const [server] = chain;
    if (!server?.checkHost(facts.hostname, { subject: 'never' })) return false;
    if (![...chain, authority].every((each) => isInForce(each, now))) return false;
    // Chromium names one fault alone, and an authority outside the system's store hides a weak key behind it.
    if (chain.some(isWeak)) return false;
    // Each is signed by the next; somewhere along the way stands a signature of the profile's authority.
    for (const [index, certificate] of chain.entries()) {
      if (certificate.checkIssued(authority) && certificate.verify(authority.publicKey)) return true;
      const issuer = chain[index + 1];
      if (!issuer?.ca || !certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey))
        return false;
    }
    return false;
  } catch {
    return false;
  }
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
