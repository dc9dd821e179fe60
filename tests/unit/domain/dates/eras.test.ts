import { describe, expect, it } from 'vitest';

import { addDays } from '../../../../src-shared/domain/dates/calendar.ts';
import {
  eraNamed,
  eraOf,
  eras,
  formatBoth,
  formatJapaneseDate,
  formatShortJapaneseDate,
} from '../../../../src-shared/domain/dates/eras.ts';
import { IsoDate } from '../../../../src-shared/domain/identifiers.ts';
import { day } from './days.ts';

describe('eras', () => {
  it('follow each other without a gap', () => {
    const firstDays = eras.slice(0, -1).map((era) => era.firstDay);
    expect(eras.slice(1).map((era) => addDays(era.lastDay, 1))).toEqual(firstDays);
    for (const era of eras) {
      expect(IsoDate.safeParse(era.firstDay).success && IsoDate.safeParse(era.lastDay).success).toBe(true);
    }
  });

  it('own their first and last days', () => {
    for (const era of eras) {
      expect(eraOf(era.firstDay)).toBe(era);
      expect(eraOf(era.lastDay)).toBe(era);
    }
  });

  it.each(['昭和', '昭', 'S', 's'])('are known by the name %s', (name) => {
    expect(eraNamed(name)?.name).toBe('昭和');
  });

  it('are not known by other letters', () => {
    expect(eraNamed('X')).toBeUndefined();
  });
});

describe('writing a date', () => {
  it('counts years from the first of the era, which is 元年', () => {
    expect(formatJapaneseDate(day('2021-04-01'))).toBe('令和3年4月1日');
    expect(formatJapaneseDate(day('2019-05-01'))).toBe('令和元年5月1日');
    expect(formatJapaneseDate(day('2019-04-30'))).toBe('平成31年4月30日');
  });

  it('can be short or in both calendars', () => {
    expect(formatShortJapaneseDate(day('1955-01-02'))).toBe('S30.1.2');
    expect(formatBoth(day('1955-01-02'))).toBe('昭和30年1月2日（1955年1月2日）');
  });
});
