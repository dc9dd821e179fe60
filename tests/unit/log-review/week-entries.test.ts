import { describe, expect, test } from 'vitest';

import { WeekEntries } from '../../../src-main/log-review/review/week-entries.ts';
import { IsoDate } from '../../../src-shared/domain/identifiers.ts';

/** 2026-11-08T15:00Z up to 2026-11-15T15:00Z. */
const week = (): WeekEntries => new WeekEntries(IsoDate.parse('2026-11-09'));
const gap = (after: string, before: string) => ({ after, before, at: 120 });

describe('a week of the log from which entries may be gone', () => {
  test.each([
    ['the whole week', '2026-11-06T01:00:00.000Z', '2026-11-17T01:00:00.000Z'],
    ['its beginning', '2026-11-06T01:00:00.000Z', '2026-11-08T15:00:00.000Z'],
    ['its end', '2026-11-15T14:59:59.999Z', '2026-11-17T01:00:00.000Z'],
    ['hours of it', '2026-11-10T01:00:00.000Z', '2026-11-10T05:00:00.000Z'],
    ['all that was before an entry', '', '2026-11-10T05:00:00.000Z'],
  ])('is broken where %s is missing', (_, after, before) => {
    const entries = week();
    entries.noteGaps([gap('2026-10-01T01:00:00.000Z', '2026-10-02T01:00:00.000Z'), gap(after, before)]);
    expect(entries.brokenAt).toBe(120);
  });

  test.each([
    ['before it', '2026-11-06T01:00:00.000Z', '2026-11-08T14:59:59.999Z'],
    ['behind it', '2026-11-15T15:00:00.000Z', '2026-11-17T01:00:00.000Z'],
  ])('is whole where what is missing lies %s', (_, after, before) => {
    const entries = week();
    entries.noteGaps([gap(after, before)]);
    expect(entries.brokenAt).toBeUndefined();
  });
});
