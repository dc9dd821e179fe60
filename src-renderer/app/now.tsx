import { createContext, use, useEffect, useState } from 'react';

import { type Clock, systemClock } from '../../src-shared/domain/clock.ts';

/** Where the screens take the time from. */
export const ClockContext = createContext<Clock>(systemClock);

const MINUTE = 60_000;

/** The time, renewed once a minute: for "today" and for ages of waiting work. */
export function useNow(): Date {
  const clock = use(ClockContext);
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), MINUTE);
    return () => clearInterval(timer);
  }, [clock]);
  return now;
}
