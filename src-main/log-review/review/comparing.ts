import type { Job } from '../../../src-shared/contract/jobs.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { dayInJapan } from '../../../src-shared/domain/clock.ts';
import { AddresseeNumber, type IsoDate } from '../../../src-shared/domain/identifiers.ts';
import type { AccessLogEntry } from '../../../src-shared/vrs-api/access-log.ts';
import type { VrsAnswer, VrsRequest } from '../../../src-shared/vrs-api/calls.ts';
import type { SignedInUser } from '../../../src-shared/vrs-api/session.ts';
import type { JobHandle, Jobs } from '../../jobs/jobs.ts';
import type { ReadEntry } from '../../operation-log/log-reading.ts';
import type { OperationLog } from '../../operation-log/operation-log.ts';
import type { VrsClient } from '../../vrs/vrs-client.ts';
import { CLOCK_TOLERANCE_MS, compareLogs, type Difference, type Span } from './comparison.ts';
import { userDayKey } from './explanations.ts';
import { actorOf } from './log-reviews.ts';
import { comparedDraft } from './review-log.ts';
import type { WeekBook } from './week-book.ts';
import { WeekEntries } from './week-entries.ts';

export interface ComparingParts {
  readonly log: OperationLog;
  readonly book: WeekBook;
  readonly vrs: VrsClient;
  readonly jobs: Jobs;
  /** Name of this terminal, as in its certificate. */
  readonly workstation: string;
}

const PAGE = 2_000;

/** Compares weeks of this log with what VRS itself recorded of this terminal. */
export class Comparing {
  readonly #parts: ComparingParts;
  readonly #found = new Map<IsoDate, readonly Difference[]>();

  constructor(parts: ComparingParts) {
    this.#parts = parts;
  }

  forget(): void {
    this.#found.clear();
  }

  /** Problems: `review-signed`, `job-running`, `log-unavailable`. What VRS or the log refuse on the way is in the job. */
  async begin(user: SignedInUser, week: IsoDate): Promise<Outcome<Job>> {
    const { book, jobs } = this.#parts;
    const begun = await book.begin();
    if (!begun.ok) return begun;
    if (book.state.signatures.has(week)) return failed('review-signed');
    const work = (handle: JobHandle): Promise<Outcome<unknown>> =>
      this.#compare(user, week, handle).catch((thrown: unknown): Outcome<unknown> => {
        if (handle.signal.aborted) return failed('job-cancelled');
        throw thrown;
      });
    return jobs.start({ kind: 'compare-log', subject: week, owner: user.userId, work });
  }

  /** What the last comparison of the week found, in the order of time; undefined where none was made in this session. */
  found(week: IsoDate): readonly Difference[] | undefined {
    return this.#found.get(week);
  }

  async #compare(
    user: SignedInUser,
    week: IsoDate,
    { signal, progress }: JobHandle,
  ): Promise<Outcome<undefined>> {
    const { book } = this.#parts;
    const { from, until } = new WeekEntries(week);
    const span: Span = { from: Date.parse(from), until: Date.parse(until) };
    const wide = {
      from: new Date(span.from - CLOCK_TOLERANCE_MS).toISOString(),
      until: new Date(span.until + CLOCK_TOLERANCE_MS).toISOString(),
    };
    const theirs = await this.#readVrs(wide, signal, progress);
    if (!theirs.ok) return theirs;
    const ours: ReadEntry[] = [];
    const take = (group: readonly ReadEntry[]): void => void ours.push(...group);
    // A prefix that no operation has: only the time counts here.
    const read = await this.#parts.log.read({ ...wide, operationPrefix: '\u0000' }, signal, take);
    if (!read.ok) return read;
    const { here, atVrs, differences } = await compareLogs(span, ours, theirs.value, signal);
    const onlyAtVrs = differences.filter(({ side }) => side === 'vrs').length;
    const counts = { week, here, atVrs, onlyAtVrs, onlyHere: differences.length - onlyAtVrs };
    const draft = comparedDraft(actorOf(user), counts, CLOCK_TOLERANCE_MS / 1_000);
    const written = await book.append(draft);
    if (!written.ok) return written;
    this.#found.set(week, differences);
    await book.learnFromVrs(batchPeople(theirs.value), week);
    return ok(undefined);
  }

  /** All pages, of this terminal only. VRS says no total, so that the progress only counts. */
  async #readVrs(
    { from, until }: { readonly from: string; readonly until: string },
    signal: AbortSignal,
    progress: JobHandle['progress'],
  ): Promise<Outcome<readonly AccessLogEntry[]>> {
    const { vrs, workstation } = this.#parts;
    const found: AccessLogEntry[] = [];
    let cursor: string | null = null;
    let read = 0;
    do {
      signal.throwIfAborted();
      const query: VrsRequest<'accessLog.list'>['query'] = {
        from,
        until,
        limit: PAGE,
        ...(cursor === null ? {} : { cursor }),
      };
      const page: Outcome<VrsAnswer<'accessLog.list'>> = await vrs.call(
        'accessLog.list',
        { query },
        { signal },
      );
      if (!page.ok) return page;
      found.push(...page.value.entries.filter((entry) => entry.workstation === workstation));
      read += page.value.entries.length;
      progress(read, 0);
      ({ cursor } = page.value);
    } while (cursor !== null);
    return ok(found);
  }
}

/** Whom VRS showed to whom in the rows of batches, by user and day. */
function batchPeople(entries: readonly AccessLogEntry[]): ReadonlyMap<string, ReadonlySet<AddresseeNumber>> {
  const people = new Map<string, Set<AddresseeNumber>>();
  for (const { call, userId, at, status, addresseeNumbers } of entries) {
    if (call !== 'batches.difference' || status >= 400) continue;
    const key = userDayKey(userId, dayInJapan(new Date(at)));
    const known = people.get(key) ?? new Set();
    for (const number of addresseeNumbers) {
      const parsed = AddresseeNumber.safeParse(number);
      if (parsed.success) known.add(parsed.data);
    }
    people.set(key, known);
  }
  return people;
}
