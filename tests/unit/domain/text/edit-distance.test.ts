import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { editDistance, nearest } from '../../../../src-shared/domain/text/edit-distance.ts';

describe('the edit distance', () => {
  it.each([
    ['', '', 0],
    ['接種日', '接種日', 0],
    ['接種日', '接種年月日', 2],
    ['ロット番号', 'ロツト番号', 1],
    ['', '券番号', 3],
  ])('from 「%s」 to 「%s」 is %i', (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
  });

  it('is the same in both directions and never more than the longer text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (one, other) => {
        expect(editDistance(one, other)).toBe(editDistance(other, one));
        expect(editDistance(one, other)).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });
});

describe('the nearest of some names', () => {
  it('is the one with the fewest edits', () => {
    expect(nearest('ファイザ', ['モデルナ', 'ファイザー'])).toBe('ファイザー');
  });

  it('is none where every name is far', () => {
    expect(nearest('あいうえお', ['券番号', '接種日'])).toBeUndefined();
  });
});
