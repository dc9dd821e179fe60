import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { z } from 'zod';

import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { MunicipalityCode } from '../../src-shared/domain/identifiers.ts';
import { RuleSettings } from '../../src-shared/domain/rules/rule-settings.ts';

/** 端末設定: what IT decides for a terminal. The app reads it once at start and never writes it. */
export const Profile = z.strictObject({
  formatVersion: z.literal(1),
  kind: z.enum(['training', 'production']),
  /** Grows with every change; part of a batch's traceability. */
  version: z.string().min(1).max(40),
  municipalityCode: MunicipalityCode,
  municipalityName: z.string().min(1).max(50),
  /** The terminal's name, as in its client certificate and in the operation log. */
  workstation: z.string().regex(/^[0-9A-Za-z-]{1,40}$/),
  /** Distinguishes installations on one machine; names the keys in the credential store. */
  installationId: z.uuid(),
  vrs: z.strictObject({
    /** SECURITY: H39 — the one origin that is ever asked. */
    origin: z.url({ protocol: /^https$/ }).refine((url) => new URL(url).origin === url, 'origin only'),
    /** SECURITY: H42 — the certificate authority that the server's certificate must come from. */
    caCertificate: z.string().startsWith('-----BEGIN CERTIFICATE-----').max(20_000),
    /** Training only: the client certificate as PKCS#12 beside the profile. In production it lies in the system's store. */
    clientCertificate: z
      .strictObject({ file: z.string().regex(/^[\w.-]+$/), passphrase: z.string().max(100) })
      .optional(),
  }),
  /** What this municipality makes of the check rules; a layout may say more. */
  rules: RuleSettings.optional(),
  idleMinutes: z.int().min(1).max(60).default(5),
  offlineMinutes: z.int().min(0).max(480).default(60),
  log: z
    .strictObject({
      /** SECURITY: P7 — a folder outside the terminal, such as a share, for copies of the log's checkpoints. */
      secondPlace: z
        .string()
        .max(1_000)
        .refine((folder) => path.isAbsolute(folder), 'absolute path only')
        .optional(),
    })
    .prefault({}),
  /** How long 一括登録 keeps what is here: a checked file that was never sent, and the list entry of a batch that has ended. In days. */
  retention: z
    .strictObject({
      unsentDays: z.int().min(1).max(90).default(7),
      endedDays: z.int().min(1).max(1_100).default(90),
    })
    .prefault({}),
});
export type Profile = z.infer<typeof Profile>;

export const PROFILE_FILE = 'profile.json';

/** Reads and checks the profile. SECURITY: P8 — an invalid one stops the start. */
export async function readProfile(folder: string): Promise<Outcome<Profile>> {
  try {
    const profile = Profile.safeParse(JSON.parse(await readFile(path.join(folder, PROFILE_FILE), 'utf8')));
    return profile.success ? ok(profile.data) : failed('profile-invalid');
  } catch {
    return failed('profile-invalid');
  }
}
