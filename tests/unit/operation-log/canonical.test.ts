import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Canonical, canonicalText } from '../../../src-main/operation-log/canonical.ts';

describe('the canonical text', () => {
  it('has its keys in order, no blanks, and integers as they are', () => {
    expect(canonicalText({ b: [1, -2, 9_007_199_254_740_991], a: { d: null, c: true }, B: '' })).toBe(
      '{"B":"","a":{"c":true,"d":null},"b":[1,-2,9007199254740991]}',
    );
  });

  it('escapes what RFC 8785 escapes and nothing else', () => {
    expect(canonicalText('\u0000\u001f\b\t\n\f\r"\\/\u007f\u2028é漢𠮷')).toBe(
      '"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\/\u007f\u2028é漢𠮷"',
    );
  });

  it('refuses what two programs might write differently', () => {
    for (const value of [
      0.5,
      1e21,
      2 ** 53,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      -0,
      '\ud800',
      { '1': 1 },
      { '': 1 },
    ]) {
      expect(() => canonicalText(value)).toThrow(TypeError);
      expect(() => canonicalText([value])).toThrow(TypeError);
    }
  });

  const anyValue = fc.letrec<{ value: Canonical }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'grapheme' }),
      fc.maxSafeInteger().map((n) => (Object.is(n, -0) ? 0 : n)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,5}$/), tie('value'), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    ),
  })).value;

  it('is read back as the same value, and is the same text again', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = canonicalText(value);
        expect(JSON.parse(text)).toEqual(value);
        expect(canonicalText(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('does not depend on the order in which keys were set', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), anyValue, { noNullPrototype: true }),
        (value) => {
          expect(canonicalText(Object.fromEntries(Object.entries(value).toReversed()))).toBe(
            canonicalText(value),
          );
        },
      ),
    );
  });
});
