import { createHash } from 'node:crypto';

import type { LayoutProfile } from '../../../src-shared/domain/layouts/layout-profile.ts';
import { applySettings, type CheckRules, versionOf } from '../../../src-shared/domain/rules/check-rules.ts';
import { noSettings, type RuleSettings } from '../../../src-shared/domain/rules/rule-settings.ts';
import { rulesVersion } from '../../../src-shared/domain/rules/table.ts';

/** The rules as the layout of a file has them. */
export function rulesOf({ rules }: LayoutProfile): CheckRules {
  return applySettings(rules ?? noSettings);
}

const MAX_VERSION = 40;

/**
 * What terminal and layout make of the rules belongs to their version, and so does the profile's own: it goes into the fingerprint of the
 * batch.
 */
export function rulesVersionUnder(settings: RuleSettings, profileVersion: string): string {
  const both = `${versionOf(applySettings(settings), digest)}/${profileVersion}`;
  return both.length <= MAX_VERSION ? both : `${rulesVersion}/${digest(both)}`.slice(0, MAX_VERSION);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
