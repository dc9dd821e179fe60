import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isRecalledLot, normaliseLot, unusualLot } from '../../../../src-shared/domain/doses/lots.ts';

describe('a lot number', () => {
  it.each(['FJ7489', 'ＦＪ７４８９', 'fj7489', ' FJ 7489 '])('is the same in every notation: %s', (text) => {
    expect(normaliseLot(text)).toBe('FJ7489');
  });

  it('does not change the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normaliseLot(normaliseLot(text))).toBe(normaliseLot(text));
      }),
    );
  });

  it.each(['3004667', '3004734', '3004956'])('%s was withdrawn', (lot) => {
    expect(isRecalledLot(lot)).toBe(true);
  });

  it.each([
    ['FJ7489', 'pfizer'],
    ['3004733', 'moderna'],
    ['000054A', 'moderna'],
    ['A0134', 'astrazeneca'],
    ['FJ7489', undefined],
  ] as const)('%s is usual for %s', (lot, maker) => {
    expect(unusualLot(lot, maker)).toBeUndefined();
  });

  it.each([
    ['FJ748', 'pfizer', 'ファイザーのロット番号の形'],
    ['3004733', 'pfizer', '武田/モデルナのロット番号の形'],
    ['FJ7489', 'moderna', 'ファイザーのロット番号の形'],
    ['3004733', 'astrazeneca', '武田/モデルナのロット番号の形'],
    ['不明', undefined, '英数字以外'],
  ] as const)('%s is unusual for %s: %s', (lot, maker, why) => {
    expect(unusualLot(lot, maker)?.why).toContain(why);
  });
});
