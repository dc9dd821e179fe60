import { randomUUID } from 'node:crypto';
import path from 'node:path';

import { problem } from '../../src-shared/contract/problem.ts';
import type { SecretStore } from '../keychain/secret-store.ts';
import { applyPolicy } from '../workstation/policy/apply-policy.ts';
import type { MachinePolicy } from '../workstation/policy/machine-policy.ts';
import { isSigned, KeyFingerprint, signerFingerprint } from '../workstation/profile-signature.ts';
import { judgeSignature, pinKey, pinnedKey } from '../workstation/profile-trust.ts';
import { Profile, PROFILE_FILE, readProfile, WorkstationName } from '../workstation/profile.ts';
import { type AtStep, notWritten, ownFolder, readGiven, writeWhole } from './files.ts';
import { ok, type Provisioned, refused, refusedBy } from './refusals.ts';
import { readSignedProfile, type SignedProfile } from './signed-profile.ts';

export interface ApplyProfile {
  readonly file: string;
  /** The terminal's name; undefined: the one it has, or the machine's own. */
  readonly workstation: string | undefined;
  /** Fingerprint of the key to trust from now on; undefined: the policy's, or the one of the first apply. */
  readonly trust: string | undefined;
  /** A profile with a smaller version than the one that is here. */
  readonly allowOlder: boolean;
}

export interface ApplyParts {
  readonly folder: string;
  readonly policy: MachinePolicy;
  readonly hostName: string;
  readonly secretsOf: (installationId: string) => SecretStore;
  readonly at?: AtStep;
}

export interface AppliedProfile {
  readonly workstation: string;
  readonly version: string;
  readonly origin: string;
  readonly isFirst: boolean;
}

/**
 * Makes a signed profile the one of this terminal. The profile that was there stays whole until the new one is on disk; what
 * belongs to the terminal itself (its identity, its name) is made once and kept.
 */
export async function applyProfile(
  { file, workstation, trust, allowOlder }: ApplyProfile,
  parts: ApplyParts,
): Promise<Provisioned<AppliedProfile>> {
  const read = await readGiven(file);
  if (!read.ok) return read;
  const given = readSignedProfile(read.value);
  if (!given.ok) return given;
  const before = await readProfile(parts.folder);
  // One that can't be read is replaced all the same: this is how IT repairs a terminal.
  const standing = before.ok ? before.value : undefined;
  const installationId = standing?.installationId ?? randomUUID();
  const trusted = await trustedFor(given.value, trust, parts, installationId);
  if (!trusted.ok) return trusted;
  const { version } = given.value.profile;
  if (standing?.signature !== undefined && isOlder(version, standing.version) && !allowOlder) {
    return refused(
      'not-trusted',
      `この端末には新しい版の設定（${standing.version}）があります。${version} に戻すときは --allow-older を付けてください。`,
    );
  }
  const name = nameOf(workstation, standing?.workstation, parts.hostName);
  if (!name.ok) return name;
  const own = { workstation: name.value, installationId, signature: given.value.signature };
  const content = { ...given.value.signed, ...own };
  const profile = Profile.safeParse(content);
  if (!profile.success)
    return refused(
      'content-invalid',
      '端末設定を組み立てられません。配られたファイルを、もう一度受け取ってください。',
    );
  const allowed = applyPolicy(profile.data, parts.policy);
  if (!allowed.ok) return refusedBy(allowed.problem);
  const kept = await keep(content, trusted.value, installationId, parts);
  if (!kept.ok) return kept;
  return ok({
    workstation: name.value,
    version,
    origin: profile.data.vrs.origin,
    isFirst: standing === undefined,
  });
}

/** The key before the profile: a cut between the two leaves the old profile, or none, and a key that is trusted anyway. */
async function keep(
  content: object,
  toPin: KeyFingerprint | undefined,
  installationId: string,
  { folder, secretsOf, at }: ApplyParts,
): Promise<Provisioned<undefined>> {
  if (toPin !== undefined) {
    const pinned = await pinKey(secretsOf(installationId), toPin);
    if (!pinned.ok) return refusedBy(pinned.problem);
  }
  try {
    await ownFolder(folder);
    await writeWhole(path.join(folder, PROFILE_FILE), `${JSON.stringify(content, null, 2)}\n`, at);
    return ok(undefined);
  } catch (error) {
    return notWritten(folder, error);
  }
}

/**
 * SECURITY: H42 — whose signature counts: the policy's key; else the one pinned before; else the one named now. Gives the key that is
 * to be pinned, where one is.
 */
async function trustedFor(
  { signed, signature }: SignedProfile,
  trust: string | undefined,
  { policy, secretsOf }: ApplyParts,
  installationId: string,
): Promise<Provisioned<KeyFingerprint | undefined>> {
  const named = trust === undefined ? undefined : KeyFingerprint.safeParse(trust);
  if (named?.success === false) {
    return refused(
      'usage',
      '--trust には、署名鍵の指紋（16進64桁）を指定してください。--create-signing-key が表示します。',
    );
  }
  // Before the credential store is asked: most faults are of the file.
  if (!isSigned(signed, signature)) return refusedBy(problem('profile-signature'));
  const byPolicy = policy.trustedProfileKey;
  if (byPolicy !== undefined) {
    if (named !== undefined && named.data !== byPolicy) {
      return refused(
        'not-trusted',
        '--trust の鍵が、この端末の方針の定める鍵と違います。方針の鍵で署名された設定を使ってください。',
      );
    }
    const judged = judgeSignature(signed, signature, byPolicy);
    return judged.ok ? ok(undefined) : refusedBy(judged.problem);
  }
  const pinned = await pinnedKey(secretsOf(installationId));
  if (!pinned.ok) return refusedBy(pinned.problem);
  if (pinned.value !== undefined && named !== undefined && named.data !== pinned.value) {
    return refused(
      'not-trusted',
      'この端末は、すでに別の鍵を信頼しています。鍵を替えるときは、--remove で撤去してから、新しい鍵で適用してください。',
    );
  }
  const judged = judgeSignature(signed, signature, pinned.value ?? named?.data);
  if (!judged.ok) return refusedBy(judged.problem);
  return ok(pinned.value === undefined ? signerFingerprint(signature) : undefined);
}

function nameOf(
  given: string | undefined,
  standing: string | undefined,
  hostName: string,
): Provisioned<string> {
  const name = WorkstationName.safeParse(given ?? standing ?? hostName);
  return name.success
    ? ok(name.data)
    : refused(
        'usage',
        '端末の名前を使えません。--workstation に、英数字とハイフンで40文字までの名前を指定してください。',
      );
}

/** Number by number; a version that is not made of numbers is older than any that is. */
export function isOlder(version: string, standing: string): boolean {
  const [left, right] = [version, standing].map((each) => each.split(/[.-]/).map(Number));
  if (left === undefined || right === undefined || right.some(Number.isNaN)) return false;
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
