import type { logReviewOperations } from '../../../src-shared/contract/log-review.ts';
import { failed, ok } from '../../../src-shared/contract/problem.ts';
import { type Clock, timestampOf } from '../../../src-shared/domain/clock.ts';
import { type AddresseeNumber, Sha256 } from '../../../src-shared/domain/identifiers.ts';
import type { HandlersOf } from '../../gateway/handler.ts';
import type { OperationLog } from '../../operation-log/operation-log.ts';
import type { Comparing } from './comparing.ts';
import type { LogReviews } from './log-reviews.ts';
import type { WeekBook } from './week-book.ts';
import { findingView, momentOf, personOf, visitView } from './week-view.ts';

export interface ReviewHandlerParts {
  readonly reviews: LogReviews;
  readonly comparing: Comparing;
  readonly book: WeekBook;
  readonly log: Pick<OperationLog, 'state'>;
  readonly clock: Clock;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly next: number | null;
}

function pageOf<Item>(
  all: readonly Item[],
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Page<Item> {
  const next = offset + limit < all.length ? offset + limit : null;
  return { items: all.slice(offset, offset + limit), total: all.length, next };
}

function known(people: readonly { readonly addresseeNumber: AddresseeNumber | null }[]): AddresseeNumber[] {
  return [...new Set(people.flatMap(({ addresseeNumber }) => addresseeNumber ?? []))];
}

/** The weekly review of the operation log. Whom a page names is written down with it, as everywhere. */
export function reviewHandlers(parts: ReviewHandlerParts): HandlersOf<typeof logReviewOperations> {
  const { reviews, comparing, book, log, clock } = parts;
  return {
    'review.week': async ({ week, fresh }, caller) => {
      const view = await reviews.week(caller, week, fresh);
      return view.ok ? ok({ result: view.value, subjects: [], detail: { week: view.value.week } }) : view;
    },

    'review.findings': async ({ week, rule, undecidedOnly, ...page }, caller) => {
      const asked = await reviews.asked(caller, week);
      if (!asked.ok) return asked;
      const { read, viewer } = asked.value;
      const wanted = read.findings.filter(
        (finding) =>
          (rule === null || finding.rule === rule) &&
          (!undecidedOnly || !viewer.state.decisions.has(finding.id)),
      );
      const { items, total, next } = pageOf(wanted, page);
      const findings = items.map((finding) => findingView(finding, read, viewer));
      const subjects = known(findings.flatMap(({ people }) => people));
      return ok({ result: { findings, total, next }, subjects, detail: { week, findings: findings.length } });
    },

    'review.visits': async ({ week, explained, ...page }, caller) => {
      const asked = await reviews.asked(caller, week);
      if (!asked.ok) return asked;
      const { read } = asked.value;
      const wanted = read.days.flatMap((day) =>
        day.visits
          .filter(({ explanation }) => (explanation !== null) === explained)
          .map((visit) => ({ day, visit })),
      );
      const { items, total, next } = pageOf(wanted, page);
      const visits = items.map(({ day, visit }) => visitView(day, visit, read));
      const subjects = known(visits.map(({ person }) => person));
      return ok({ result: { visits, total, next }, subjects, detail: { week, visits: visits.length } });
    },

    'review.decide': async (input, caller) => {
      const decided = await reviews.decide(caller, input);
      if (!decided.ok) return decided;
      const { week, findings, outcome } = input;
      return ok({
        result: decided.value.view,
        subjects: [],
        detail: { week, findings: findings.length, outcome },
      });
    },

    'review.sign': async (input, caller) => {
      const signed = await reviews.sign(caller, input);
      return signed.ok ? ok({ result: signed.value, subjects: [], detail: { week: input.week } }) : signed;
    },

    'review.compare': async ({ week }, caller) => {
      const job = await comparing.begin(caller, week);
      return job.ok ? ok({ result: job.value, subjects: [], detail: { week } }) : job;
    },

    'review.differences': ({ week, ...page }) => {
      const found = comparing.found(week);
      if (found === undefined) return Promise.resolve(failed('review-compare-again'));
      const { items, total, next } = pageOf(found, page);
      const differences = items.map(({ side, sequence, time, userId, what, people }) => ({
        side,
        sequence,
        at: momentOf(time),
        userId,
        what,
        people,
      }));
      return Promise.resolve(ok({ result: { differences, total, next }, subjects: [], detail: { week } }));
    },

    'review.month': async ({ month }) => {
      const weeks = await reviews.month(month);
      if (!weeks.ok) return weeks;
      const { entries, headHash } = log.state();
      const newest = headHash === null ? null : { sequence: entries, hash: Sha256.parse(headHash) };
      const madeAt = timestampOf(clock.now());
      return ok({ result: { weeks: [...weeks.value], madeAt, newest }, subjects: [], detail: { month } });
    },

    'review.marks': async (page) => {
      const marks = await reviews.marks();
      if (!marks.ok) return marks;
      const { items, total, next } = pageOf(marks.value, page);
      const names = await book.namesOf(items.map(({ who }) => who));
      const shown = items.map(({ who, reason, by, at }) => ({
        person: personOf(who, { names }),
        reason,
        by,
        at,
      }));
      return ok({ result: { marks: shown, total, next }, subjects: items.map(({ who }) => who) });
    },

    'review.mark': async (input, caller) => {
      const total = await reviews.mark(caller, input);
      if (!total.ok) return total;
      return ok({
        result: { total: total.value },
        subjects: [input.addresseeNumber],
        detail: { marked: input.marked ? 1 : 0 },
      });
    },
  };
}
