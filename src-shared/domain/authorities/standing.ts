import { dayInJapan } from '../clock.ts';
import { daysBetween } from '../dates/calendar.ts';
import type { IsoDate, IsoTimestamp } from '../identifiers.ts';

/** Days without a sign-in after which an authority is looked at. */
export const IDLE_DAYS = 60;
/** Days before the last one from which on an extension is due. */
export const ENDS_SOON_DAYS = 30;
/** 年次点検: days after which somebody has to say again that the authority is needed. */
export const REVIEW_DAYS = 365;

/** What an account can do now. A lock is told only of an account that could be used without it. */
export type Standing = 'active' | 'locked' | 'not-begun' | 'expired' | 'stopped';
/** What somebody has to look at. Of accounts that can't be used any more there is nothing to look at. */
export type Mark = 'idle' | 'ends-soon' | 'review-due';

interface Account {
  readonly validFrom: IsoDate;
  readonly validUntil: IsoDate;
  readonly registeredAt: IsoTimestamp;
  readonly stoppedAt: IsoTimestamp | null;
  readonly lockedUntil: IsoTimestamp | null;
  readonly previousAccess: IsoTimestamp | null;
  readonly lastReview: { readonly at: IsoTimestamp } | null;
}

/** Both days of the period belong to it, as days in Japan. */
export function standingOf(account: Account, now: Date): Standing {
  const today = dayInJapan(now);
  if (account.stoppedAt !== null) return 'stopped';
  if (today > account.validUntil) return 'expired';
  if (today < account.validFrom) return 'not-begun';
  return account.lockedUntil !== null && account.lockedUntil > now.toISOString() ? 'locked' : 'active';
}

export function marksOf(account: Account, now: Date): Mark[] {
  const standing = standingOf(account, now);
  if (standing === 'stopped' || standing === 'expired') return [];
  const today = dayInJapan(now);
  const since = (at: string): number => daysBetween(dayInJapan(new Date(at)), today);
  // Who never signed in could have done so from the registration on, or from the first day where that is later.
  const begun = daysBetween(account.validFrom, today);
  const idleFor =
    account.previousAccess === null
      ? Math.min(since(account.registeredAt), begun)
      : since(account.previousAccess);
  const marks: Mark[] = [];
  if (standing !== 'not-begun' && idleFor >= IDLE_DAYS) marks.push('idle');
  if (daysBetween(today, account.validUntil) <= ENDS_SOON_DAYS) marks.push('ends-soon');
  if (since(account.lastReview?.at ?? account.registeredAt) >= REVIEW_DAYS) marks.push('review-due');
  return marks;
}

const byId = new Intl.Collator('ja', { numeric: true });
const isOver = (standing: Standing): boolean => standing === 'stopped' || standing === 'expired';

/** The order of a roster: who can work first, by user ID as a person counts (clerk2 before clerk10), who is gone at the end. */
export function inRosterOrder(
  one: { readonly userId: string; readonly standing: Standing },
  other: { readonly userId: string; readonly standing: Standing },
): number {
  const gone = Number(isOver(one.standing)) - Number(isOver(other.standing));
  return gone === 0 ? byId.compare(one.userId, other.userId) : gone;
}
