import type { AccessLogEntry } from '../../../src-shared/vrs-api/access-log.ts';
import type { ReadEntry } from '../../operation-log/log-reading.ts';
import { Slices } from './slices.ts';

/** Two clocks may differ by so much; entries farther apart are not taken for the same. Milliseconds. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Operations that ask one thing of VRS by one call which leaves a trace of its own, and that call. */
const callsOf: Readonly<Record<string, string>> = {
  'people.search': 'people.find',
  'people.open': 'people.read',
  'session.signIn': 'session.open',
  'session.unlock': 'session.open',
  'workstation.rotateKeys': 'session.open',
  'batches.submit': 'batches.submit',
  'batches.reverse': 'batches.reverse',
  'approvals.approve': 'batches.approve',
  'approvals.return': 'batches.return',
};
const traced: ReadonlySet<string> = new Set(Object.values(callsOf));

/** Also how somebody who is signed in proves once more who they are: for that it is enough that they were here. */
const PROOF = 'session.open';

/** Of calls by which people are found, whatever the operation was for which they were. */
const lookups: ReadonlySet<string> = new Set(['people.find', 'people.read']);

export interface Difference {
  readonly side: 'vrs' | 'here';
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly userId: string;
  readonly what: string;
  readonly people: number;
}

export interface Compared {
  /** Entries of the week that were compared, on either side. */
  readonly here: number;
  readonly atVrs: number;
  readonly differences: readonly Difference[];
}

interface Here {
  readonly sequence: number;
  readonly time: number;
  readonly userId: string;
  readonly operation: string;
  readonly call: string | undefined;
  readonly people: readonly string[];
  isUsed: boolean;
}

/** Milliseconds since 1970; the end is not included. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/**
 * What stands in one of the two logs of a week and not in the other. Both lists reach `CLOCK_TOLERANCE_MS` beyond the week on each side, oldest
 * first, and hold this workstation's entries only.
 *
 * A look-up, a sign-in, an application or an approval that VRS answered must have its entry here: same user, same people, within the
 * tolerance, and each only once; and the other way round. Of everything else that VRS was asked (the copy's changes, batches in the
 * background, what it refused) it is asked whether that user was signed in here then. What VRS could not take (500 and above, 429) is not
 * looked at: nobody got anything, and the client asks again by itself.
 */
export async function compareLogs(
  week: Span,
  ours: readonly ReadEntry[],
  theirs: readonly AccessLogEntry[],
  signal?: AbortSignal,
): Promise<Compared> {
  const slices = new Slices();
  const isInWeek = ({ time }: { readonly time: number }): boolean => time >= week.from && time < week.until;
  const here = new HereIndex(ours);
  const presence = new Presence(ours);
  const differences: Difference[] = [];
  let atVrs = 0;
  for (const entry of theirs) {
    await slices.pause(signal);
    if (entry.userId === '' || entry.status >= 500 || entry.status === 429) continue;
    const time = Date.parse(entry.at);
    const isMatched = isTraceWanted(entry)
      ? here.use(entry, time) || (entry.call === PROOF && presence.has(entry.userId, time))
      : presence.has(entry.userId, time);
    if (!isInWeek({ time })) continue;
    atVrs += 1;
    if (isMatched) continue;
    const { sequence, userId, call, addresseeNumbers } = entry;
    differences.push({ side: 'vrs', sequence, time, userId, what: call, people: addresseeNumbers.length });
  }
  const asked = here.entries.filter((entry) => entry.call !== undefined && isInWeek(entry));
  for (const { sequence, time, userId, operation, people } of asked.filter(({ isUsed }) => !isUsed))
    differences.push({ side: 'here', sequence, time, userId, what: operation, people: people.length });
  return {
    here: asked.length,
    atVrs,
    differences: differences.toSorted((one, other) => one.time - other.time),
  };
}

/** A look-up that found nobody leaves no trace of people, and what was refused did nothing. */
function isTraceWanted({ call, status, addresseeNumbers }: AccessLogEntry): boolean {
  if (status >= 400) return false;
  return lookups.has(call) ? addresseeNumbers.length > 0 : traced.has(call);
}

