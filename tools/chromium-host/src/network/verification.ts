/**
 * What Chromium's certificate verifier would say about a server's certificate: one result, the worst first.
 * The chain is built here, because OpenSSL reports only its last error (an expired certificate of an unknown authority
 * is merely expired to it); OpenSSL's own verdict is the second opinion, so that a chain passes only if both agree.
 */
import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { codeOf, type NetErrorName } from './net-errors.ts';
import type { Root, TrustStore } from './trust-store.ts';

export interface Presented {
  readonly hostname: string;
  /** What the server sent: its own certificate first. */
  readonly chain: readonly X509Certificate[];
  /** OpenSSL's error code, for example `CERT_HAS_EXPIRED`; nothing if it has no objection. */
  readonly openSslError: string | undefined;
}

export interface Verdict {
  readonly error: NetErrorName;
  readonly code: number;
  /** Up to the root, if one was found; else what the server sent. */
  readonly validatedChain: readonly X509Certificate[];
  readonly isIssuedByKnownRoot: boolean;
}

/** Chromium reports the most serious of several errors, in this order. */
const bySeverity = [
  'ERR_CERT_INVALID',
  'ERR_CERT_REVOKED',
  'ERR_CERT_AUTHORITY_INVALID',
  'ERR_CERT_COMMON_NAME_INVALID',
  'ERR_CERT_WEAK_SIGNATURE_ALGORITHM',
  'ERR_CERT_WEAK_KEY',
  'ERR_CERT_DATE_INVALID',
] as const satisfies readonly NetErrorName[];

/** What OpenSSL says and this file finds out by itself, and better. */
const ownFindings = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
]);
const openSslErrors: Readonly<Record<string, (typeof bySeverity)[number]>> = {
  CA_MD_TOO_WEAK: 'ERR_CERT_WEAK_SIGNATURE_ALGORITHM',
  CERT_REVOKED: 'ERR_CERT_REVOKED',
  CA_KEY_TOO_SMALL: 'ERR_CERT_WEAK_KEY',
  EE_KEY_TOO_SMALL: 'ERR_CERT_WEAK_KEY',
};

const serverAuthentication = '1.3.6.1.5.5.7.3.1';
const anyUsage = '2.5.29.37.0';

interface Path {
  readonly certificates: readonly X509Certificate[];
  readonly root: Root;
}

/** Depth first from the leaf over what the server sent, until a trusted root has issued it. */
function findPath(chain: readonly X509Certificate[], store: TrustStore): Path | undefined {
  const [leaf, ...others] = chain;
  if (leaf === undefined) return undefined;
  const ownRoot = store.find(leaf);
  if (ownRoot !== undefined) return { certificates: [leaf], root: ownRoot };

  const extend = (path: readonly X509Certificate[]): Path | undefined => {
    const last = path.at(-1);
    if (last === undefined || path.length > 10) return undefined;
    const [root] = store.issuersOf(last);
    if (root !== undefined) return { certificates: [...path, root.certificate], root };
    for (const issuer of others) {
      if (path.includes(issuer) || !issuer.ca) continue;
      if (!last.checkIssued(issuer) || !last.verify(issuer.publicKey)) continue;
      const found = extend([...path, issuer]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return extend([leaf]);
}

/** Only subject alternative names count; Chromium has not looked at the common name since 2017. */
function isFor(certificate: X509Certificate, hostname: string): boolean {
  if (isIP(hostname) !== 0) return certificate.checkIP(hostname) !== undefined;
  return certificate.checkHost(hostname, { subject: 'never', partialWildcards: false }) !== undefined;
}

export function verifyServer(presented: Presented, store: TrustStore, now: Date): Verdict {
  const found = new Set<NetErrorName>();
  const [leaf] = presented.chain;
  const path = findPath(presented.chain, store);
  if (path === undefined) found.add('ERR_CERT_AUTHORITY_INVALID');

  // A root's own dates do not matter: it is trusted because it is in the store.
  const dated =
    path === undefined
      ? presented.chain.slice(0, 1)
      : path.certificates.slice(0, Math.max(1, path.certificates.length - 1));
  if (dated.some((certificate) => now < certificate.validFromDate || now > certificate.validToDate)) {
    found.add('ERR_CERT_DATE_INVALID');
  }
  if (leaf === undefined) found.add('ERR_CERT_INVALID');
  else {
    if (!isFor(leaf, presented.hostname)) found.add('ERR_CERT_COMMON_NAME_INVALID');
    const usage: readonly string[] | undefined = leaf.keyUsage;
    if (usage !== undefined && !usage.includes(serverAuthentication) && !usage.includes(anyUsage)) {
      found.add('ERR_CERT_INVALID');
    }
  }
  if (presented.openSslError !== undefined && !ownFindings.has(presented.openSslError)) {
    found.add(openSslErrors[presented.openSslError] ?? 'ERR_CERT_INVALID');
  } else if (presented.openSslError !== undefined && found.size === 0) {
    found.add('ERR_CERT_INVALID');
  }

  const error = bySeverity.find((name) => found.has(name)) ?? 'OK';
  return {
    error,
    code: codeOf(error),
    validatedChain: path?.certificates ?? presented.chain,
    isIssuedByKnownRoot: path?.root.isKnown ?? false,
  };
}
