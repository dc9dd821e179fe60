import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { codePoints } from '../../../../src-shared/domain/text/characters.ts';
import { nameVariantGroups } from '../../../../src-shared/domain/text/name-variants.ts';
import { kanaKey, nameKey } from '../../../../src-shared/domain/text/search-keys.ts';
import { katakanaWord, narrowKana, toHiragana } from './kana-words.ts';

describe('the key of a reading', () => {
  it.each([
    ['ｻﾄｳ ﾊﾅｺ', 'サトウ ハナコ'],
    ['さとう　はなこ', 'サトウハナコ'],
    ['ﾜﾀﾅﾍﾞ', 'ワタナベ'],
    ['キヨウコ', 'キョウコ'],
    ['カ゛モウ', 'ガモウ'],
    ['ミスヾ', 'ミスズ'],
    ['いすゞ', 'イスズ'],
    ['キクヱ', 'キクエ'],
    ['シヅコ', 'シズコ'],
    ['カヲル', 'カオル'],
    ['ヴァレリー', 'バレリー'],
    ['ヴアレリー', 'バレリー'],
    ['ジョージ', 'ｼﾞｮ-ｼﾞ'],
    ['ジョン・スミス', 'ジョンスミス'],
  ])('is the same for %s and %s', (one, other) => {
    expect(kanaKey(one)).toBe(kanaKey(other));
  });

  it.each([
    ['オーノ', 'オノ'],
    ['オオノ', 'オノ'],
    ['カトウ', 'ガトウ'],
    ['ハナ', 'パナ'],
    ['ユウコ', 'ユコ'],
  ])('tells %s and %s apart', (one, other) => {
    expect(kanaKey(one)).not.toBe(kanaKey(other));
  });

  it('does not change with width, hiragana or katakana, or blanks', () => {
    fc.assert(
      fc.property(katakanaWord, fc.nat(), (word, place) => {
        const at = place % (word.length + 1);
        const key = kanaKey(word);
        expect(kanaKey(narrowKana(word))).toBe(key);
        expect(kanaKey(toHiragana(word))).toBe(key);
        expect(kanaKey(`${word.slice(0, at)}　${word.slice(at)} `)).toBe(key);
      }),
    );
  });

  it('is its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(kanaKey(kanaKey(text))).toBe(kanaKey(text));
        expect(nameKey(nameKey(text))).toBe(nameKey(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('holds letters, digits and private use only, so that it can stand in a query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(nameKey(text)).toMatch(/^[\p{L}\p{N}\p{Co}]*$/u);
      }),
    );
  });
});

describe('the key of a name', () => {
  it.each([
    ['髙橋', '高橋'],
    ['山﨑', '山崎'],
    ['𠮷田', '吉田'],
    ['渡邊', '渡辺'],
    ['渡邉', '渡辺'],
    ['濵田', '浜田'],
    ['濱田', '浜田'],
    ['齋藤', '斉藤'],
    ['齊藤', '斎藤'],
    ['德永', '徳永'],
    ['廣澤', '広沢'],
    ['⻆田', '角田'],
    ['\uFA19', '神'],
    ['葛\u{E0100}城', '葛城'],
    ['辻\u{E0101}', '辻'],
    ['佐々木', '佐佐木'],
    ['野〻村', '野々村'],
    ['関ヶ原', '関ケ原'],
    ['高橋　花子', '高橋花子'],
    ['佐藤さくら', '佐藤サクラ'],
    ['José Smith-Jones', 'JOSE SMITH JONES'],
    ['ＳＭＩＴＨ', 'smith'],
  ])('is the same for %s and %s', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it.each([
    ['大田', '太田'],
    ['伊東', '伊藤'],
    ['阪本', '坂本'],
    ['河合', '川合'],
    ['菊池', '菊地'],
  ])('tells %s and %s apart', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  it('keeps 外字 of private use, each as its own', () => {
    expect(nameKey('\uE000田')).toBe('\uE000田');
  });
});

describe('the table of variants', () => {
  it('has every kanji in one group only', () => {
    const all = nameVariantGroups.flat();
    expect(new Set(all).size).toBe(all.length);
  });

  it('has groups of two or more single characters that NFKC leaves alone', () => {
    for (const group of nameVariantGroups) {
      expect(group.length).toBeGreaterThan(1);
      for (const character of group) {
        expect(codePoints(character)).toHaveLength(1);
        expect(character.normalize('NFKC')).toBe(character);
      }
    }
  });
});
