import { describe, expect, it } from 'vitest';

import { inRosterOrder, marksOf, standingOf } from '../../../../src-shared/domain/authorities/standing.ts';
import { timestampOf } from '../../../../src-shared/domain/clock.ts';
import { IsoDate } from '../../../../src-shared/domain/identifiers.ts';

const at = (text: string) => timestampOf(new Date(text));
/** Half past nine in Japan. */
const NOW = new Date('2026-11-20T00:30:00Z');

const account = {
  validFrom: IsoDate.parse('2026-09-01'),
  validUntil: IsoDate.parse('2027-08-31'),
  registeredAt: at('2026-09-01T00:00:00Z'),
  stoppedAt: null,
  lockedUntil: null,
  previousAccess: at('2026-11-19T00:00:00Z'),
  lastReview: null,
};

describe('an authority', () => {
  it('is in force on its first and on its last day, as days in Japan', () => {
    const first = new Date('2026-08-31T15:00:00Z');
    const last = new Date('2027-08-31T14:59:59Z');
    expect(standingOf(account, new Date(first.getTime() - 1))).toBe('not-begun');
    expect(standingOf(account, first)).toBe('active');
    expect(standingOf(account, last)).toBe('active');
    expect(standingOf(account, new Date(last.getTime() + 1000))).toBe('expired');
  });

  it('that was stopped is stopped whatever its period and its lock', () => {
    const stopped = { ...account, stoppedAt: at('2026-10-01T00:00:00Z') };
    expect(standingOf({ ...stopped, lockedUntil: at('2026-11-20T01:00:00Z') }, NOW)).toBe('stopped');
    expect(standingOf(stopped, new Date('2028-01-01T00:00:00Z'))).toBe('stopped');
  });

  it('is locked only as long as the lock lasts', () => {
    expect(standingOf({ ...account, lockedUntil: at('2026-11-20T00:30:01Z') }, NOW)).toBe('locked');
    expect(standingOf({ ...account, lockedUntil: at('2026-11-20T00:30:00Z') }, NOW)).toBe('active');
  });
});

const lastSignIn = (day: string) => marksOf({ ...account, previousAccess: at(`${day}T03:00:00Z`) }, NOW);
const lastDay = (day: string) => marksOf({ ...account, validUntil: IsoDate.parse(day) }, NOW);

describe('what somebody has to look at', () => {
  it('is nothing of an account that is used, runs on, and was confirmed this year', () => {
    expect(marksOf(account, NOW)).toEqual([]);
  });

  it('is nobody’s sign-in for sixty days, not for fifty-nine', () => {
    expect(lastSignIn('2026-09-22')).toEqual([]);
    expect(lastSignIn('2026-09-21')).toEqual(['idle']);
  });

  it('counts somebody who never signed in from the registration or the first day, whichever is later', () => {
    const never = { ...account, previousAccess: null };
    expect(marksOf(never, NOW)).toEqual(['idle']);
    expect(marksOf({ ...never, validFrom: IsoDate.parse('2026-11-01') }, NOW)).toEqual([]);
    const notBegun = { ...never, validFrom: IsoDate.parse('2026-12-01') };
    expect(marksOf(notBegun, NOW)).toEqual([]);
  });

  it('is an end within thirty days, the last day included', () => {
    expect(lastDay('2026-12-21')).toEqual([]);
    expect(lastDay('2026-12-20')).toEqual(['ends-soon']);
    expect(lastDay('2026-11-20')).toEqual(['ends-soon']);
  });

  it('is a year since the registration or the last confirmation', () => {
    const old = { ...account, registeredAt: at('2025-11-20T00:00:00Z') };
    expect(marksOf(old, NOW)).toEqual(['review-due']);
    expect(marksOf({ ...old, lastReview: { at: at('2025-11-21T00:00:00Z') } }, NOW)).toEqual([]);
    expect(marksOf({ ...old, lastReview: { at: at('2025-11-19T00:00:00Z') } }, NOW)).toEqual(['review-due']);
  });

  it('is nothing of whoever is gone', () => {
    const forgotten = { ...account, previousAccess: at('2024-01-01T00:00:00Z') };
    expect(marksOf({ ...forgotten, stoppedAt: at('2024-02-01T00:00:00Z') }, NOW)).toEqual([]);
    expect(marksOf({ ...forgotten, validUntil: IsoDate.parse('2026-11-19') }, NOW)).toEqual([]);
  });
});

it('a roster counts user IDs as a person does, and has who is gone at its end', () => {
  const lines = [
    { userId: 'clerk10', standing: 'active' },
    { userId: 'admin01', standing: 'stopped' },
    { userId: 'clerk2', standing: 'locked' },
    { userId: 'chief01', standing: 'not-begun' },
    { userId: 'a00', standing: 'expired' },
  ] as const;
  expect(lines.toSorted(inRosterOrder).map(({ userId }) => userId)).toEqual([
    'chief01',
    'clerk2',
    'clerk10',
    'a00',
    'admin01',
  ]);
});
