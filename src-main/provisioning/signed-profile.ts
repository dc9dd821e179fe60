import { z } from 'zod';

import type { Json } from '../workstation/canonical-json.ts';
import { ProfileSignature } from '../workstation/profile-signature.ts';
import { DistributedProfile } from '../workstation/profile.ts';
import { ok, type Provisioned, refused } from './refusals.ts';

export const PROFILE_FORMAT = 'vaccination-record-workstation-profile';
const FORMAT_VERSION = 1;

const Wrapping = z.looseObject({ format: z.literal(PROFILE_FORMAT), formatVersion: z.int() });
const Inside = z.looseObject({ formatVersion: z.int() });
const SignedFile = z.strictObject({
  format: z.literal(PROFILE_FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  profile: z.record(z.string(), z.json()),
  signature: ProfileSignature,
});

/** A signed profile as it is handed out. Nobody has looked at its signature yet. */
export interface SignedProfile {
  readonly profile: DistributedProfile;
  /** As it was signed. */
  readonly signed: { readonly [key: string]: Json };
  readonly signature: ProfileSignature;
}

/** Reads the form alone. One from a newer release is told from one that is broken. */
export function readSignedProfile(bytes: Uint8Array): Provisioned<SignedProfile> {
  let written: unknown;
  try {
    written = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return refused(
      'content-invalid',
      '署名された端末設定を読めません。配られたファイルを、そのまま使ってください。',
    );
  }
  const wrapping = Wrapping.safeParse(written);
  if (!wrapping.success) {
    return refused(
      'content-invalid',
      'これは署名された端末設定ではありません。--create-profile で作ったファイルを指定してください。',
    );
  }
  const inside = Inside.safeParse(wrapping.data['profile']);
  if (wrapping.data.formatVersion > FORMAT_VERSION || (inside.data?.formatVersion ?? 0) > FORMAT_VERSION) {
    return refused(
      'content-invalid',
      'この端末設定は、新しい版のアプリのためのものです。先にアプリを新しくしてください。',
    );
  }
  const file = SignedFile.safeParse(written);
  const profile = file.success ? DistributedProfile.safeParse(file.data.profile) : undefined;
  if (!file.success || profile?.success !== true) {
    return refused(
      'content-invalid',
      '署名された端末設定が壊れています。配られたファイルを、もう一度受け取ってください。',
    );
  }
  return ok({ profile: profile.data, signed: file.data.profile, signature: file.data.signature });
}
