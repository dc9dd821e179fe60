import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { layoutsDocument } from '../../../tools/documents/layouts.ts';
import { operationsDocument } from '../../../tools/documents/operations.ts';
import { securityMeasuresDocument } from '../../../tools/documents/security-measures.ts';

const committed = (name: string): string =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

it('docs/operations.md says what the operation table says (npm run documents)', () => {
  expect(committed('operations.md')).toBe(operationsDocument());
});

it('docs/layouts.md says what the layouts say (npm run documents)', () => {
  expect(committed('layouts.md')).toBe(layoutsDocument());
});

it('docs/security-measures.md says what the table of measures says (npm run documents)', () => {
  expect(committed('security-measures.md')).toBe(securityMeasuresDocument());
});
