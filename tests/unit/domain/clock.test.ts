import { describe, expect, it } from 'vitest';

import { dayInJapan, systemClock, timestampOf } from '../../../src-shared/domain/clock.ts';

describe('the day in Japan', () => {
  it('begins at 15:00 UTC of the day before', () => {
    expect(dayInJapan(new Date('2021-03-31T14:59:59.999Z'))).toBe('2021-03-31');
    expect(dayInJapan(new Date('2021-03-31T15:00:00.000Z'))).toBe('2021-04-01');
  });

  it('is of four digits, two and two in every year', () => {
    expect(dayInJapan(new Date('2020-12-31T15:00:00Z'))).toBe('2021-01-01');
  });
});

describe('a moment', () => {
  it('is written in UTC', () => {
    expect(timestampOf(new Date('2021-04-01T09:00:00+09:00'))).toBe('2021-04-01T00:00:00.000Z');
  });

  it('comes from the clock of the machine where nothing else is asked for', () => {
    const before = Date.now();
    expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(before);
  });
});
