import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { refusedBy } from '../keychain/open-data-keys.ts';
import { type SecretStore, SecretStoreError } from '../keychain/secret-store.ts';
import { applyPolicy, type EffectiveProfile } from './policy/apply-policy.ts';
import type { MachinePolicy } from './policy/machine-policy.ts';
import { isSigned, KeyFingerprint, type ProfileSignature, signerFingerprint } from './profile-signature.ts';
import { type InstalledProfile, readInstalledProfile } from './profile.ts';
import type { Json } from './canonical-json.ts';

/** In the credential store of the installation: out of reach of who can only change files. */
export const TRUST_ACCOUNT = 'trusted-profile-key';

/** The key that the first apply on this installation was told to trust; none where there was no such apply. */
export async function pinnedKey(store: SecretStore): Promise<Outcome<KeyFingerprint | undefined>> {
  try {
    const kept = await store.get(TRUST_ACCOUNT);
    if (kept === undefined) return ok(undefined);
    const fingerprint = KeyFingerprint.safeParse(Buffer.from(kept).toString('utf8'));
    return fingerprint.success ? ok(fingerprint.data) : failed('profile-key-unknown');
  } catch (error) {
    if (error instanceof SecretStoreError) return refusedBy(error);
    throw error;
  }
}

export async function pinKey(store: SecretStore, fingerprint: KeyFingerprint): Promise<Outcome<undefined>> {
  try {
    await store.set(TRUST_ACCOUNT, Buffer.from(fingerprint));
    return ok(undefined);
  } catch (error) {
    if (error instanceof SecretStoreError) return refusedBy(error);
    throw error;
  }
}

/**
 * Whether a signed profile may be used here: the policy's key counts; where there is none, the key pinned by the first apply.
 * Problems: `profile-unsigned`, `profile-signature`, `profile-key-unknown`, `profile-key-other`.
 */
export function judgeSignature(
  signed: Json,
  signature: ProfileSignature | undefined,
  trusted: KeyFingerprint | undefined,
): Outcome<undefined> {
  if (signature === undefined) return failed('profile-unsigned');
  if (!isSigned(signed, signature)) return failed('profile-signature');
  if (trusted === undefined) return failed('profile-key-unknown');
  return signerFingerprint(signature) === trusted ? ok(undefined) : failed('profile-key-other');
}

export interface StartOptions {
  readonly folder: string;
  readonly policy: MachinePolicy;
  readonly secretsOf: (installationId: string) => SecretStore;
  /** A packaged app takes no unsigned profile, whatever its kind: a training banner must not open the door to another server. */
  readonly isPackaged: boolean;
}

/**
 * The profile that the app may start with. SECURITY: P8, H39 — in production, in a packaged app and under a policy that names a key it must be
 * signed by the trusted key; a training profile that ./start has made is not. Problems of the profile, of the policy and of the credential store.
 */
export async function profileForStart(options: StartOptions): Promise<Outcome<EffectiveProfile>> {
  const installed = await readInstalledProfile(options.folder);
  if (!installed.ok) return installed;
  const trusted = await judgeInstalled(installed.value, options);
  return trusted.ok ? applyPolicy(installed.value.profile, options.policy) : trusted;
}

async function judgeInstalled(
  { profile, signed }: InstalledProfile,
  { policy, secretsOf, isPackaged }: StartOptions,
): Promise<Outcome<undefined>> {
  const { signature, kind, installationId } = profile;
  const byPolicy = policy.trustedProfileKey;
  const mayBeUnsigned = kind === 'training' && byPolicy === undefined && !isPackaged;
  if (signature === undefined) return mayBeUnsigned ? ok(undefined) : failed('profile-unsigned');
  if (byPolicy !== undefined) return judgeSignature(signed, signature, byPolicy);
  // Not even asked for a key where the signature fits nothing.
  if (!isSigned(signed, signature)) return failed('profile-signature');
  const pinned = await pinnedKey(secretsOf(installationId));
  return pinned.ok ? judgeSignature(signed, signature, pinned.value) : pinned;
}
