import { generateKeyPairSync } from 'node:crypto';
import path from 'node:path';

import { notWritten, writeNew, writeWhole } from '../files.ts';
import { ok, type Provisioned, refusedBy } from '../refusals.ts';
import type { Surroundings } from '../surroundings.ts';
import { readProfile } from '../../workstation/profile.ts';
import { certificateRequest } from './certificate-request.ts';
import { CERTIFICATE_KEY_FILE, CERTIFICATE_KEY_PASSPHRASE } from './pending-key.ts';
import { keptPassphrase, ownStoreOnly } from './stored-passphrase.ts';

/**
 * Makes a key on this terminal and writes a request for its certificate. The key stays here, closed under a passphrase that is in
 * the credential store alone. Asked again, another key takes the place of the one whose certificate never came. Gives the terminal's name.
 */
export async function requestCertificate(out: string, around: Surroundings): Promise<Provisioned<string>> {
  const elsewhere = ownStoreOnly(around.platform);
  if (elsewhere !== undefined) return elsewhere;
  const { folder, secretsOf } = around;
  const profile = await readProfile(folder);
  if (!profile.ok) return refusedBy(profile.problem);
  const { workstation, municipalityCode, installationId } = profile.value;
  const passphrase = await keptPassphrase(secretsOf(installationId), CERTIFICATE_KEY_PASSPHRASE);
  if (!passphrase.ok) return passphrase;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const request = certificateRequest(workstation, municipalityCode, privateKey);
  const closed = privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: passphrase.value,
  });
  try {
    await writeWhole(path.join(folder, CERTIFICATE_KEY_FILE), closed);
  } catch (error) {
    return notWritten(folder, error);
  }
  const written = await writeNew(out, request, 0o644);
  return written.ok ? ok(workstation) : written;
}
