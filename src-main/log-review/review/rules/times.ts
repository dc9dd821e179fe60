import { type Access, isList, type UserDay } from '../access.ts';
import { isOutsideHours } from '../../../../src-shared/domain/review-hours.ts';
import { aboutDay, type Raised, type ReviewRule } from './rule.ts';

/** More look-ups than this, in so long a time, are more than a counter has. */
export const MANY = { lookups: 30, minutes: 10 } as const;

/** 時間外: outside the working hours of the profile, also at weekends and on holidays. One finding of the day. */
export const outsideHours: ReviewRule = {
  code: 'outside-hours',
  level: 'middle',
  title: '時間外',
  sentence: '勤務時間の外に、事務の記録なしに照会しています。時間外勤務の記録と比べてください。',
  find: (day, { hours }) => {
    const late = new Set(day.accesses.filter(({ time }) => isOutsideHours(time, hours)));
    const visits = day.visits
      .filter(({ explanation }) => explanation === null)
      .filter(({ accesses }) => accesses.some((access) => late.has(access)));
    return aboutDay(day, visits, (access) => late.has(access));
  },
};

/**
 * 短時間に多数: more than `MANY.lookups` within `MANY.minutes`, without a batch. A person who was opened counts once in that time, however often;
 * a search that shows several people counts as one. Of stretches that overlap, one finding is made.
 */
export const manyInShortTime: ReviewRule = {
  code: 'many-in-short-time',
  level: 'high',
  title: '短時間に多数',
  sentence: `${MANY.minutes}分の間に${MANY.lookups}件を超える人や検索を、事務の記録なしに照会しています。`,
  find: (day) => {
    const unexplained = unexplainedIn(day);
    const counted = new Map<string, number>();
    const stretches: { readonly from: number; until: number }[] = [];
    let from = 0;
    for (const [index, access] of unexplained.entries()) {
      counted.set(targetOf(access), (counted.get(targetOf(access)) ?? 0) + 1);
      for (let first = unexplained[from]; first !== undefined && access.time - first.time > WINDOW_MS;) {
        leave(counted, targetOf(first));
        from += 1;
        first = unexplained[from];
      }
      if (counted.size <= MANY.lookups) continue;
      const last = stretches.at(-1);
      if (last !== undefined && from <= last.until) last.until = index;
      else stretches.push({ from, until: index });
    }
    return stretches.map(({ from: first, until }) => raisedBy(unexplained.slice(first, until + 1)));
  },
};

const WINDOW_MS = MANY.minutes * 60_000;

/** In the order of time, which a clock that was put back may have made another one than that of the log. */
function unexplainedIn(day: UserDay): readonly Access[] {
  const entries = new Set(
    day.visits.filter(({ explanation }) => explanation === null).flatMap(({ accesses }) => accesses),
  );
  return day.accesses
    .filter((access) => entries.has(access) && access.draft === '' && access.batch === '')
    .toSorted((one, other) => one.time - other.time || one.sequence - other.sequence);
}

function targetOf(access: Access): string {
  const [person] = access.people;
  return isList(access) || person === null || person === undefined ? `entry ${access.sequence}` : person;
}

function leave(counted: Map<string, number>, target: string): void {
  const left = (counted.get(target) ?? 1) - 1;
  if (left === 0) counted.delete(target);
  else counted.set(target, left);
}

function raisedBy(entries: readonly Access[]): Raised {
  return {
    place: `${entries[0]?.sequence ?? 0}.0`,
    people: [...new Set(entries.flatMap(({ people }) => people))],
    entries,
  };
}
