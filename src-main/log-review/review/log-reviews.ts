import type { ReviewMark, ReviewWeek } from '../../../src-shared/contract/log-review.ts';
import type { ParsedInputOf } from '../../../src-shared/contract/operations.ts';
import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { type Clock, dayInJapan } from '../../../src-shared/domain/clock.ts';
import { isFinished, mondayOf, weeksOfMonth } from '../../../src-shared/domain/dates/weeks.ts';
import { type AddresseeNumber, IsoDate, IsoTimestamp } from '../../../src-shared/domain/identifiers.ts';
import type { SignedInUser } from '../../../src-shared/vrs-api/session.ts';
import type { LogActor, OperationLog } from '../../operation-log/operation-log.ts';
import type { VrsClient } from '../../vrs/vrs-client.ts';
import { isOwnWork, mayDecide } from './own.ts';
import { decidedDraft, markDraft, signedDraft } from './review-log.ts';
import type { WeekBook, WeekRead } from './week-book.ts';
import type { Finding } from './week-findings.ts';
import { staffOf, summaryOf, type Viewer, type WeekSummary, weekView } from './week-view.ts';

export interface LogReviewsParts {
  readonly log: OperationLog;
  readonly book: WeekBook;
  readonly vrs: VrsClient;
  readonly clock: Clock;
}

/** A week of whoever asks. */
export interface Asked {
  readonly read: WeekRead;
  readonly viewer: Viewer;
}

/** 週次点検: reading weeks, saying what became of findings, signing, marks and the sheet of a month. */
export class LogReviews {
  readonly #parts: LogReviewsParts;

  constructor(parts: LogReviewsParts) {
    this.#parts = parts;
  }

