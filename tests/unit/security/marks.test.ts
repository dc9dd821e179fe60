import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { marksIn } from '../../../tools/security-report/marks.ts';
import { measures } from '../../../tools/security-report/measures.ts';
import { isThere, namedTest } from '../../../tools/security-report/test-names.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const properties = [
  ...readFileSync(path.join(root, 'docs/security.md'), 'utf8').matchAll(/^\| (P\d+) /gm),
].map(([, id = '']) => id);
const marks = marksIn(root);
const ids: readonly string[] = measures.map(({ id }) => id);

describe('the table of measures', () => {
  it('has every row H01 to H76, once and in order', () => {
    const all = Array.from({ length: 76 }, (_, index) => `H${String(index + 1).padStart(2, '0')}`);
    expect(ids).toEqual(all);
  });

  it('says of every row that is not met why', () => {
    expect(measures.filter(({ standing, why }) => (standing === 'met') !== (why === ''))).toEqual([]);
  });

  it.each(
    measures.filter(({ standing }) => standing === 'met').map((measure) => [measure.id, measure] as const),
  )('%s is met: code holds it and a test shows it', (id, { tests }) => {
    expect(marks.get(id) ?? []).not.toEqual([]);
    expect(tests).not.toEqual([]);
  });

  it.each(measures.flatMap(({ id, tests }) => tests.map((named) => [id, named] as const)))(
    '%s names a test that is there: %s',
    (_, named) => {
      expect(isThere(root, namedTest(named))).toBe(true);
    },
  );
});

describe('the marks of security measures', () => {
  it('stand only for rows of the table and properties of docs/security.md', () => {
    const explained = new Set([...ids, ...properties]);
    expect([...marks.keys()].filter((id) => !explained.has(id))).toEqual([]);
  });

  it('are there for every property', () => {
    expect(properties.length).toBeGreaterThan(0);
    expect(properties.filter((id) => !marks.has(id))).toEqual([]);
  });
});
