import type { AddresseeNumber, IsoDate } from '../../../src-shared/domain/identifiers.ts';
import type { LogActor } from '../../operation-log/operation-log.ts';

/** An entry of the operation log by which somebody's data was handed out. */
export interface Access {
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly actor: LogActor;
  readonly operation: string;
  readonly action: string;
  /** 処理事由, with what was typed beside it. */
  readonly reason: string;
  /** In the order of the entry; null where the value can't be opened any more (封印). */
  readonly people: readonly (AddresseeNumber | null)[];
  /** The draft and the batch that the entry names; empty where it names none. */
  readonly draft: string;
  readonly batch: string;
}

/** Why it was right to see a person: what the user had to do with them that day. */
export interface Explanation {
  readonly source: string;
  readonly words: string;
}

/** One person, as one user saw them on one day. */
export interface Visit {
  /** `sequence.index` of the first time: names the visit without naming the person, as long as the log stands. */
  readonly place: string;
  /** Null where it can't be read who it was. */
  readonly person: AddresseeNumber | null;
  readonly accesses: readonly Access[];
  /** False where the person only stood in lists of several. */
  readonly isDirect: boolean;
  readonly explanation: Explanation | null;
}

/** All that one user saw on one day. */
export interface UserDay {
  readonly actor: LogActor;
  /** The day in Japan. */
  readonly day: IsoDate;
  /** In the order of the log. */
  readonly accesses: readonly Access[];
  readonly visits: readonly Visit[];
}

/** A search that shows several people: none of them was singled out. */
export function isList(access: Access): boolean {
  return access.operation !== 'people.open' && access.people.length > 1;
}

interface Growing extends Omit<Visit, 'accesses' | 'isDirect'> {
  readonly accesses: Access[];
  isDirect: boolean;
}

/** Puts the entries of a user's day together by person. Who can't be read stands alone each time: nobody knows whether it is the same. */
export function visitsIn(
  accesses: readonly Access[],
  explanationOf: (person: AddresseeNumber) => Explanation | undefined,
): readonly Visit[] {
  const known = new Map<AddresseeNumber, Growing>();
  const visits: Growing[] = [];
  for (const access of accesses) {
    const isDirect = !isList(access);
    for (const [index, person] of access.people.entries()) {
      const before = person === null ? undefined : known.get(person);
      if (before !== undefined) {
        if (before.accesses.at(-1) !== access) before.accesses.push(access);
        before.isDirect ||= isDirect;
        continue;
      }
      const explanation = person === null ? null : (explanationOf(person) ?? null);
      const place = `${access.sequence}.${index}`;
      const visit: Growing = { place, person, accesses: [access], isDirect, explanation };
      visits.push(visit);
      if (person !== null) known.set(person, visit);
    }
  }
  return visits;
}
