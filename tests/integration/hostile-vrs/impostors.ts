/** What a server shows that can not show that it is VRS: with certificates of real authorities, over real TLS. */
import type { SecureContextOptions } from 'node:tls';

import { generate } from 'selfsigned';

import { type Identity, makeAuthority, makeServer } from '../../chromium-host/certificates.ts';

export const flaws = [
  'expired',
  'not yet in force',
  'for another host',
  'of an unknown authority',
  'of an authority that only has the name of ours',
  'self-signed',
  'for clients only',
  'with a key of 1,024 bits',
  'signed over SHA-1',
  'good, over TLS 1.1 at most',
] as const;
export type Flaw = (typeof flaws)[number];

const AUTHORITY = '試験用認証局';
/** So that the server itself does not refuse to show what is weak. */
const WEAK = { ciphers: 'DEFAULT@SECLEVEL=0' };

/** What the client trusts; RSA, as it has to sign over SHA-1 too. */
export async function rsaAuthority(): Promise<Identity> {
  const made = await generate([{ name: 'commonName', value: AUTHORITY }], {
    keyType: 'rsa',
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
  });
  return { cert: made.cert, key: made.private };
}

/** What nobody has to refuse. */
export function goodTls(authority: Identity): Promise<SecureContextOptions> {
  return serverOf(authority);
}

export async function impostor(flaw: Flaw, authority: Identity): Promise<SecureContextOptions> {
  switch (flaw) {
    case 'expired':
      return serverOf(authority, { from: -30, until: -1 });
    case 'not yet in force':
      return serverOf(authority, { from: 1, until: 30 });
    case 'for another host':
      return serverOf(authority, { host: 'vrs.example' });
    case 'of an unknown authority':
      return makeServer(await makeAuthority('知らない認証局'));
    case 'of an authority that only has the name of ours':
      return serverOf(await rsaAuthority());
    case 'self-signed':
      return makeServer(undefined);
    case 'for clients only':
      return serverOf(authority, { purpose: { clientAuth: true } });
    case 'with a key of 1,024 bits':
      return { ...(await serverOf(authority, { keySize: 1024 as 2048 })), ...WEAK };
    case 'signed over SHA-1':
      return { ...(await serverOf(authority, { algorithm: 'sha1' })), ...WEAK };
    case 'good, over TLS 1.1 at most':
      return { ...(await serverOf(authority)), ...WEAK, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' };
    default:
      return flaw satisfies never;
  }
}

const DAY = 86_400_000;

interface Wanted {
  readonly host?: string;
  /** Days from today. */
  readonly from?: number;
  readonly until?: number;
  readonly purpose?: { readonly serverAuth: true } | { readonly clientAuth: true };
  readonly keySize?: 2048;
  readonly algorithm?: string;
}

async function serverOf(authority: Identity, wanted: Wanted = {}): Promise<Identity> {
  const { host = 'localhost', from = -1, until = 30, keySize = 2048, algorithm = 'sha256' } = wanted;
  const made = await generate([{ name: 'commonName', value: host }], {
    keyType: 'rsa',
    keySize,
    algorithm,
    notBeforeDate: new Date(Date.now() + from * DAY),
    notAfterDate: new Date(Date.now() + until * DAY),
    ca: { key: authority.key, cert: authority.cert },
    extensions: [
      { name: 'extKeyUsage', ...(wanted.purpose ?? { serverAuth: true }) },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    ],
  });
  return { cert: made.cert, key: made.private };
}