/** Our entries, to be found by user and person or by user and call. */
class HereIndex {
  readonly entries: readonly Here[];
  readonly #byKey = new Map<string, Here[]>();

  constructor(ours: readonly ReadEntry[]) {
    this.entries = ours.flatMap((entry) => hereOf(entry) ?? []);
    for (const entry of this.entries) {
      const [first] = entry.people;
      if (first !== undefined) this.#put(`person ${entry.userId} ${first}`, entry);
      if (entry.call !== undefined) this.#put(`call ${entry.userId} ${entry.call}`, entry);
    }
  }

  /** Takes the nearest entry that can be this call's and was not taken yet; false where there is none. */
  use({ userId, call, addresseeNumbers }: AccessLogEntry, time: number): boolean {
    const numbers = new Set(addresseeNumbers);
    const candidates = lookups.has(call)
      ? addresseeNumbers.flatMap((number) => this.#byKey.get(`person ${userId} ${number}`) ?? [])
      : (this.#byKey.get(`call ${userId} ${call}`) ?? []);
    const nearest = candidates
      .filter((each) => !each.isUsed && Math.abs(each.time - time) <= CLOCK_TOLERANCE_MS)
      .filter(({ people }) => !lookups.has(call) || people.every((person) => numbers.has(person)))
      .toSorted((one, other) => rank(one, call, time) - rank(other, call, time))[0];
    if (nearest === undefined) return false;
    nearest.isUsed = true;
    return true;
  }

  #put(key: string, entry: Here): void {
    const known = this.#byKey.get(key);
    if (known === undefined) this.#byKey.set(key, [entry]);
    else known.push(entry);
  }
}

/** The operation that is made for the call comes before others, then the nearer one. */
function rank(entry: Here, call: string, time: number): number {
  return (entry.call === call ? 0 : CLOCK_TOLERANCE_MS) + Math.abs(entry.time - time);
}

/** Undefined for what asks nothing of VRS: refused here, or answered by the local copy. */
function hereOf({ sequence, time, actor, operation, result, detail, subjects }: ReadEntry): Here | undefined {
  if (result !== 'done' || actor.userId === '' || detail['from'] === 'local-copy') return undefined;
  const people = subjects.filter((subject) => subject !== null);
  const isLookup = operation === 'people.search' || operation === 'people.open';
  // Nobody was found, or nobody knows any more who.
  const call =
    isLookup && (people.length === 0 || people.length < subjects.length) ? undefined : callsOf[operation];
  return {
    sequence,
    time: Date.parse(time),
    userId: actor.userId,
    operation,
    call,
    people,
    isUsed: false,
  };
}

/** From when to when which user was signed in here. */
class Presence {
  readonly #spans = new Map<string, { from: number; until: number }[]>();

  constructor(ours: readonly ReadEntry[]) {
    let current: { from: number; until: number } | undefined;
    let userId = '';
    for (const entry of ours) {
      const time = Date.parse(entry.time);
      if (entry.actor.userId === '' || entry.result !== 'done') {
        // A session that ends by itself is written with the reason as its result.
        if (entry.operation !== 'session.ended') continue;
      }
      if (current === undefined || entry.actor.userId !== userId) {
        if (current !== undefined && current.until === Number.POSITIVE_INFINITY) current.until = time;
        userId = entry.actor.userId;
        const isFirst = this.#spans.size === 0 && entry.operation !== 'session.signIn';
        current = { from: isFirst ? Number.NEGATIVE_INFINITY : time, until: Number.POSITIVE_INFINITY };
        this.#spans.set(userId, [...(this.#spans.get(userId) ?? []), current]);
      }
      if (entry.operation === 'session.signOut' || entry.operation === 'session.ended') {
        current.until = time;
        current = undefined;
      }
    }
  }

  has(userId: string, time: number): boolean {
    return (this.#spans.get(userId) ?? []).some(
      ({ from, until }) => time >= from - CLOCK_TOLERANCE_MS && time <= until + CLOCK_TOLERANCE_MS,
    );
  }
}
