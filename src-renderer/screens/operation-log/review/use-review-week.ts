import { useCallback, useState } from 'react';

import type { ReviewWeek } from '../../../../src-shared/contract/log-review.ts';
import type { Problem } from '../../../../src-shared/contract/problem.ts';
import { useAct, useAnswer, useForget } from '../../../app/calls.ts';

export interface ShownWeek {
  readonly value: ReviewWeek | undefined;
  readonly problem: Problem | undefined;
  readonly busy: boolean;
  /** Grows with every change: what is shown beside the week is asked again. */
  readonly version: string;
  readonly choose: (week: string | null) => void;
  readonly put: (week: ReviewWeek) => void;
  /** Reads the log again, or, without `fresh`, only what the review has come to. */
  readonly readAgain: (fresh: boolean) => Promise<void>;
  /** After a problem: what could not be read is asked for again. */
  readonly askAgain: () => void;
}

/** The week on the screen: the one that was chosen, or the oldest that waits for a signature. */
export function useReviewWeek(chosen: string | null, onChoose: (week: string | null) => void): ShownWeek {
  const forget = useForget();
  const answer = useAnswer('review.week', { week: chosen, fresh: false });
  const again = useAct('review.week');
  const [version, setVersion] = useState(0);
  const { put: keep, value } = answer;
  const put = useCallback(
    (week: ReviewWeek) => {
      keep(week);
      setVersion((before) => before + 1);
    },
    [keep],
  );
  const { run, forget: forgetProblem } = again;
  const readAgain = useCallback(
    async (fresh: boolean) => {
      const read = await run({ week: value?.week ?? chosen, fresh });
      if (read.ok) put(read.value);
    },
    [run, put, value?.week, chosen],
  );
  return {
    value,
    problem: again.problem ?? answer.problem,
    busy: answer.busy || again.busy,
    version: String(version),
    choose: (week) => {
      // What was said about the week that is left.
      forgetProblem();
      forget('review.week', { week, fresh: false });
      onChoose(week);
    },
    put,
    readAgain,
    askAgain: value === undefined ? answer.askAgain : () => void readAgain(true),
  };
}
