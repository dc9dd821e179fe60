import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { Profile, PROFILE_FILE } from '../../src-main/workstation/profile.ts';

/** What the training VRS says of itself when it is ready. */
export interface TrainingVrsAddress {
  readonly origin: string;
  readonly caPem: string;
  readonly clientP12Path: string;
  readonly clientP12Passphrase: string;
  readonly municipality: { readonly code: string; readonly name: string };
}

const CLIENT_CERTIFICATE = 'client-certificate.p12';

/**
 * Writes the profile that points a workstation at a training VRS. The installation keeps its identity from start to start,
 * so that its keys and its log stay its own.
 */
export async function writeTrainingProfile(
  folder: string,
  vrs: TrainingVrsAddress,
  change: Partial<Pick<Profile, 'idleMinutes' | 'review' | 'workstation'>> = {},
): Promise<Profile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const profile = Profile.parse({
    formatVersion: 1,
    kind: 'training',
    version: 'training-1',
    municipalityCode: vrs.municipality.code,
    municipalityName: vrs.municipality.name,
    workstation: 'TRAINING-01',
    installationId: await installationIdIn(folder),
    vrs: {
      origin: vrs.origin,
      caCertificate: vrs.caPem,
      clientCertificate: { file: CLIENT_CERTIFICATE, passphrase: vrs.clientP12Passphrase },
    },
    ...change,
  });
  await copyFile(vrs.clientP12Path, path.join(folder, CLIENT_CERTIFICATE));
  await writeFile(path.join(folder, PROFILE_FILE), `${JSON.stringify(profile, null, 2)}\n`, { mode: 0o600 });
  return profile;
}

async function installationIdIn(folder: string): Promise<string> {
  try {
    return Profile.parse(JSON.parse(await readFile(path.join(folder, PROFILE_FILE), 'utf8'))).installationId;
  } catch {
    return randomUUID();
  }
}
