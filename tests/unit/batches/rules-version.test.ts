import { describe, expect, it } from 'vitest';

import { rulesVersionUnder } from '../../../src-main/batches/checking/rules-of-layout.ts';
import { noSettings, RuleSettings } from '../../../src-shared/domain/rules/rule-settings.ts';
import { rulesVersion } from '../../../src-shared/domain/rules/table.ts';

describe('the version under which a file is checked', () => {
  it('names the rules and the profile', () => {
    expect(rulesVersionUnder(noSettings, 'test-1')).toBe(`${rulesVersion}/test-1`);
  });

  it('is another one for every setting and every profile, and VRS takes each', () => {
    const off = RuleSettings.parse({ levels: { 'lot-recalled': 'off' } });
    const settings = [noSettings, off, RuleSettings.parse({ infantThirdDays: 56 })];
    const profiles = [
      '1',
      '2',
      'a-version-of-thirty-nine-characters-aaa',
      'a-version-of-thirty-nine-characters-aab',
    ];
    const versions = settings.flatMap((each) => profiles.map((profile) => rulesVersionUnder(each, profile)));
    expect(new Set(versions).size).toBe(versions.length);
    expect(versions.every((version) => version.length <= 40)).toBe(true);
  });
});
