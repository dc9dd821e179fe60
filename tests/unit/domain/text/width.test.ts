import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { characterCount, codePoints, shorten } from '../../../../src-shared/domain/text/characters.ts';
import { foldHyphens, foldWidth, removeBlanks } from '../../../../src-shared/domain/text/width.ts';
import { katakanaWord, narrowKana } from './kana-words.ts';

describe('folding the width', () => {
  it('narrows letters, digits and signs and widens katakana', () => {
    expect(foldWidth('ＡＢ１２／（ｶﾞﾊﾟﾝ）　ｱｰ')).toBe('AB12/(ガパン) アー');
  });

  it('keeps what NFKC would destroy', () => {
    expect(foldWidth('①㈱神髙')).toBe('①㈱神髙');
  });

  it('leaves a voice mark that fits no kana visible', () => {
    expect(foldWidth('ｱﾞ')).toBe('ア゛');
  });

  it('gives full-width katakana for their half-width spelling', () => {
    fc.assert(
      fc.property(katakanaWord, (word) => {
        expect(foldWidth(narrowKana(word))).toBe(word);
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldWidth(foldWidth(text))).toBe(foldWidth(text));
      }),
    );
  });
});

describe('blanks and hyphens', () => {
  it('removes every blank, line end and invisible character', () => {
    expect(removeBlanks(' 1　2\u00A03\t4\r\n\u200B5\uFEFF')).toBe('12345');
  });

  it('takes every sign that stands for a hyphen as one', () => {
    expect(foldHyphens('-－‐−―ーｰ—–')).toBe('---------');
  });
});

describe('counting characters', () => {
  it('counts 𠮷 once and a variation selector not at all', () => {
    expect(characterCount('𠮷田葛\u{E0100}')).toBe(3);
  });

  it('shortens without cutting a character in two', () => {
    expect(shorten('𠮷𠮷𠮷', 2)).toBe('𠮷…');
    expect(shorten('𠮷𠮷𠮷', 3)).toBe('𠮷𠮷𠮷');
  });

  it('never gives more characters than asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        expect(codePoints(shorten(text, limit)).length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
