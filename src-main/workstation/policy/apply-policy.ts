import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { PolicyValue } from '../../../src-shared/contract/workstation.ts';
import type { Profile } from '../profile.ts';
import type { MachinePolicy } from './machine-policy.ts';

/** A profile as it holds on this machine, and which of its values the policy decided. */
export interface EffectiveProfile {
  readonly profile: Profile;
  readonly fromPolicy: readonly PolicyValue[];
}

/** The policy beats the profile. Problem `policy-origin`: the profile points at a VRS that the policy does not name. */
export function applyPolicy(profile: Profile, policy: MachinePolicy): Outcome<EffectiveProfile> {
  const { origin } = profile.vrs;
  if (policy.vrsOrigins !== undefined && !policy.vrsOrigins.includes(origin)) {
    return failed('policy-origin', { origin: origin.slice(0, 200) });
  }
  const most = policy.maximumIdleMinutes;
  const decided: Partial<Record<PolicyValue, boolean>> = {
    vrsOrigin: policy.vrsOrigins !== undefined,
    trustedProfileKey: policy.trustedProfileKey !== undefined,
    idleMinutes: most !== undefined && most < profile.idleMinutes,
    logSecondPlace: policy.logSecondPlace !== undefined,
    contentProtection: policy.contentProtection !== undefined,
    proxy: policy.proxy !== undefined,
  };
  return ok({
    profile: {
      ...profile,
      idleMinutes: Math.min(profile.idleMinutes, most ?? profile.idleMinutes),
      contentProtection: policy.contentProtection ?? profile.contentProtection,
      proxy: policy.proxy ?? profile.proxy,
      log:
        policy.logSecondPlace === undefined
          ? profile.log
          : { ...profile.log, secondPlace: policy.logSecondPlace },
    },
    fromPolicy: PolicyValue.options.filter((value) => decided[value]),
  });
}
