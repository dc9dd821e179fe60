import type { LayoutProfile } from '../../../src-shared/domain/layouts/layout-profile.ts';
import { applySettings, type CheckRules } from '../../../src-shared/domain/rules/check-rules.ts';
import { noSettings } from '../../../src-shared/domain/rules/rule-settings.ts';

/** The rules as the layout of a file has them. */
export function rulesOf({ rules }: LayoutProfile): CheckRules {
  return applySettings(rules ?? noSettings);
}
