import { X509Certificate } from 'node:crypto';

import { generate } from 'selfsigned';
import { beforeAll, describe, expect, it } from 'vitest';

import {
  ACCEPT,
  AS_CHROMIUM_SAYS,
  certificateFault,
  type CertificatePolicy,
  judgeCertificate,
  pinOf,
  REFUSE,
} from '../../../src-main/shell/certificate-check.ts';

interface Pair {
  readonly cert: string;
  readonly private: string;
}

const HOST = 'vrs.example.lg.jp';
const NOW = new Date('2026-11-20T00:00:00Z');
const span = { notBeforeDate: new Date('2026-01-01'), notAfterDate: new Date('2027-01-01') };
const past = { notBeforeDate: new Date('2025-01-01'), notAfterDate: new Date('2026-01-01') };

async function authority(name: string): Promise<Pair> {
  return generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...span,
    extensions: [{ name: 'basicConstraints', cA: true }],
  });
}

async function server(host: string, ca: Pair, when: typeof span): Promise<Pair> {
  return generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...when,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
  });
}

let ours: Pair;
let theirs: Pair;
let good: Pair;

beforeAll(async () => {
  ours = await authority('Our CA');
  theirs = await authority('Another CA');
  good = await server(HOST, ours, span);
});

const policyOf = (authorityOutsideSystemStore: boolean): CertificatePolicy => ({
  hostname: HOST,
  caCertificate: ours.cert,
  authorityOutsideSystemStore,
});
const facts = (chain: readonly string[], verificationResult: string, hostname = HOST) => ({
  hostname,
  verificationResult,
  chain,
});

describe('in production', () => {
  it('lets Chromium’s verdict stand where the certificate comes from the profile’s authority', () => {
    expect(judgeCertificate(facts([good.cert, ours.cert], 'net::OK'), policyOf(false), NOW)).toBe(
      AS_CHROMIUM_SAYS,
    );
  });

  it('refuses an authority that the system does not trust, even the profile’s own', () => {
    const unknown = facts([good.cert, ours.cert], 'net::ERR_CERT_AUTHORITY_INVALID');
    expect(judgeCertificate(unknown, policyOf(false), NOW)).toBe(REFUSE);
  });

  it('refuses a certificate that the system trusts from another authority', async () => {
    const intercepting = await server(HOST, theirs, span);
    expect(judgeCertificate(facts([intercepting.cert, theirs.cert], 'net::OK'), policyOf(false), NOW)).toBe(
      REFUSE,
    );
  });
});

describe('in training', () => {
  it('takes the authority that only the profile knows', () => {
    const unknown = facts([good.cert], 'net::ERR_CERT_AUTHORITY_INVALID');
    expect(judgeCertificate(unknown, policyOf(true), NOW)).toBe(ACCEPT);
  });

  it.each([
    ['an expired certificate', 'net::ERR_CERT_DATE_INVALID'],
    ['a certificate for another name', 'net::ERR_CERT_COMMON_NAME_INVALID'],
    ['a revoked certificate', 'net::ERR_CERT_REVOKED'],
    ['a weak signature', 'net::ERR_CERT_WEAK_SIGNATURE_ALGORITHM'],
  ])('does not take %s', (_, verdict) => {
    expect(judgeCertificate(facts([good.cert], verdict), policyOf(true), NOW)).toBe(REFUSE);
  });
});

describe('in either', () => {
  it.each([
    ['a key of 1,024 bits', { keySize: 1024 as 2048, algorithm: 'sha256' }],
    ['a signature over SHA-1', { keySize: 2048, algorithm: 'sha1' }],
  ] as const)(
    'refuses %s, also where Chromium speaks of the unknown authority alone',
    async (_, strength) => {
      const rsa = await generate([{ name: 'commonName', value: 'Our CA' }], {
        keyType: 'rsa',
        keySize: 2048,
        algorithm: 'sha1',
        ...span,
        extensions: [{ name: 'basicConstraints', cA: true }],
      });
      const issue = (how: { readonly keySize: 2048; readonly algorithm: string }): Promise<Pair> =>
        generate([{ name: 'commonName', value: HOST }], {
          keyType: 'rsa',
          ...how,
          ...span,
          ca: { key: rsa.private, cert: rsa.cert },
          extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] }],
        });
      const policy = { ...policyOf(true), caCertificate: rsa.cert };
      const judge = (made: Pair): number =>
        judgeCertificate(facts([made.cert, rsa.cert], 'net::ERR_CERT_AUTHORITY_INVALID'), policy, NOW);
      expect(judge(await issue(strength))).toBe(REFUSE);
      expect(judge(await issue({ keySize: 2048, algorithm: 'sha256' }))).toBe(ACCEPT);
    },
  );

  it.each([true, false])(
    'refuses what is not for the profile’s host, is out of date or is no certificate',
    async (outside) => {
      const policy = policyOf(outside);
      const expired = await server(HOST, ours, past);
      const other = await server('other.example.lg.jp', ours, span);
      expect(judgeCertificate(facts([good.cert], 'net::OK', 'other.example.lg.jp'), policy, NOW)).toBe(
        REFUSE,
      );
      expect(judgeCertificate(facts([other.cert], 'net::OK'), policy, NOW)).toBe(REFUSE);
      expect(judgeCertificate(facts([expired.cert], 'net::OK'), policy, NOW)).toBe(REFUSE);
      expect(judgeCertificate(facts([], 'net::OK'), policy, NOW)).toBe(REFUSE);
      expect(judgeCertificate(facts(['nonsense'], 'net::OK'), policy, NOW)).toBe(REFUSE);
    },
  );

  it('does not take a leaf of ours as an authority for another leaf', async () => {
    const forged = await generate([{ name: 'commonName', value: HOST }], {
      keyType: 'ec',
      algorithm: 'sha256',
      ...span,
      ca: { key: good.private, cert: good.cert },
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] }],
    });
    const chain = [forged.cert, good.cert, ours.cert];
    expect(judgeCertificate(facts(chain, 'net::ERR_CERT_AUTHORITY_INVALID'), policyOf(true), NOW)).toBe(
      REFUSE,
    );
  });
});

const pinned = (...pins: readonly string[]) => ({ ...policyOf(false), pins });
const pin = ({ cert }: Pair): string => pinOf(new X509Certificate(cert));

const judgeWithPins = (...pins: readonly string[]): number =>
  judgeCertificate(facts([good.cert, ours.cert], 'net::OK'), pinned(...pins), NOW);

describe('with pinned keys', () => {
  it('takes a chain that has one of them, the server’s own or the authority’s', () => {
    expect(judgeWithPins(pin(theirs), pin(good))).toBe(AS_CHROMIUM_SAYS);
    expect(judgeWithPins(pin(ours))).toBe(AS_CHROMIUM_SAYS);
  });

  it('refuses a chain of the right authority that has none of them', () => {
    expect(judgeWithPins(pin(theirs))).toBe(REFUSE);
    const seen = facts([good.cert, ours.cert], 'net::OK');
    expect(certificateFault(seen, pinned(pin(theirs)), NOW)).toBe('pin');
  });

  it('counts a pin only where it lies on the way to the authority', () => {
    const stuffed = facts([good.cert, theirs.cert], 'net::OK');
    expect(judgeCertificate(stuffed, pinned(pin(theirs)), NOW)).toBe(REFUSE);
  });
});
