import { describe, expect, it } from 'vitest';

import { hasKanji, isKana, isNameLike } from '../../../../src-shared/domain/text/script.ts';

describe('what a text is written in', () => {
  it.each(['サトウ', 'ｻﾄｳ ﾊﾅｺ', 'さとう　はなこ', 'ジョージ・スミス', 'ミスヾ', 'ガ'])(
    'takes %s for kana',
    (text) => {
      expect(isKana(text)).toBe(true);
    },
  );

  it.each(['佐藤', '佐藤ハナコ', 'SMITH', '123', 'ー', ''])('does not take 「%s」 for kana', (text) => {
    expect(isKana(text)).toBe(false);
  });

  it.each(['佐藤', '𠮷田', '々', 'ア山'])('finds kanji in %s', (text) => {
    expect(hasKanji(text)).toBe(true);
  });

  it.each(['髙橋　花子', '⻆田', '\uE000田', "O'BRIEN", 'JEAN-PAUL', '葛\u{E0100}城'])(
    'takes %s for a name',
    (text) => {
      expect(isNameLike(text)).toBe(true);
    },
  );

  it.each(['a@b.c', '100%', '#1', '！？', ''])('does not take 「%s」 for a name', (text) => {
    expect(isNameLike(text)).toBe(false);
  });
});
