/** Certificates in the shape in which Electron shows them to the app. */
import { createHash, type X509Certificate } from 'node:crypto';
import { certificateFields, parsePrincipal } from './der.ts';

const displayName = (name: Electron.CertificatePrincipal): string =>
  [name.commonName, ...name.organizations, ...name.organizationUnits].find((part) => part !== '') ?? '';

export const fingerprintOf = (certificate: X509Certificate): string =>
  `sha256/${createHash('sha256').update(certificate.raw).digest('base64')}`;

/**
 * @param chain the certificate and its issuers, in order; each becomes the `issuerCert` of the one before.
 * @throws RangeError if the chain is empty.
 */
export function electronCertificate(chain: readonly X509Certificate[]): Electron.Certificate {
  const [certificate, ...issuers] = chain;
  if (certificate === undefined) throw new RangeError('an empty certificate chain');
  const fields = certificateFields(certificate);
  const issuer = parsePrincipal(fields.issuer);
  const subject = parsePrincipal(fields.subject);
  const own = {
    data: certificate.toString(),
    fingerprint: fingerprintOf(certificate),
    issuer,
    issuerName: displayName(issuer),
    serialNumber: fields.serialNumber,
    subject,
    subjectName: displayName(subject),
    validStart: certificate.validFromDate.getTime() / 1000,
    validExpiry: certificate.validToDate.getTime() / 1000,
  };
  // Electron leaves `issuerCert` out at the end of a chain, whatever its type says.
  return (
    issuers.length === 0 ? own : { ...own, issuerCert: electronCertificate(issuers) }
  ) as Electron.Certificate;
}

/** A certificate with the issuers that came along with it, from one of Node's linked objects. */
export function linkedChain(leaf: X509Certificate | undefined): X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let next = leaf; next !== undefined && chain.length < 20; next = next.issuerCertificate) {
    const current = next;
    if (chain.some((known) => known.fingerprint256 === current.fingerprint256)) break;
    chain.push(current);
  }
  return chain;
}
