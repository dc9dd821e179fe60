import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { z } from 'zod';

import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { MunicipalityCode } from '../../src-shared/domain/identifiers.ts';
import { ReviewHours } from '../../src-shared/domain/review-hours.ts';
import { RuleSettings } from '../../src-shared/domain/rules/rule-settings.ts';
import type { Json } from './canonical-json.ts';
import { ProfileSignature } from './profile-signature.ts';

/** The address of a server and nothing behind it. SECURITY: H39 — the one origin that is ever asked. */
export const Origin = z
  .url({ protocol: /^https$/ })
  .refine((url) => URL.parse(url)?.origin === url, 'origin only');

/** How VRS is reached. SECURITY: H46 — decided by the profile or the machine's policy, never by the command line or the environment. */
export const ProxySettings = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('system') }),
  z.strictObject({ mode: z.literal('direct') }),
  z.strictObject({
    mode: z.literal('fixed'),
    /** `proxy.example.lg.jp:8080`; without a scheme it is asked over HTTP, as proxies are. */
    server: z.string().regex(/^(?:https?:\/\/)?[0-9A-Za-z.-]{1,253}:[0-9]{1,5}$/),
    /** Hosts that are reached without it, as Chromium writes them: `*.lg.jp`, `<local>`. */
    bypass: z
      .array(z.string().regex(/^[0-9A-Za-z.*:<>/-]{1,253}$/))
      .max(100)
      .default([]),
  }),
]);
export type ProxySettings = z.infer<typeof ProxySettings>;

const vrs = {
  origin: Origin,
  /** SECURITY: H42 — the certificate authority that the server's certificate must come from. */
  caCertificate: z.string().startsWith('-----BEGIN CERTIFICATE-----').max(20_000),
  /**
   * SECURITY: H42 — SHA-256 of public keys (SPKI, base64), one of which must stand in the server's chain or be the authority's.
   * None: the authority alone decides. Two and more let a key be replaced without a new profile on the same day.
   */
  pins: z
    .array(z.string().regex(/^[0-9A-Za-z+/]{43}=$/))
    .max(10)
    .default([]),
} as const;

const everywhere = {
  formatVersion: z.literal(1),
  kind: z.enum(['training', 'production']),
  municipalityCode: MunicipalityCode,
  municipalityName: z.string().min(1).max(50),
  /** What this municipality makes of the check rules; a layout may say more. */
  rules: RuleSettings.optional(),
  idleMinutes: z.int().min(1).max(60).default(5),
  offlineMinutes: z.int().min(0).max(480).default(60),
  proxy: ProxySettings.prefault({ mode: 'system' }),
  /** SECURITY: H14 — keeps screen recorders out of the window. A help desk that looks from afar sees it black. */
  contentProtection: z.boolean().default(true),
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
  /** 週次点検: outside which hours a look-up is worth a question. */
  review: z.strictObject({ hours: ReviewHours.prefault({}) }).prefault({}),
  /** How long 一括登録 keeps what is here: a checked file that was never sent, and the list entry of a batch that has ended. In days. */
  retention: z
    .strictObject({
      unsentDays: z.int().min(1).max(90).default(7),
      endedDays: z.int().min(1).max(1_100).default(90),
    })
    .prefault({}),
} as const;

/** What is signed once and applied on many terminals: nothing in it belongs to one of them. */
export const DistributedProfile = z.strictObject({
  ...everywhere,
  /** One to four numbers, `2026.11.1`: the terminals refuse an older one. */
  version: z.string().regex(/^[0-9]{1,8}(?:[.-][0-9]{1,8}){0,3}$/),
  vrs: z.strictObject(vrs),
});
export type DistributedProfile = z.infer<typeof DistributedProfile>;

/** The terminal's name, as in its client certificate and in the operation log. */
export const WorkstationName = z.string().regex(/^[0-9A-Za-z-]{1,40}$/);

/** 端末設定: what IT decides for a terminal. The app reads it once at start and never writes it. */
export const Profile = z.strictObject({
  ...everywhere,
  /** Grows with every change; part of a batch's traceability. */
  version: z.string().min(1).max(40),
  workstation: WorkstationName,
  /** Distinguishes installations on one machine; names the keys in the credential store. */
  installationId: z.uuid(),
  vrs: z.strictObject({
    ...vrs,
    /** Training only: the client certificate as PKCS#12 beside the profile. In production it is imported (`workstation --import-certificate`). */
    clientCertificate: z
      .strictObject({ file: z.string().regex(/^[\w.-]+$/), passphrase: z.string().max(100) })
      .optional(),
  }),
  /** Over everything but the two values that belong to this terminal. Training from source has none. */
  signature: ProfileSignature.optional(),
});
export type Profile = z.infer<typeof Profile>;

export const PROFILE_FILE = 'profile.json';

/** A profile as it lies on the terminal, and the part of it that was signed, as it was written. */
export interface InstalledProfile {
  readonly profile: Profile;
  readonly signed: Json;
}

/** Reads and checks the profile. SECURITY: P8 — an invalid one stops the start. Problems: `profile-missing`, `profile-invalid`. */
export async function readInstalledProfile(folder: string): Promise<Outcome<InstalledProfile>> {
  let text: string;
  try {
    text = await readFile(path.join(folder, PROFILE_FILE), 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return failed(isMissing ? 'profile-missing' : 'profile-invalid');
  }
  try {
    const written = JSON.parse(text) as Record<string, Json>;
    const profile = Profile.safeParse(written);
    if (!profile.success) return failed('profile-invalid');
    const { workstation: _name, installationId: _id, signature: _signature, ...signed } = written;
    return ok({ profile: profile.data, signed });
  } catch {
    return failed('profile-invalid');
  }
}

/** The profile alone, for programs beside the app that need no more than its words. */
export async function readProfile(folder: string): Promise<Outcome<Profile>> {
  const installed = await readInstalledProfile(folder);
  return installed.ok ? ok(installed.value.profile) : installed;
}
