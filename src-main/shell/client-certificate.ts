import { X509Certificate } from 'node:crypto';

import { app, type Certificate } from 'electron';

import type { SecretStore } from '../keychain/secret-store.ts';
import { clientCertificateOf } from '../workstation/client-certificate.ts';
import type { Profile } from '../workstation/profile.ts';

/**
 * The client certificate names this terminal to VRS. On Windows and macOS it lies in the system's store. Linux's Electron alone can be
 * handed one: it goes into the account's own NSS database, which Chromium reads.
 */
export async function importClientCertificate(
  profile: Profile,
  folder: string,
  secrets: SecretStore,
): Promise<void> {
  if (!('importCertificate' in app)) return;
  const found = await clientCertificateOf(profile, folder, secrets);
  if (found === undefined) return;
  const { file: certificate, passphrase: password } = found;
  await new Promise<void>((resolve) => {
    app.importCertificate({ certificate, password }, () => resolve());
  });
}

/**
 * SECURITY: H43 — chooses by issuer, and sends none where none fits: unhandled, Chromium would send the first it finds.
 */
export function chooseClientCertificate(profile: Profile): void {
  const { hostname, port } = new URL(profile.vrs.origin);
  const server = `${hostname}:${port === '' ? '443' : port}`;
  app.on('select-client-certificate', (event, contents, hostAndPort, certificates, answer) => {
    event.preventDefault();
    // Only the VRS session asks for one, and it has no window.
    const asked = contents === null && hostAndPort === server;
    const chosen = asked
      ? certificates.find((each) => comesFrom(each, profile.vrs.caCertificate))
      : undefined;
    if (chosen) answer(chosen);
    else answer();
  });
}

function comesFrom(certificate: Certificate, authority: string): boolean {
  const issuer = new X509Certificate(authority);
  return new X509Certificate(certificate.data).verify(issuer.publicKey);
}
