import { X509Certificate } from 'node:crypto';
import path from 'node:path';

import { app, type Certificate } from 'electron';

import type { Profile } from '../workstation/profile.ts';

/**
 * The client certificate names this terminal to VRS. It lies in the system's store; for training on Linux it is imported
 * there from beside the profile.
 */
export async function importTrainingCertificate(profile: Profile, folder: string): Promise<void> {
  const given = profile.vrs.clientCertificate;
  // Only Linux's Electron has this; elsewhere the training start puts the certificate into the system's store.
  if (profile.kind !== 'training' || !given || !('importCertificate' in app)) return;
  const certificate = path.join(folder, given.file);
  await new Promise<void>((resolve) => {
    app.importCertificate({ certificate, password: given.passphrase }, () => resolve());
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
