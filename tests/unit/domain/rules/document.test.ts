import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { rulesDocument } from '../../../../tools/documents/rules.ts';

it('docs/rules.md says what the rule table and the cases say (npm run documents)', () => {
  const committed = readFileSync(new URL('../../../../docs/rules.md', import.meta.url), 'utf8');
  expect(committed).toBe(rulesDocument());
});
