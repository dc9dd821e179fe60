import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { generate as generateCertificate } from 'selfsigned';

import { pkcs12 } from './pkcs12.ts';

/** A certificate and its private key, both PEM. */
export interface Identity {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** What is wrong with the server's certificate, so that a client can show that it notices. */
export type CertificateFlaw = 'expired' | 'wrong-host' | 'unknown-authority';

export interface ClientCertificate extends Identity {
  /** PKCS#12 for the store of the operating system or of Chromium. */
  readonly p12Path: string;
  readonly passphrase: string;
}

export interface Authority {
  readonly caPem: string;
  readonly server: Identity;
  /** For the workstation of that name (letters, digits, hyphens); the same name gives the same certificate again. */
  issueClient(workstation: string): Promise<ClientCertificate>;
  issueFlawed(flaw: CertificateFlaw): Promise<Identity>;
}

/** Guards nothing: the key is a made-up workstation's. A store asks for a passphrase, so there is one. */
export const PKCS12_PASSPHRASE = 'training';

const DAY = 86_400_000;
const AUTHORITY_DAYS = 3650;
const LEAF_DAYS = 825;

/**
 * The certificate authority of this training VRS, made at its first start and kept in `folder`. The dates of certificates follow the
 * computer's clock, not the one that tests move: TLS looks at no other.
 */
export async function openAuthority(folder: string, municipalityCode: string): Promise<Authority> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ca = await kept(folder, 'authority', () => makeAuthority('研修用VRS 認証局'));
  const server = await kept(folder, 'server', () => makeServer(ca, {}));
  return {
    caPem: ca.certificatePem,
    server,
    issueClient: async (workstation) => {
      if (!/^[0-9A-Za-z-]{1,40}$/.test(workstation)) throw new RangeError('a workstation name');
      const file = `client-${workstation}`;
      const identity = await kept(folder, file, () => makeClient(ca, workstation, municipalityCode));
      const p12Path = path.join(folder, `${file}.p12`);
      const { certificatePem, keyPem } = identity;
      writeFileSync(p12Path, pkcs12(certificatePem, keyPem, PKCS12_PASSPHRASE, workstation), {
        mode: 0o600,
      });
      return { ...identity, p12Path, passphrase: PKCS12_PASSPHRASE };
    },
    issueFlawed: async (flaw) => {
      if (flaw === 'wrong-host') return makeServer(ca, { host: 'vrs.example' });
      if (flaw === 'expired') return makeServer(ca, { from: Date.now() - 30 * DAY, days: 29 });
      return makeServer(await makeAuthority('だれも知らない認証局'), {});
    },
  };
}

/** Read from the folder, or made and written there. One that ends within a month is made anew. */
async function kept(folder: string, name: string, makeNew: () => Promise<Identity>): Promise<Identity> {
  const certificateFile = path.join(folder, `${name}.pem`);
  const keyFile = path.join(folder, `${name}.key`);
  if (existsSync(certificateFile) && existsSync(keyFile)) {
    const certificatePem = readFileSync(certificateFile, 'utf8');
    const ends = new X509Certificate(certificatePem).validToDate.getTime();
    if (ends > Date.now() + 30 * DAY) return { certificatePem, keyPem: readFileSync(keyFile, 'utf8') };
  }
  const made = await makeNew();
  writeFileSync(keyFile, made.keyPem, { mode: 0o600 });
  writeFileSync(certificateFile, made.certificatePem);
  return made;
}

type Extensions = NonNullable<Parameters<typeof generateCertificate>[1]>['extensions'];

interface Wanted {
  readonly name: readonly { readonly name: string; readonly value: string }[];
  readonly extensions: Extensions;
  readonly from?: number;
  readonly days: number;
  readonly issuer?: Identity;
}

/** P-256 keys: made in a millisecond, known to every store. The library loads only where a certificate is made. */
async function make(wanted: Wanted): Promise<Identity> {
  const { generate } = await import('selfsigned');
  const from = wanted.from ?? Date.now() - DAY;
  const made = await generate([...wanted.name], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(from),
    notAfterDate: new Date(from + wanted.days * DAY),
    extensions: wanted.extensions ?? [],
    ...(wanted.issuer ? { ca: { key: wanted.issuer.keyPem, cert: wanted.issuer.certificatePem } } : {}),
  });
  return { certificatePem: made.cert, keyPem: made.private };
}

function makeAuthority(name: string): Promise<Identity> {
  return make({
    name: [{ name: 'commonName', value: name }],
    days: AUTHORITY_DAYS,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
}

function makeServer(
  issuer: Identity,
  { host = 'localhost', from, days = LEAF_DAYS }: { host?: string; from?: number; days?: number },
): Promise<Identity> {
  const here = [
    { type: 7, ip: '127.0.0.1' },
    { type: 7, ip: '::1' },
  ] as const;
  return make({
    name: [{ name: 'commonName', value: host }],
    days,
    issuer,
    ...(from === undefined ? {} : { from }),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [{ type: 2, value: host }, ...(host === 'localhost' ? here : [])],
      },
    ],
  });
}

function makeClient(issuer: Identity, workstation: string, municipalityCode: string): Promise<Identity> {
  return make({
    name: [
      { name: 'commonName', value: workstation },
      { name: 'OU', value: municipalityCode },
    ],
    days: LEAF_DAYS,
    issuer,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', clientAuth: true },
    ],
  });
}
