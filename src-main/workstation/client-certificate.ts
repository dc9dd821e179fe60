import { existsSync } from 'node:fs';
import path from 'node:path';

import { type SecretStore, SecretStoreError } from '../keychain/secret-store.ts';
import type { Profile } from './profile.ts';

/** The terminal's certificate and key as PKCS#12, under a passphrase that is random and in the credential store alone. */
export const CLIENT_CERTIFICATE_FILE = 'client-certificate.p12';
export const CERTIFICATE_PASSPHRASE = 'client-certificate-passphrase';

export interface ClientCertificateFile {
  readonly file: string;
  readonly passphrase: string;
}

/**
 * What names this terminal to VRS, as a file that a store of certificates can import: imported by `workstation --import-certificate`, or
 * beside the profile in training. Undefined: there is none, or its passphrase can't be had; then the system's own store is left.
 */
export async function clientCertificateOf(
  profile: Profile,
  folder: string,
  secrets: SecretStore,
): Promise<ClientCertificateFile | undefined> {
  const file = path.join(folder, CLIENT_CERTIFICATE_FILE);
  const given = profile.vrs.clientCertificate;
  if (given !== undefined) {
    return profile.kind === 'training'
      ? { file: path.join(folder, given.file), passphrase: given.passphrase }
      : undefined;
  }
  if (!existsSync(file)) return undefined;
  try {
    const kept = await secrets.get(CERTIFICATE_PASSPHRASE);
    return kept === undefined ? undefined : { file, passphrase: Buffer.from(kept).toString('utf8') };
  } catch (error) {
    if (error instanceof SecretStoreError) return undefined;
    throw error;
  }
}
