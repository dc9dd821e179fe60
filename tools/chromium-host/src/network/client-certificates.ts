/** `app.importCertificate`: PKCS#12 files, kept in this process's memory only, offered when a server asks for one. */
import type { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { duplexPair } from 'node:stream';
import { connect, createSecureContext, TLSSocket } from 'node:tls';
import { electronCertificate, linkedChain } from './certificates.ts';
import type { CertificateRequest } from './certificate-request.ts';
import { certificateFields } from './der.ts';

export interface ClientCertificate {
  readonly pfx: Buffer;
  readonly passphrase: string;
  readonly certificate: Electron.Certificate;
  readonly chain: readonly X509Certificate[];
}

/** Chromium's error numbers for importing, from net_error_list.h. */
const result = { ok: 0, unreadable: -1, badPassword: -701, invalidFile: -704 } as const;

/**
 * Node parses PKCS#12 for a connection but does not show what is in it, so the file is used for one: a handshake with
 * ourselves, in memory.
 */
function chainOf(pfx: Buffer, passphrase: string): Promise<X509Certificate[]> {
  const secureContext = createSecureContext({ pfx, passphrase });
  const [serverSide, clientSide] = duplexPair();
  const server = new TLSSocket(serverSide, { isServer: true, secureContext });
  const client = connect({ socket: clientSide, rejectUnauthorized: false });
  return new Promise<X509Certificate[]>((resolve, reject) => {
    server.on('error', reject);
    client.on('error', reject);
    client.on('secureConnect', () => resolve(linkedChain(client.getPeerX509Certificate())));
  }).finally(() => {
    client.destroy();
    server.destroy();
  });
}

export class ClientCertificates {
  readonly #all: ClientCertificate[] = [];

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  /** @returns Chromium's number: 0, or what went wrong. */
  async importFile(path: string, passphrase: string): Promise<number> {
    let pfx: Buffer;
    try {
      pfx = await readFile(path);
    } catch {
      return result.unreadable;
    }
    try {
      const chain = await chainOf(pfx, passphrase);
      const certificate = electronCertificate(chain);
      if (!this.#all.some((known) => known.certificate.fingerprint === certificate.fingerprint)) {
        this.#all.push({ pfx, passphrase, certificate, chain });
      }
      return result.ok;
    } catch (error) {
      const isPassword = error instanceof Error && error.message.includes('mac verify failure');
      return isPassword ? result.badPassword : result.invalidFile;
    }
  }

  /** Those that the server would accept by what it says about authorities, as Chromium filters them. */
  matching(request: CertificateRequest): ClientCertificate[] {
    if (request.authorities.length === 0) return [...this.#all];
    return this.#all.filter(({ chain }) => {
      const issuers = chain.map((certificate) => certificateFields(certificate).issuer);
      return issuers.some((issuer) => request.authorities.some((authority) => authority.equals(issuer)));
    });
  }
}
