import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Access } from '../../../src-main/log-review/review/access.ts';
import { isSameSurname } from '../../../src-main/log-review/review/rules/names.ts';
import { reviewRules } from '../../../src-main/log-review/review/rules/review-rules.ts';
import { MANY } from '../../../src-main/log-review/review/rules/times.ts';
import { ReviewRuleCode } from '../../../src-shared/contract/log-review.ts';
import { isOutsideHours, ReviewHours } from '../../../src-shared/domain/review-hours.ts';
import { access, at, dayOf, facts, peopleIn, raised } from './made-days.ts';

describe('every rule of the weekly review', () => {
  it('has a code of the contract, a sentence and a place of its own', () => {
    expect(reviewRules.map(({ code }) => code).toSorted()).toEqual(ReviewRuleCode.options.toSorted());
    for (const { sentence, title } of reviewRules) {
      expect(sentence).toMatch(/。$/);
      expect(title.length).toBeLessThan(15);
    }
  });

  it('finds nothing on a day without look-ups', () => {
    for (const { code } of reviewRules) expect(raised(code, dayOf([]))).toEqual([]);
  });

  it('names entries of that day and people of those entries only, and each finding once', () => {
    const person = fc.option(fc.constantFrom('1', '2', '3', '4', '5'), { nil: null });
    const lookup = fc.record({
      people: fc.array(person, { minLength: 1, maxLength: 4 }),
      minute: fc.integer({ min: 0, max: 24 * 60 - 1 }),
    });
    fc.assert(
      fc.property(fc.array(lookup, { maxLength: 80 }), fc.subarray(['1', '2', '3']), (lookups, explained) => {
        const start = Date.parse('2026-11-09T15:00:00Z');
        const day = dayOf(
          lookups.map(({ people, minute }) => access(people, { time: start + minute * 60_000 })),
          explained,
        );
        const known = facts({
          residents: { '1': '髙橋 花子', '2': '高橋 太郎', '3': '鈴木 一郎', '4': '佐藤 次郎' },
          staff: ['鈴木　一郎', '高橋　花子'],
          marked: ['4'],
        });
        const names = new Set<string>();
        for (const { code, find } of reviewRules) {
          for (const { place, people, entries } of find(day, known)) {
            expect(place).toMatch(/^\d+\.\d+$/);
            expect(names.has(`${code}.${place}`)).toBe(false);
            names.add(`${code}.${place}`);
            expect(entries.length).toBeGreaterThan(0);
            for (const entry of entries) expect(day.accesses).toContain(entry);
            const seen = new Set(entries.flatMap((entry) => entry.people));
            for (const each of people) expect(seen.has(each)).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('本人の記録', () => {
  const known = facts({ residents: { '7': '髙橋花子', '8': '高橋　花代' } });

  it('is somebody of the same full name, however it is written', () => {
    expect(peopleIn(raised('own-record', dayOf([access(['7'])]), known))).toEqual([['7']]);
    expect(raised('own-record', dayOf([access(['8'])]), known)).toEqual([]);
  });

  it('is said even where a batch explains it, but not where it only stands in a list of that batch', () => {
    expect(raised('own-record', dayOf([access(['7'])], ['7']), known)).toHaveLength(1);
    expect(raised('own-record', dayOf([access(['7', '8'])], ['7']), known)).toEqual([]);
    expect(raised('own-record', dayOf([access(['7', '8'])]), known)).toHaveLength(1);
  });
});

describe('同僚', () => {
  const known = facts({
    residents: { '7': '渡邉　次郎', '8': '渡辺 三郎' },
    staff: ['渡辺 次郎', '高橋　花子'],
  });

  it('is somebody whose full name stands in the roster, with the variants that the search knows', () => {
    expect(peopleIn(raised('colleague', dayOf([access(['7']), access(['8'])]), known))).toEqual([['7']]);
  });

  it('is not said where a case explains it, and not of the staff member themself', () => {
    expect(raised('colleague', dayOf([access(['7'])], ['7']), known)).toEqual([]);
    const own = facts({ residents: { '7': '高橋 花子' }, staff: ['高橋　花子'] });
    expect(raised('colleague', dayOf([access(['7'])]), own)).toEqual([]);
  });
});

describe('同じ姓', () => {
  it.each([
    ['高橋　花子', '髙橋 太郎', true],
    ['高橋　花子', '高橋太郎', true],
    ['ＳＭＩＴＨ　JOHN', 'Smith Anna', true],
    ['高橋　花子', '高　橋子', false],
    ['高橋花子', '高橋　太郎', true],
    ['高橋花子', '高橋太郎', false],
    ['高橋　花子', '', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(isSameSurname(one, other)).toBe(same);
    expect(isSameSurname(other, one)).toBe(same);
  });

  it('is a finding for each person who was opened, and one for all who only stood in lists', () => {
    const residents = { '1': '高橋 一', '2': '高橋 二', '3': '高橋 三', '4': '田中 四' };
    const day = dayOf([access(['1', '2', '3', '4']), access(['2'])]);
    expect(peopleIn(raised('same-surname', day, facts({ residents })))).toEqual([['2'], ['1', '3']]);
  });
});

describe('時間外', () => {
  const hours = ReviewHours.parse({});

  it.each([
    ['2026-11-09T23:29:59Z', true],
    ['2026-11-09T23:30:00Z', false],
    ['2026-11-10T08:15:59Z', false],
    ['2026-11-10T08:16:00Z', true],
    ['2026-11-13T15:00:00Z', true],
    ['2026-11-14T03:00:00Z', true],
    ['2026-11-15T03:00:00Z', true],
    ['2026-11-16T03:00:00Z', false],
  ])('%s: %s', (time, isOutside) => {
    expect(isOutsideHours(Date.parse(time), hours)).toBe(isOutside);
  });

  it('goes by the hours of the profile, and takes none that end before they begin', () => {
    const late = ReviewHours.parse({ from: '12:00', until: '20:00', days: [6, 7] });
    expect(isOutsideHours(Date.parse('2026-11-14T10:00:00Z'), late)).toBe(false);
    expect(isOutsideHours(Date.parse('2026-11-13T10:00:00Z'), late)).toBe(true);
    expect(ReviewHours.safeParse({ from: '18:00', until: '09:00' }).success).toBe(false);
  });

  it('is one finding of the day, with the look-ups outside the hours and nothing else', () => {
    const early = access(['1'], at('2026-11-09T22:00:00Z'));
    const day = dayOf([early, access(['2']), access(['3'], at('2026-11-10T11:00:00Z'))], ['3']);
    const [found, ...others] = raised('outside-hours', day);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ people: ['1'], entries: [early] });
  });
});

describe('短時間に多数', () => {
  const minute = 60_000;
  const start = Date.parse('2026-11-10T01:00:00Z');
  const opened = (count: number, apart: number, changes: Partial<Access> = {}, from = 1) =>
    Array.from({ length: count }, (_, index) =>
      access([String(from + index)], { time: start + index * apart, ...changes }),
    );

  it('is more than thirty people within ten minutes', () => {
    expect(raised('many-in-short-time', dayOf(opened(MANY.lookups, 10_000)))).toEqual([]);
    const found = raised('many-in-short-time', dayOf(opened(MANY.lookups + 1, 10_000)));
    expect(found).toHaveLength(1);
    expect(found[0]?.people).toHaveLength(MANY.lookups + 1);
    // The same number over a longer time is the work of a day.
    expect(raised('many-in-short-time', dayOf(opened(200, minute)))).toEqual([]);
  });

  it('counts a person once, however often, and a list as one', () => {
    const same = Array.from({ length: 80 }, () => access(['1'], { time: start }));
    expect(raised('many-in-short-time', dayOf(same))).toEqual([]);
    const lists = Array.from({ length: 30 }, (_, index) =>
      access(['1', '2', String(3 + index)], { time: start }),
    );
    expect(raised('many-in-short-time', dayOf(lists))).toEqual([]);
    expect(raised('many-in-short-time', dayOf([...lists, access(['1', '2'], { time: start })]))).toHaveLength(
      1,
    );
  });

  it('leaves out what a batch shows, and whom a case explains', () => {
    const rows = opened(60, 1_000, { draft: 'a draft' });
    expect(raised('many-in-short-time', dayOf(rows))).toEqual([]);
    const people = Array.from({ length: 60 }, (_, index) => String(index + 1));
    expect(raised('many-in-short-time', dayOf(opened(60, 1_000), people))).toEqual([]);
  });

  it('makes one finding of stretches that overlap, and two of those that do not', () => {
    expect(raised('many-in-short-time', dayOf(opened(100, 5_000)))).toHaveLength(1);
    const later = opened(40, 0, { time: start + 60 * minute }, 500);
    expect(raised('many-in-short-time', dayOf([...opened(40, 1_000), ...later]))).toHaveLength(2);
  });

  it('finds just what counting every window by itself finds', () => {
    const event = fc.record({
      person: fc.integer({ min: 1, max: 60 }),
      second: fc.integer({ min: 0, max: 3_600 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 150 }), (events) => {
        const accesses = events.map(({ person, second }) =>
          access([String(person)], { time: start + second * 1_000 }),
        );
        const found = raised('many-in-short-time', dayOf(accesses));
        const covered = new Set(found.flatMap(({ entries }) => entries.map(({ sequence }) => sequence)));
        const expected = new Set<number>();
        for (const last of accesses) {
          const window = accesses.filter(
            ({ time }) => time <= last.time && last.time - time <= MANY.minutes * minute,
          );
          if (new Set(window.flatMap(({ people }) => people)).size <= MANY.lookups) continue;
          for (const { sequence } of window) expected.add(sequence);
        }
        expect([...covered].toSorted((a, b) => a - b)).toEqual([...expected].toSorted((a, b) => a - b));
      }),
      { numRuns: 200 },
    );
  });
});

describe('要注意の印', () => {
  it('is said of everybody who bears one, explained or not, in a list or not', () => {
    const known = facts({ marked: ['5'] });
    const day = dayOf([access(['5', '6'])], ['5']);
    expect(peopleIn(raised('marked-person', day, known))).toEqual([['5']]);
  });
});

describe('氏名を比べられない', () => {
  it('names who is not in the copy and who can not be read, unless a case explains them', () => {
    const known = facts({ residents: { '1': '田中 一' } });
    const day = dayOf([access(['1']), access(['2']), access([null]), access(['3'])], ['3']);
    expect(peopleIn(raised('not-comparable', day, known))).toEqual([['2', null]]);
  });
});

describe('照会のみ', () => {
  it('is one finding of the day about everybody whom nothing explains', () => {
    const day = dayOf([access(['1']), access(['2']), access(['1'])], ['2']);
    const [found, ...others] = raised('no-action-after', day);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ people: ['1'] });
    expect(found?.entries).toHaveLength(2);
  });

  it('keeps its name when some of the people are explained later', () => {
    const accesses = [access(['1']), access(['2'])];
    const [before] = raised('no-action-after', dayOf(accesses));
    const [after] = raised('no-action-after', dayOf(accesses, ['1']));
    expect(after?.place).toBe(before?.place);
  });

  it('explains nothing by the reason that was given', () => {
    expect(raised('no-action-after', dayOf([access(['1'], { reason: '電話' })]))).toHaveLength(1);
  });
});
