import type { ReviewLevel, ReviewRuleCode } from '../../../../src-shared/contract/log-review.ts';
import type { AddresseeNumber } from '../../../../src-shared/domain/identifiers.ts';
import type { SearchKey } from '../../../../src-shared/domain/text/search-keys.ts';
import type { Access, UserDay, Visit } from '../access.ts';
import type { ReviewHours } from '../../../../src-shared/domain/review-hours.ts';

/** What is known beside the log when a week is looked through. */
export interface Facts {
  /** Names of people in the local copy; a person who is not in it is not here. */
  readonly residents: ReadonlyMap<AddresseeNumber, string>;
  /** The keys of the full names of everybody in the roster. */
  readonly staff: ReadonlySet<SearchKey>;
  /** Who bears 要注意の印. */
  readonly marked: ReadonlySet<AddresseeNumber>;
  readonly hours: ReviewHours;
}

/** Something that a rule noticed: what to look at, before anybody has said what became of it. */
export interface Raised {
  /** Names it for good, together with the rule: number of an entry, and which of its people. */
  readonly place: string;
  readonly people: readonly (AddresseeNumber | null)[];
  readonly entries: readonly Access[];
}

/** A rule looks at one user's day and says what somebody should look at. It knows nothing of other rules. */
export interface ReviewRule {
  readonly code: ReviewRuleCode;
  readonly level: ReviewLevel;
  readonly title: string;
  /** What was noticed and what it may mean, for the person who reviews. */
  readonly sentence: string;
  readonly find: (day: UserDay, facts: Facts) => readonly Raised[];
}

/** A finding about one person. */
export function aboutPerson({ place, person, accesses }: Visit): Raised {
  return { place, people: [person], entries: accesses };
}

/**
 * One finding about several people of a user's day, with those of their entries that `isMeant` says; none where there are none. Its place is
 * the day's first entry, so that it keeps its name when some of the people are explained later.
 */
export function aboutDay(
  day: UserDay,
  visits: readonly Visit[],
  isMeant: (access: Access) => boolean = () => true,
): readonly Raised[] {
  const first = day.accesses[0];
  if (first === undefined || visits.length === 0) return [];
  const entries = new Set(visits.flatMap(({ accesses }) => accesses.filter(isMeant)));
  return [
    {
      place: `${first.sequence}.0`,
      people: visits.map(({ person }) => person),
      entries: [...entries].toSorted((one, other) => one.sequence - other.sequence),
    },
  ];
}
