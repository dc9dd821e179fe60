import { hash as digestOf } from 'node:crypto';

import { type IsoDate, AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import { addDays } from '../../../src-shared/domain/dates/calendar.ts';
import { startOfDayInJapan } from '../../../src-shared/domain/dates/weeks.ts';
import { dayInJapan } from '../../../src-shared/domain/clock.ts';
import type { LogGap, ReadEntry } from '../../operation-log/log-reading.ts';
import type { LogHead } from '../../operation-log/operation-log.ts';
import type { Access } from './access.ts';
import { type Act, userDayKey } from './explanations.ts';

/** One user's day as it stands in the log, before anybody thought about it. */
export interface RawDay {
  readonly actor: ReadEntry['actor'];
  readonly day: IsoDate;
  readonly accesses: Access[];
  readonly acts: Act[];
}

/** What was signed: so many entries with these hashes. */
export interface Contents {
  readonly entries: number;
  /** SHA-256 over the hashes of the entries, in their order. */
  readonly digest: string;
}

/** Reading the log is no look-up of residents' data; it is what the review itself does. */
const OF_THE_LOG = /^(?:review|log)\./;

/** The entries of one week, put together by user and day while they come. */
export class WeekEntries {
  readonly week: IsoDate;
  /** UTC timestamps; `until` not included. */
  readonly from: string;
  readonly until: string;
  readonly days = new Map<string, RawDay>();
  brokenAt: number | undefined;
  readonly #sequences: number[] = [];
  readonly #hashes: string[] = [];
  #dayOfHour: { readonly hour: string; readonly day: IsoDate } | undefined;

  constructor(week: IsoDate) {
    this.week = week;
    this.from = startOfDayInJapan(week).toISOString();
    this.until = startOfDayInJapan(addDays(week, 7)).toISOString();
  }

  add(entry: ReadEntry): void {
    const { sequence, hash, time } = entry;
    if (time < this.from || time >= this.until) return;
    if (!entry.isWhole) this.brokenAt ??= sequence;
    this.#sequences.push(sequence);
    this.#hashes.push(hash);
    if (entry.result === 'done') this.#put(entry);
  }

  /** What may be gone from the week breaks it too, where no entry of it tells. */
  noteGaps(gaps: readonly LogGap[]): void {
    const gap = gaps.find(({ after, before }) => after < this.until && before >= this.from);
    this.brokenAt ??= gap?.at;
  }

  /** The last entry of the week; undefined where it has none. */
  get head(): LogHead | undefined {
    const [sequence, hash] = [this.#sequences.at(-1), this.#hashes.at(-1)];
    return sequence === undefined || hash === undefined ? undefined : { sequence, hash };
  }

  /** Of all entries, or of those up to a number. */
  contents(upTo = Number.POSITIVE_INFINITY): Contents {
    const hashes = this.#hashes.filter((_, index) => (this.#sequences[index] ?? 0) <= upTo);
    return { entries: hashes.length, digest: digestOf('sha256', hashes.join('\n'), 'hex') };
  }

  #put(entry: ReadEntry): void {
    const { actor, operation, detail, subjects } = entry;
    if (actor.userId === '' || OF_THE_LOG.test(operation)) return;
    const day = this.#dayOf(entry.time);
    const key = userDayKey(actor.userId, day);
    const known = this.days.get(key);
    const raw = known ?? { actor, day, accesses: [], acts: [] };
    if (known === undefined) this.days.set(key, raw);
    const names = { draft: textIn(detail['draft']), batch: textIn(detail['batch']) };
    if (names.draft !== '' || names.batch !== '') raw.acts.push({ operation, ...names });
    if (subjects.length === 0) return;
    raw.accesses.push({
      sequence: entry.sequence,
      time: Date.parse(entry.time),
      actor,
      operation,
      action: entry.action,
      reason: [entry.reason, entry.note].filter((words) => words !== '').join('：'),
      people: subjects.map((subject) => AddresseeNumber.safeParse(subject).data ?? null),
      ...names,
    });
  }

  #dayOf(time: string): IsoDate {
    const hour = time.slice(0, 13);
    if (this.#dayOfHour?.hour !== hour) this.#dayOfHour = { hour, day: dayInJapan(new Date(time)) };
    return this.#dayOfHour.day;
  }
}

function textIn(value: string | number | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** How what was signed stands against what the log holds now. */
export function standsAsSigned(
  signed: Contents & { readonly head: LogHead },
  entries: WeekEntries,
): 'as-signed' | 'changed' | 'added' {
  const still = entries.contents(signed.head.sequence);
  if (still.entries !== signed.entries || still.digest !== signed.digest) return 'changed';
  return entries.contents().entries === signed.entries ? 'as-signed' : 'added';
}
