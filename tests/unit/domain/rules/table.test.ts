import { describe, expect, it } from 'vitest';

import {
  isRuleCode,
  ruleCodes,
  rules,
  sentenceOf,
  severityOf,
} from '../../../../src-shared/domain/rules/table.ts';

describe('the rule table', () => {
  it('has a short title and a source for every rule', () => {
    for (const code of ruleCodes) {
      const { title, source } = rules[code];
      expect(title.length > 0 && title.length <= 20 && source.length > 0).toBe(true);
    }
    expect(new Set(ruleCodes.map((code) => rules[code].title)).size).toBe(ruleCodes.length);
  });

  it('knows its own codes only', () => {
    expect(isRuleCode('date-invalid')).toBe(true);
    expect(isRuleCode('toString')).toBe(false);
  });

  it('cuts a long value so that the sentence stays one', () => {
    const sentence = sentenceOf('date-invalid', {
      column: '接種日',
      value: 'あ'.repeat(1000),
      isVaccination: true,
    });
    expect(sentence.length).toBeLessThanOrEqual(300);
    expect(sentence).toMatch(/。|R3\.6\.1$/u);
  });

  it('gives a batch only what can be told apart: what can not be stored, what is wrong, what is odd, what is said', () => {
    expect(severityOf('date-invalid')).toBe('reject');
    expect(severityOf('date-in-future')).toBe('must-correct');
    expect(severityOf('lot-recalled')).toBe('should-check');
    expect(severityOf('row-duplicate')).toBe('note');
  });
});
