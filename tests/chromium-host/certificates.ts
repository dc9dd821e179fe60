/** Throwaway certificates: authorities, servers and clients of every kind that a verifier must tell apart. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { generate } from 'selfsigned';

import { pkcs12 } from '../../src-training/certificates/pkcs12.ts';

export interface Identity {
  readonly cert: string;
  readonly key: string;
}

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>;

const day = 86_400_000;

interface Wanted {
  readonly name: string;
  readonly extensions: Extensions;
  readonly issuer?: Identity | undefined;
  /** Days from today: when it begins and ends. */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}

async function make({ name, extensions, issuer, from = -1, until = 30 }: Wanted): Promise<Identity> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() + from * day),
    notAfterDate: new Date(Date.now() + until * day),
    extensions,
    ...(issuer === undefined ? {} : { ca: { key: issuer.key, cert: issuer.cert } }),
  });
  return { cert: made.cert, key: made.private };
}

export const makeAuthority = (name: string, issuer?: Identity): Promise<Identity> =>
  make({
    name,
    issuer,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });

export interface ServerKind {
  readonly host?: string;
  readonly from?: number;
  readonly until?: number;
  /** Without: a certificate that may only sign a client in. */
  readonly forServers?: boolean;
}

/** For `localhost` and 127.0.0.1 unless another host is named; self-signed without an issuer. */
export const makeServer = (issuer: Identity | undefined, kind: ServerKind = {}): Promise<Identity> =>
  make({
    name: kind.host ?? 'localhost',
    issuer,
    from: kind.from,
    until: kind.until,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      kind.forServers === false
        ? { name: 'extKeyUsage', clientAuth: true }
        : { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: kind.host ?? 'localhost' },
          ...(kind.host === undefined ? [{ type: 7 as const, ip: '127.0.0.1' }] : []),
        ],
      },
    ],
  });

export const makeClient = (issuer: Identity, name: string): Promise<Identity> =>
  make({
    name,
    issuer,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', clientAuth: true },
    ],
  });

/** A PKCS#12 file with the passphrase `secret`. */
export function writePkcs12(folder: string, name: string, { cert, key }: Identity): string {
  const file = path.join(folder, `${name}.p12`);
  writeFileSync(file, pkcs12(cert, key, 'secret', name));
  return file;
}
