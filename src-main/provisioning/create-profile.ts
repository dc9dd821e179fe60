import { X509Certificate } from 'node:crypto';

import { z } from 'zod';

import type { Clock } from '../../src-shared/domain/clock.ts';
import type { Json } from '../workstation/canonical-json.ts';
import { signProfile, signerFingerprint } from '../workstation/profile-signature.ts';
import { DistributedProfile } from '../workstation/profile.ts';
import { draftFaults } from './draft-faults.ts';
import { readGiven, writeNew } from './files.ts';
import type { Passphrases } from './passphrase.ts';
import { ok, type Provisioned, refused } from './refusals.ts';
import { PROFILE_FORMAT } from './signed-profile.ts';
import { openSigningKey } from './signing-keys.ts';

export interface CreateProfile {
  readonly draft: string;
  readonly key: string;
  readonly out: string;
}

/** What was signed, for the person who hands it out. */
export interface CreatedProfile {
  readonly version: string;
  readonly municipalityName: string;
  readonly origin: string;
  readonly fingerprint: string;
}

/** Checks a draft field by field and signs it. Every fault is named at once, each with what to write there. */
export async function createProfile(
  { draft, key, out }: CreateProfile,
  passphrases: Passphrases,
  clock: Clock,
): Promise<Provisioned<CreatedProfile>> {
  const read = await readGiven(draft);
  if (!read.ok) return read;
  const profile = checkedDraft(read.value.toString('utf8'), draft, clock.now());
  if (!profile.ok) return profile;
  const signer = await openSigningKey(key, passphrases);
  if (!signer.ok) return signer;
  // Defaults are written out: what was signed says everything that will hold.
  const plain = profile.value as unknown as Json;
  const signature = signProfile(plain, signer.value);
  const file = { format: PROFILE_FORMAT, formatVersion: 1, profile: plain, signature };
  const written = await writeNew(out, `${JSON.stringify(file, null, 2)}\n`, 0o644);
  if (!written.ok) return written;
  const { version, municipalityName, vrs } = profile.value;
  return ok({ version, municipalityName, origin: vrs.origin, fingerprint: signerFingerprint(signature) });
}

function checkedDraft(text: string, file: string, now: Date): Provisioned<DistributedProfile> {
  let written: unknown;
  try {
    written = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return refused(
      'content-invalid',
      `下書きを JSON として読めません。かっこ・引用符・コンマを確かめてください：${file}`,
    );
  }
  const parsed = DistributedProfile.safeParse(z.json().safeParse(written).data);
  const faults = parsed.success ? faultsOfAuthority(parsed.data, now) : draftFaults(parsed.error.issues);
  if (faults.length > 0)
    return refused('content-invalid', ['下書きに直すところがあります。', ...faults].join('\n'));
  return parsed.success ? ok(parsed.data) : refused('content-invalid', '下書きを読めません。');
}

function faultsOfAuthority({ vrs }: DistributedProfile, now: Date): readonly string[] {
  const name = 'vrs.caCertificate';
  try {
    const authority = new X509Certificate(vrs.caCertificate);
    if (!authority.ca)
      return [`${name}：認証局の証明書ではありません。VRS の証明書を出した認証局のものを書いてください。`];
    if (authority.validToDate < now)
      return [`${name}：期限が切れています。新しい認証局の証明書を書いてください。`];
    return [];
  } catch {
    return [`${name}：証明書（PEM）として読めません。改行は \\n と書いてください。`];
  }
}
