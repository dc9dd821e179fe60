import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { PeerCertificate } from 'node:tls';

import { Agent, fetch as undiciFetch } from 'undici';

import type { SecretStore } from '../../src-main/keychain/secret-store.ts';
import type { Connection } from '../../src-main/provisioning/surroundings.ts';
import { certificateFault, type CertificatePolicy } from '../../src-main/shell/certificate-check.ts';
import type { CertificateFault, Transport } from '../../src-main/vrs/transport.ts';
import { clientCertificateOf } from '../../src-main/workstation/client-certificate.ts';
import type { Profile } from '../../src-main/workstation/profile.ts';

/**
 * Node's way to VRS, under the app's own judgement of the server's certificate. Node knows neither the system's proxy nor its store of
 * authorities: it asks directly and trusts the profile's authority alone. What the system makes of it, the packaged app says.
 */
export async function connectFromNode(
  profile: Profile,
  folder: string,
  secrets: SecretStore,
): Promise<Connection> {
  const { hostname } = new URL(profile.vrs.origin);
  const policy: CertificatePolicy = {
    hostname,
    caCertificate: profile.vrs.caCertificate,
    authorityOutsideSystemStore: true,
    pins: profile.vrs.pins,
  };
  let fault: CertificateFault | undefined;
  const own = await clientCertificateOf(profile, folder, secrets);
  const dispatcher = new Agent({
    connect: {
      ca: profile.vrs.caCertificate,
      minVersion: 'TLSv1.2',
      ...(own === undefined ? {} : { pfx: await readFile(own.file), passphrase: own.passphrase }),
      checkServerIdentity: (_host, certificate) => {
        const facts = {
          hostname,
          verificationResult: 'net::ERR_CERT_AUTHORITY_INVALID',
          chain: chainOf(certificate),
        };
        fault = certificateFault(facts, policy, new Date());
        return fault === undefined ? undefined : new Error('ERR_CERT_REFUSED');
      },
    },
  });
  const transport: Transport = async (url, { method, headers, body, signal }) => {
    const response = await undiciFetch(url, {
      method,
      headers: { ...headers },
      ...(body === undefined ? {} : { body }),
      signal,
      redirect: 'error',
      dispatcher,
    });
    // undici's own Response and the global one are the same class by another name.
    return response as unknown as Response;
  };
  return {
    transport: Object.assign(transport, { certificateFault: () => fault }),
    close: () => dispatcher.destroy(),
  };
}

function chainOf(certificate: PeerCertificate): readonly string[] {
  const chain: string[] = [];
  let each: (PeerCertificate & { readonly issuerCertificate?: PeerCertificate }) | undefined = certificate;
  while (each !== undefined && chain.length < 10) {
    const pem = new X509Certificate(each.raw).toString();
    if (chain.includes(pem)) break;
    chain.push(pem);
    each = each.issuerCertificate;
  }
  return chain;
}
