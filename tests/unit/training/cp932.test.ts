import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeCp932, hasCp932 } from '../../../src-training/batch-files/cp932.ts';

const decode = (bytes: Uint8Array): string => new TextDecoder('shift_jis', { fatal: true }).decode(bytes);

const hex = (text: string): string => encodeCp932(text).toString('hex');

describe('CP932', () => {
  it('is read back as it was written', () => {
    const characters = Array.from('髙橋﨑渡邊渡邉齋藤斎藤カタカナｶﾀｶﾅABCabc012　①㈱～－、。');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...characters)), (chosen) => {
        const text = chosen.join('');
        expect(decode(encodeCp932(text))).toBe(text);
      }),
    );
  });

  it('writes what Windows writes', () => {
    expect(hex('髙')).toBe('fbfc');
    expect(hex('﨑')).toBe('fab1');
    expect(hex('①')).toBe('8740');
    expect(hex('ｱ')).toBe('b1');
    expect(hex('〜')).toBe('8160');
    expect(hex('\u001a\u007f')).toBe('1a7f');
  });

  it('knows what it does not have', () => {
    expect(['𠮷田', '葛󠄀西', '😀'].map(hasCp932)).toEqual([false, false, false]);
    expect(() => encodeCp932('𠮷')).toThrow(RangeError);
  });
});
