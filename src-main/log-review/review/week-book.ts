import type { IsoDate } from '../../../src-shared/domain/identifiers.ts';
import type { AddresseeNumber } from '../../../src-shared/domain/identifiers.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { nameKey, type SearchKey } from '../../../src-shared/domain/text/search-keys.ts';
import type { ReviewHours } from '../../../src-shared/domain/review-hours.ts';
import type { ReadEntry, ReadingEnd } from '../../operation-log/log-reading.ts';
import type { LogDraft, LogHead, OperationLog } from '../../operation-log/operation-log.ts';
import type { LocalCopy } from '../../people/local-copy.ts';
import type { VrsClient } from '../../vrs/vrs-client.ts';
import { batchRowsAtVrs, type ExplanationSource, shownBatchRows } from './explanations.ts';
import type { UserDay } from './access.ts';
import type { PersonsBehind } from './own.ts';
import { REVIEW_PREFIX } from './review-log.ts';
import { type ReviewState, ReviewStateFold } from './review-state.ts';
import { Slices } from './slices.ts';
import { WeekEntries } from './week-entries.ts';
import { explainDays, type Finding, findingsIn, peopleOf } from './week-findings.ts';

/** A week that was read and looked through. */
export interface WeekRead {
  readonly week: IsoDate;
  readonly entries: WeekEntries;
  /** The last entry of the week or before it. */
  readonly head: LogHead | undefined;
  readonly days: readonly UserDay[];
  readonly findings: readonly Finding[];
  /** Of the people who were seen, as the local copy has them. */
  readonly names: ReadonlyMap<AddresseeNumber, string>;
  readonly hasCopy: boolean;
  readonly hasRoster: boolean;
}

export interface WeekBookParts {
  readonly log: OperationLog;
  readonly localCopy: Pick<LocalCopy, 'cache' | 'state'>;
  readonly vrs: VrsClient;
  readonly hours: ReviewHours;
}

const everything = { userId: '', addresseeNumber: '', action: '', from: '', until: '' } as const;

interface Roster {
  readonly persons: PersonsBehind;
  readonly staff: ReadonlySet<SearchKey>;
}

/** People that are asked of the local copy at a time. */
const PEOPLE_AT_ONCE = 500;

/**
 * What the log says of weeks, kept in memory for as long as somebody is signed in. The state of the review is folded from the log when it is read
 * and from every entry that the review writes afterwards: nobody else writes this log.
 */
