import type { logReviewOperations } from '../../../src-shared/contract/log-review.ts';
import type { ReviewHours } from '../../../src-shared/domain/review-hours.ts';
import type { Clock } from '../../../src-shared/domain/clock.ts';
import type { HandlersOf } from '../../gateway/handler.ts';
import type { LocalCopy } from '../../people/local-copy.ts';
import { Comparing, type ComparingParts } from './comparing.ts';
import { LogReviews } from './log-reviews.ts';
import { reviewHandlers } from './review-handlers.ts';
import { WeekBook } from './week-book.ts';

export interface LogReviewParts extends Omit<ComparingParts, 'book'> {
  readonly localCopy: LocalCopy;
  readonly clock: Clock;
  readonly hours: ReviewHours;
}

/** 週次点検, put together. `forget` at the end of a session: what was read of residents leaves memory. */
export function logReview(parts: LogReviewParts): {
  readonly handlers: HandlersOf<typeof logReviewOperations>;
  readonly forget: () => void;
} {
  const book = new WeekBook(parts);
  const comparing = new Comparing({ ...parts, book });
  const reviews = new LogReviews({ ...parts, book });
  return {
    handlers: reviewHandlers({ ...parts, reviews, comparing, book }),
    forget: () => {
      book.forget();
      comparing.forget();
    },
  };
}
