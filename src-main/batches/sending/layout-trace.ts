import { hash } from 'node:crypto';

import { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import { canonicalProfile, LayoutProfile } from '../../../src-shared/domain/layouts/layout-profile.ts';
import { shippedProfiles } from '../../../src-shared/domain/rules/layouts.ts';

/** Which state of a layout a file was read by: part of the batch's fingerprint. */
export interface LayoutTrace {
  readonly layoutVersion: number;
  readonly layoutDigest: Sha256;
}

/** Undefined where the layout is no longer there. */
export function layoutTraceOf(
  layoutId: string,
  profiles: readonly unknown[] = shippedProfiles,
): LayoutTrace | undefined {
  for (const each of profiles) {
    const profile = LayoutProfile.safeParse(each);
    if (!profile.success || profile.data.id !== layoutId) continue;
    const layoutDigest = Sha256.parse(hash('sha256', canonicalProfile(profile.data)));
    return { layoutVersion: profile.data.version, layoutDigest };
  }
  return undefined;
}