export class WeekBook {
  readonly #parts: WeekBookParts;
  readonly #weeks = new Map<IsoDate, WeekRead>();
  readonly #atVrs = new Map<string, Set<AddresseeNumber>>();
  #fold = new ReviewStateFold();
  #weeksWithEntries: readonly string[] = [];
  #isRead = false;
  #roster: Roster | undefined;
  #ending = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: WeekBookParts) {
    this.#parts = parts;
  }

  get state(): ReviewState {
    return this.#fold.state;
  }

  /** The Mondays of the weeks in which there are entries, as the last reading found them. */
  get weeksWithEntries(): readonly string[] {
    return this.#weeksWithEntries;
  }

  get persons(): PersonsBehind {
    return this.#roster?.persons ?? new Map();
  }

  /** The session is over: nothing of it stays in memory. SECURITY: H71 */
  forget(): void {
    this.#ending.abort(new Error('The session is over.'));
    this.#ending = new AbortController();
    this.#weeks.clear();
    this.#atVrs.clear();
    this.#roster = undefined;
    this.#fold = new ReviewStateFold();
    this.#isRead = false;
  }

  /** Makes sure that the log was read once in this session. Problem: `log-unavailable`. */
  async begin(): Promise<Outcome<undefined>> {
    if (this.#isRead) return ok(undefined);
    const read = await this.#inTurn(() => this.#read([]));
    return read.ok ? ok(undefined) : read;
  }

  /** A week that was read in this session; undefined where none was. */
  known(week: IsoDate): WeekRead | undefined {
    return this.#weeks.get(week);
  }

  /** Reads weeks anew. Problem: `log-unavailable`. */
  async read(weeks: readonly IsoDate[]): Promise<Outcome<readonly WeekRead[]>> {
    return this.#inTurn(async () => {
      const found = await this.#read(weeks);
      if (!found.ok) return found;
      const { entries, end } = found.value;
      const read: WeekRead[] = [];
      for (const each of entries) {
        const head = each.head ?? (weeks.length === 1 ? end.head : undefined);
        read.push(await this.#lookThrough(each, head));
      }
      return ok(read);
    });
  }

  /** What VRS says whom it showed to whom in batches: explains more, of the weeks that were read too. */
  async learnFromVrs(
    people: ReadonlyMap<string, ReadonlySet<AddresseeNumber>>,
    week: IsoDate,
  ): Promise<void> {
    for (const [key, numbers] of people)
      this.#atVrs.set(key, new Set([...(this.#atVrs.get(key) ?? []), ...numbers]));
    await this.#inTurn(async () => {
      const known = this.#weeks.get(week);
      if (known !== undefined) await this.#lookThrough(known.entries, known.head);
    });
  }

  /** Looks through what is known again, since the marks have changed. */
  async lookAgain(): Promise<void> {
    await this.#inTurn(async () => {
      for (const { entries, head } of this.#weeks.values()) await this.#lookThrough(entries, head);
    });
  }

  /** Writes an entry of the review, and counts it at once. Problem: `log-unavailable`. */
  async append(draft: LogDraft): Promise<Outcome<undefined>> {
    return this.#inTurn(async () => {
      const written = await this.#parts.log.append(draft);
      if (!written.ok) return written;
      const { sequence } = written.value;
      // The log's own time of it, which is what a later reading will find.
      const entry = await this.#parts.log.entries(everything, sequence + 1, 1);
      const time = entry.ok ? entry.value.entries[0]?.time : undefined;
      if (time === undefined) return failed('log-unavailable');
      this.#fold.add({ ...draft, sequence, time, hash: '', isWhole: true });
      return ok(undefined);
    });
  }

  /** Names from the local copy; who is not in it is not in the answer. */
  async namesOf(
    people: readonly AddresseeNumber[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<AddresseeNumber, string>> {
    const names = new Map<AddresseeNumber, string>();
    const slices = new Slices();
    for (let from = 0; from < people.length; from += PEOPLE_AT_ONCE) {
      const some = people.slice(from, from + PEOPLE_AT_ONCE);
      const found = await this.#parts.localCopy.cache?.tickets.residents(some);
      if (found?.ok !== true) continue;
      for (const [index, resident] of found.value.entries()) {
        const person = some[index];
        if (person !== undefined && resident !== null) names.set(person, resident.name);
      }
      await slices.pause(signal);
    }
    return names;
  }

  /** One after the other: an entry that is written while the log is being read would be missed. */
  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const run = this.#turn.then(work);
    this.#turn = run.catch(() => undefined);
    return run;
  }

  async #read(
    weeks: readonly IsoDate[],
  ): Promise<Outcome<{ readonly entries: readonly WeekEntries[]; readonly end: ReadingEnd }>> {
    const entries = weeks.map((week) => new WeekEntries(week));
    const fold = new ReviewStateFold();
    const range = {
      from: entries[0]?.from ?? '',
      until: entries.at(-1)?.until ?? '',
      operationPrefix: REVIEW_PREFIX,
    };
    const take = (group: readonly ReadEntry[]): void => {
      for (const entry of group) {
        if (entry.operation.startsWith(REVIEW_PREFIX)) fold.add(entry);
        for (const week of entries) week.add(entry);
      }
    };
    const { signal } = this.#ending;
    const read = await this.#parts.log.read(range, signal, take);
    if (!read.ok) return read;
    signal.throwIfAborted();
    for (const week of entries) week.noteGaps(read.value.gaps);
    this.#fold = fold;
    this.#weeksWithEntries = read.value.weeks;
    this.#isRead = true;
    return ok({ entries, end: read.value });
  }

  async #lookThrough(entries: WeekEntries, head: LogHead | undefined): Promise<WeekRead> {
    const { hours, localCopy } = this.#parts;
    const { signal } = this.#ending;
    const days = await explainDays(entries.days.values(), this.#sources(), signal);
    const names = await this.namesOf(peopleOf(days), signal);
    const roster = await this.#readRoster();
    const facts = {
      residents: names,
      staff: roster?.staff ?? new Set<SearchKey>(),
      marked: new Set(this.state.marks.keys()),
      hours,
    };
    const week: WeekRead = {
      week: entries.week,
      entries,
      head,
      days,
      findings: await findingsIn(days, facts, signal),
      names,
      hasCopy: localCopy.state.state === 'ready',
      hasRoster: roster !== undefined,
    };
    this.#weeks.set(entries.week, week);
    return week;
  }

  /** Every kind of case that explains a look-up. 個別登録, worklists and transfers join here. */
  #sources(): readonly ExplanationSource[] {
    return [shownBatchRows, batchRowsAtVrs(this.#atVrs)];
  }

  async #readRoster(): Promise<Roster | undefined> {
    if (this.#roster !== undefined) return this.#roster;
    const listed = await this.#parts.vrs.call('users.list', {});
    if (!listed.ok) return undefined;
    const { users } = listed.value;
    this.#roster = {
      persons: new Map(users.map(({ userId, personId }) => [userId, personId])),
      staff: new Set(users.map(({ name }) => nameKey(name))),
    };
    return this.#roster;
  }
}
