import { createContext, use, useEffect } from 'react';

import type { ScreenName } from '../../src-shared/contract/screens.ts';
import type { RememberedScreen } from '../../src-shared/contract/session.ts';
import { useAsk } from './calls.ts';

export type RememberedForm = RememberedScreen['form'];

/** Takes note of what stands on the screen right now, for the lock button. */
export const OnScreenContext = createContext<(screen: RememberedScreen) => void>(() => undefined);
/** What stood there before the lock, for the screen that comes back. */
export const BeforeLockContext = createContext<RememberedScreen | null>(null);

/** How long after the last key the form goes to the main process, in milliseconds. */
const SETTLED = 600;

/**
 * Leaves the half-filled form with the main process, so that it survives the lock. SECURITY: H71 — only what was typed or chosen,
 * never an answer and never a password.
 */
export function useRemember(screen: ScreenName, form: RememberedForm): void {
  const ask = useAsk();
  const noteOnScreen = use(OnScreenContext);
  const text = JSON.stringify(form);
  useEffect(() => {
    const remembered: RememberedScreen = { screen, form: JSON.parse(text) };
    noteOnScreen(remembered);
    const timer = setTimeout(() => void ask('session.rememberScreen', remembered), SETTLED);
    return () => clearTimeout(timer);
  }, [ask, noteOnScreen, screen, text]);
}

/** The form of this screen from before the lock; undefined where there is none. */
export function useRemembered(screen: ScreenName): RememberedForm | undefined {
  const before = use(BeforeLockContext);
  return before?.screen === screen ? before.form : undefined;
}
