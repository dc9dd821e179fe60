import path from 'node:path';

import { z } from 'zod';

import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { KeyFingerprint } from '../profile-signature.ts';
import { Origin, ProxySettings } from '../profile.ts';

/** 端末の方針: what an administrator of the machine has decided. It beats the profile, and nobody who works at the terminal can change it. */
export const MachinePolicy = z.strictObject({
  formatVersion: z.literal(1),
  /** A profile may point at one of these and at no other. */
  vrsOrigins: z.array(Origin).min(1).max(10).optional(),
  /** SHA-256 of the public key that every profile must be signed with. */
  trustedProfileKey: KeyFingerprint.optional(),
  maximumIdleMinutes: z.int().min(1).max(60).optional(),
  logSecondPlace: z
    .string()
    .max(1_000)
    .refine((folder) => path.isAbsolute(folder), 'absolute path only')
    .optional(),
  contentProtection: z.boolean().optional(),
  proxy: ProxySettings.optional(),
});
export type MachinePolicy = z.infer<typeof MachinePolicy>;

export const noPolicy: MachinePolicy = { formatVersion: 1 };

/** Where the policy lies: a file of root's, or the registry. `undefined`: there is none. */
export interface PolicySource {
  read(): Promise<Outcome<unknown>>;
}

/**
 * The policy of this machine. Problems: `policy-invalid`, `policy-unprotected`. SECURITY: P8 — one that can't be read, or that others
 * could have written, stops the start.
 */
export async function readMachinePolicy(source: PolicySource): Promise<Outcome<MachinePolicy>> {
  const read = await source.read();
  if (!read.ok) return read;
  if (read.value === undefined) return ok(noPolicy);
  const policy = MachinePolicy.safeParse(read.value);
  if (policy.success) return ok(policy.data);
  const [issue] = policy.error.issues;
  const field = issue?.code === 'unrecognized_keys' ? issue.keys.join('、') : issue?.path.join('.');
  return failed('policy-invalid', { field: (field ?? '').slice(0, 100) });
}
