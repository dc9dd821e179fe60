import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bigramQuery, bigrams } from '../../../../src-shared/domain/text/bigrams.ts';
import { codePoints } from '../../../../src-shared/domain/text/characters.ts';
import { kanaKey, nameKey } from '../../../../src-shared/domain/text/search-keys.ts';
import { katakanaWord } from './kana-words.ts';

describe('bigrams for the index', () => {
  it('are overlapping pairs by code point with an end mark', () => {
    expect(bigrams(nameKey('佐藤'))).toBe('佐藤 藤0');
    expect(bigrams(nameKey('林'))).toBe('林0');
    expect(bigrams(nameKey('\uE000𩸽田'))).toBe('\uE000𩸽 𩸽田 田0');
    expect(bigrams(nameKey(''))).toBe('');
  });
});

describe('the query for bigrams', () => {
  it('is a prefix for one character and a phrase for more', () => {
    expect(bigramQuery('name', nameKey('林'))).toBe('name : "林" *');
    expect(bigramQuery('name', nameKey('佐藤'))).toBe('name : "佐藤"');
    expect(bigramQuery('name', nameKey('佐藤花'))).toBe('name : "佐藤 藤花"');
  });

  it('is nothing for an empty key', () => {
    expect(bigramQuery('name', nameKey('！'))).toBeUndefined();
  });

  it('is a run of neighbouring pairs of the index for any part of a name', () => {
    fc.assert(
      fc.property(katakanaWord, fc.nat(), fc.nat(), (word, start, length) => {
        const key = kanaKey(word);
        const from = start % key.length;
        const part = kanaKey(key.slice(from, from + 2 + (length % 5)));
        fc.pre(codePoints(part).length > 1 && key.includes(part));
        const phrase = /"(.*)"/.exec(bigramQuery('kana', part) ?? '')?.[1] ?? 'missing';
        expect(` ${bigrams(key)} `).toContain(` ${phrase} `);
      }),
    );
  });
});
