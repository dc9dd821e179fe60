import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { SearchedBy } from '../../../src-shared/contract/people.ts';
import { type ProblemCode, problemSentences } from '../../../src-shared/contract/problem-sentences.ts';
import {
  type MisunderstoodQuery,
  understandQuery,
  type UnderstoodQuery,
} from '../../../src-shared/domain/search-query.ts';
import { formatOcrLine } from '../../../src-shared/domain/ocr-line.ts';

// The domain can't import the contract; that it speaks the contract's words is checked by the compiler here.
const sentenceOf = (query: MisunderstoodQuery): string =>
  query.problem === 'birth-date-not-a-day'
    ? problemSentences[query.problem](query.about)
    : problemSentences[query.problem satisfies ProblemCode]();
const wayOf = (query: UnderstoodQuery): SearchedBy => query.by;

describe('the search field', () => {
  it('takes 18 digits for an OCR line, typed, pasted or scanned', () => {
    for (const text of [
      '121312370000000123',
      '12 131237 0000000123',
      'A121312370000000123A\r',
      '１２１３１２３７０００００００１２３',
    ]) {
      const query = understandQuery(text, '');
      expect(query.by === 'ocr-line' && formatOcrLine(query.line)).toBe('121312370000000123');
    }
  });

  it('takes ten digits for a ticket number and, as it may be, for an addressee number', () => {
    for (const text of ['0123456789', '0123 456 789', '０１２３４５６７８９', 'A0123456789A\r']) {
      expect(understandQuery(text, '')).toEqual({
        by: 'ticket-number',
        ticketNumber: '0123456789',
        orAddresseeNumber: '0123456789',
      });
    }
  });

  it.each(['00012', '123456789012345', 'A0012', '1955', '195501', '20210230'])(
    'takes %s for an addressee number',
    (text) => {
      expect(understandQuery(text, '')).toEqual({ by: 'addressee-number', addresseeNumber: text });
    },
  );

  it.each(['サトウ ハナコ', 'ｻﾄｳﾊﾅｺ', 'さとう　はなこ', 'サトウハナコ'])(
    'takes %s for kana of one and the same key',
    (text) => {
      expect(understandQuery(text, '')).toEqual({ by: 'kana', text, key: 'サトウハナコ' });
    },
  );

  it.each([
    ['佐藤　花子', '佐藤花子'],
    ['髙橋', '高橋'],
    ['林', '林'],
    ['佐藤ハナコ', '佐藤ハナコ'],
    ['SMITH JOHN', 'SMITHJOHN'],
  ])('takes %s for a name', (text, key) => {
    expect(understandQuery(text, '')).toEqual({ by: 'name', text, key });
  });

  it('takes Latin letters without a blank for a name, but does not rule out an addressee number', () => {
    expect(understandQuery('SMITH', '')).toMatchObject({ by: 'name', orAddresseeNumber: 'SMITH' });
  });

  it.each(['昭和30年1月2日', 'S30.1.2', 'S30/1/2', '1955-01-02', '1955年1月2日'])(
    'takes %s for a birth date',
    (text) => {
      expect(understandQuery(text, '')).toEqual({
        by: 'birth-date',
        birthDate: { from: '1955-01-02', until: '1955-01-02' },
      });
    },
  );

  it('takes eight digits that are a day for a birth date, but does not rule out an addressee number', () => {
    expect(understandQuery('19550102', '')).toEqual({
      by: 'birth-date',
      birthDate: { from: '1955-01-02', until: '1955-01-02' },
      orAddresseeNumber: '19550102',
    });
    expect(understandQuery('S30', '')).toMatchObject({ by: 'birth-date', orAddresseeNumber: 'S30' });
  });
});

describe('a birth date beside the search field', () => {
  const birthDate = { from: '1955-01-01', until: '1955-12-31' };

  it('narrows whatever was typed', () => {
    expect(understandQuery('サトウ', 'S30')).toMatchObject({ by: 'kana', birthDate });
    expect(understandQuery('佐藤', '昭和30年')).toMatchObject({ by: 'name', birthDate });
    expect(understandQuery('0123456789', '1955')).toMatchObject({ by: 'ticket-number', birthDate });
    expect(understandQuery('00012', '1955')).toMatchObject({ by: 'addressee-number', birthDate });
  });

  it('is enough by itself', () => {
    expect(understandQuery('', 'S30')).toEqual({ by: 'birth-date', birthDate });
    expect(understandQuery('　', 'S30')).toEqual({ by: 'birth-date', birthDate });
  });

  it('lets one kana be enough', () => {
    expect(understandQuery('ｷ', 'S30')).toMatchObject({ by: 'kana', key: 'キ', birthDate });
  });

  it('leaves eight digits in the main field to be a number', () => {
    expect(understandQuery('19550102', 'S30')).toEqual({
      by: 'addressee-number',
      addresseeNumber: '19550102',
      birthDate,
    });
  });
});

describe('what is not understood', () => {
  it.each([
    ['', '', 'search-empty'],
    ['　', ' ', 'search-empty'],
    ['キ', '', 'search-too-short'],
    ['S', '', 'search-too-short'],
    ['a@b.c', '', 'search-not-understood'],
    ['！？', '', 'search-not-understood'],
    ['ー', '', 'search-not-understood'],
    ['1234567890123456', '', 'search-not-understood'],
    ['321312370000000123', '', 'search-not-understood'],
    ['あ'.repeat(51), '', 'search-not-understood'],
    ['121312380000000123', '', 'ocr-line-municipality'],
    ['121312380000000123', 'S30', 'ocr-line-municipality'],
    ['令和3年2月30日', '', 'birth-date-not-a-day'],
    ['S64.1.8', '', 'birth-date-not-a-day'],
    ['サトウ', 'S64.1.8', 'birth-date-not-a-day'],
    ['サトウ', '19550230', 'birth-date-not-a-day'],
    ['', 'きのう', 'birth-date-not-a-day'],
  ] as const)('「%s」 with 「%s」 gives %s', (text, birthDateText, problem) => {
    expect(understandQuery(text, birthDateText)).toMatchObject({ by: 'nothing', problem });
  });

  it('has a sentence, with an example of a right date', () => {
    const query = understandQuery('', 'きのう');
    expect(query.by === 'nothing' && sentenceOf(query)).toContain('S30.1.2');
  });

  it('is told from what is understood by the words that the answer to a search uses', () => {
    const query = understandQuery('林', '');
    expect(query.by !== 'nothing' && wayOf(query)).toBe('name');
  });

  it('is a value, never an exception, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, birthDateText) => {
        expect(understandQuery(text, birthDateText)).toHaveProperty('by');
      }),
    );
  });
});
