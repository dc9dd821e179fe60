import { describe, expect, it } from 'vitest';

import { Problem, problem } from '../../../src-shared/contract/problem.ts';
import { problemSentences } from '../../../src-shared/contract/problem-sentences.ts';

const sample = {
  until: '10:30',
  seconds: 30,
  code: 'batch-state',
  example: 'S30.1.2',
  kind: 'Excelブック',
  limit: '300 MB',
};
const more = {
  line: 3,
  bytes: '83 5C',
  headers: '氏名',
  chosen: '接種記録',
  found: '接種対象者',
  column: '氏名',
  nearest: '',
  state: '承認待ち',
  own: '131237',
  file: 'layout.json',
  field: 'columns.1.width',
  why: '大きすぎます',
  place: '/etc/x',
  origin: 'https://vrs.example.lg.jp',
};
const about = { ...sample, ...more, sequence: 12, incident: 'A1B2C3D4' };

describe('problems', () => {
  it.each(Object.entries(problemSentences))('%s is said in whole Japanese sentences', (_, sentence) => {
    const said: string = Reflect.apply(sentence, undefined, [about]);
    expect(said).toMatch(/。$/u);
    expect(said).not.toMatch(/undefined|\[object|NaN/);
    expect(said.length).toBeLessThanOrEqual(500);
  });

  it('carries its values beside the sentence, so that a screen can use them', () => {
    expect(problem('account-locked', { until: '10:30' })).toEqual({
      code: 'account-locked',
      sentence: expect.stringContaining('10:30'),
      about: { until: '10:30' },
    });
  });

  it('is taken from a wire only with a known code', () => {
    expect(Problem.safeParse({ code: 'no-such-code', sentence: 'x', about: {} }).success).toBe(false);
    expect(Problem.safeParse({ code: 'toString', sentence: 'x', about: {} }).success).toBe(false);
    expect(Problem.safeParse(problem('signed-out')).success).toBe(true);
  });
});