  /** The week that is asked for, or the oldest finished one without a signature. Problem: `log-unavailable`. */
  async week(caller: SignedInUser, week: IsoDate | null, fresh: boolean): Promise<Outcome<ReviewWeek>> {
    const begun = await this.#parts.book.begin();
    if (!begun.ok) return begun;
    const wanted = week ?? this.#oldestUnsigned() ?? mondayOf(this.#today());
    const asked = await this.asked(caller, wanted, fresh);
    return asked.ok ? ok(this.#view(asked.value)) : asked;
  }

  /** A week as it was read in this session; one that goes on, and one that was not read, is read now. */
  async asked(caller: SignedInUser, week: IsoDate, fresh = false): Promise<Outcome<Asked>> {
    const { book } = this.#parts;
    const known = fresh || !isFinished(week, this.#today()) ? undefined : book.known(week);
    const read = known === undefined ? await book.read([week]) : ok([known]);
    if (!read.ok) return read;
    const [first] = read.value;
    if (first === undefined) return failed('log-unavailable');
    return ok({ read: first, viewer: { caller, persons: book.persons, state: book.state } });
  }

  /**
   * Writes down what became of findings. SECURITY: H75 — not of one's own, not in a signed week. Problems: `review-week-open`,
   * `review-signed`, `review-finding-unknown`, `own-lookups`, `role-not-allowed`, `log-unavailable`.
   */
  async decide(
    caller: SignedInUser,
    { week, findings, outcome, note }: ParsedInputOf<'review.decide'>,
  ): Promise<Outcome<{ readonly view: ReviewWeek; readonly people: readonly AddresseeNumber[] }>> {
    const asked = await this.asked(caller, week);
    if (!asked.ok) return asked;
    const { read, viewer } = asked.value;
    const refusal = this.#refusalFor(week);
    if (refusal) return refusal;
    const wanted = new Set<string>(findings);
    const found = read.findings.filter(({ id }) => wanted.has(id));
    if (found.length < wanted.size) return failed('review-finding-unknown');
    for (const { day } of found) {
      if (isOwnWork(day.actor, caller, viewer.persons)) return failed('own-lookups');
      if (!mayDecide(day.actor, caller, viewer.persons)) return failed('role-not-allowed');
    }
    const people = peopleIn(found);
    const draft = decidedDraft(actorOf(caller), { week, findings: [...wanted], outcome, note }, people);
    const written = await this.#parts.book.append(draft);
    return written.ok ? ok({ view: this.#view(asked.value), people }) : written;
  }

  /**
   * Signs a week. The log is read once more, so that what is signed is what it holds now, and a checkpoint is made of it. Problems: those of
   * a re-authentication, `review-week-open`, `review-signed`, `review-incomplete`, `review-undecided`, `review-changed`, `log-unavailable`.
   */
  async sign(
    caller: SignedInUser,
    { week, head, password, oneTimePassword }: ParsedInputOf<'review.sign'>,
  ): Promise<Outcome<ReviewWeek>> {
    const asked = await this.asked(caller, week, true);
    if (!asked.ok) return asked;
    const { read } = asked.value;
    const refusal = this.#refusalFor(week);
    if (refusal) return refusal;
    const summary = summaryOf(read, this.#parts.book.state, true);
    if (read.head?.hash !== head) return failed('review-changed');
    if (!read.hasCopy || !read.hasRoster) return failed('review-incomplete');
    if (summary.counts.undecided > 0) return failed('review-undecided');
    const purpose = { action: 'review.sign' } as const;
    const body = { password, oneTimePassword, purpose };
    const proof = await this.#parts.vrs.call('session.reauthenticate', { body });
    if (!proof.ok) return proof;
    const { undecided: _none, ...totals } = summary.counts;
    const { rules, outcomes } = summary;
    const draft = signedDraft(actorOf(caller), {
      week,
      head: read.head,
      ...read.entries.contents(),
      totals,
      rules: new Map(rules.filter(({ findings }) => findings > 0).map((each) => [each.rule, each.findings])),
      outcomes: new Map(outcomes.map((each) => [each.outcome, each.findings])),
    });
    const written = await this.#parts.book.append(draft);
    if (!written.ok) return written;
    // The checkpoint over it leaves the terminal where the profile names a second place; where the anchor fails the state says so.
    await this.#parts.log.anchorHead();
    return ok(this.#view(asked.value));
  }

  /** The weeks of a month, as numbers. Weeks that have not begun are left out. */
  async month(month: string): Promise<Outcome<readonly WeekSummary[]>> {
    const today = this.#today();
    const weeks = weeksOfMonth(month).filter((week) => week <= today);
    const read = await this.#parts.book.read(weeks);
    if (!read.ok) return read;
    return ok(
      read.value.map((each) => summaryOf(each, this.#parts.book.state, isFinished(each.week, today))),
    );
  }

  /** Who bears 要注意の印, the newest first. */
  async marks(): Promise<
    Outcome<readonly (Omit<ReviewMark, 'person'> & { readonly who: AddresseeNumber })[]>
  > {
    const { book } = this.#parts;
    const begun = await book.begin();
    if (!begun.ok) return begun;
    const marks = [...book.state.marks].map(([who, { reason, by, at }]) => ({
      who,
      reason,
      by: staffOf(by),
      at: IsoTimestamp.parse(at),
    }));
    return ok(marks.toReversed());
  }

  /** Puts a mark on somebody, or takes it off. Weeks that are known are looked through again. */
  async mark(
    caller: SignedInUser,
    { addresseeNumber, marked, note }: ParsedInputOf<'review.mark'>,
  ): Promise<Outcome<number>> {
    const { book } = this.#parts;
    const begun = await book.begin();
    if (!begun.ok) return begun;
    if (!marked && !book.state.marks.has(addresseeNumber)) return failed('not-found');
    const draft = markDraft(actorOf(caller), addresseeNumber, marked, note);
    const written = await book.append(draft);
    if (!written.ok) return written;
    await book.lookAgain();
    return ok(book.state.marks.size);
  }

  #refusalFor(week: IsoDate): ReturnType<typeof failed> | undefined {
    if (!isFinished(week, this.#today())) return failed('review-week-open');
    return this.#parts.book.state.signatures.has(week) ? failed('review-signed') : undefined;
  }

  #view({ read, viewer }: Asked): ReviewWeek {
    const { book } = this.#parts;
    const facts = {
      isFinished: isFinished(read.week, this.#today()),
      oldestUnsigned: this.#oldestUnsigned() ?? null,
    };
    return weekView(book.known(read.week) ?? read, { ...viewer, state: book.state }, facts);
  }

  #oldestUnsigned(): IsoDate | undefined {
    const { state, weeksWithEntries } = this.#parts.book;
    const today = this.#today();
    return weeksWithEntries
      .map((week) => IsoDate.parse(week))
      .find((week) => isFinished(week, today) && !state.signatures.has(week));
  }

  #today(): IsoDate {
    return dayInJapan(this.#parts.clock.now());
  }
}

export function actorOf({ userId, name, department, role }: SignedInUser): LogActor {
  return { userId, name, department, role };
}

/** Everybody whom findings are about, each once. */
export function peopleIn(findings: readonly Pick<Finding, 'people'>[]): readonly AddresseeNumber[] {
  return [...new Set(findings.flatMap(({ people }) => people.flatMap((person) => person ?? [])))];
}
