import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { operationsDocument } from '../../../tools/documents/operations.ts';

const committed = (name: string): string =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

it('docs/operations.md says what the operation table says (npm run documents)', () => {
  expect(committed('operations.md')).toBe(operationsDocument());
});
