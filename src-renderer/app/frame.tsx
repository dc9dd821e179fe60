import { Activity, type RefObject, useEffect, useRef, useState } from 'react';

import { navigationOf } from '../../src-shared/contract/navigation.ts';
import type { ScreenName } from '../../src-shared/contract/screens.ts';
import type { RememberedScreen } from '../../src-shared/contract/session.ts';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { useAsk } from './calls.ts';
import { JobStrip } from './job-strip.tsx';
import { Navigation } from './navigation.tsx';
import { PasswordNotice } from './password-notice.tsx';
import { BeforeLockContext } from './remembered.ts';
import { screens } from './screens.ts';
import { ShownJobsProvider } from './shown-jobs.tsx';
import { type SignedIn, SignedInContext } from './signed-in.ts';
import { TopBar } from './top-bar.tsx';
import { TrainingBanner } from './training-banner.tsx';
import { useTell } from './workstation.tsx';

interface FrameProps {
  readonly session: SignedIn;
  /** What stood on the screen before the lock. */
  readonly before: RememberedScreen | null;
  readonly onLock: () => void;
  readonly onSignOut: () => void;
}

/** Navigation, top bar, the screens, and the strip of running work. */
export function Frame({ session, before, onLock, onSignOut }: FrameProps) {
  const entries = navigationOf(session.user.role);
  const [remembered] = useState(before);
  const first = entries.find((entry) => entry.screen === remembered?.screen) ?? entries[0];
  const [current, setCurrent] = useState<ScreenName | undefined>(first?.screen);
  const [visited, setVisited] = useState<ReadonlySet<ScreenName>>(new Set(current ? [current] : []));
  const main = useRef<HTMLElement>(null);
  useRunningJobs();

  const open = (screen: ScreenName): void => {
    setCurrent(screen);
    setVisited((opened) => new Set(opened).add(screen));
    if (screen === current) main.current?.focus();
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey) return;
      // A question that stands in front of the screens is answered first.
      if (document.querySelector('[role="dialog"]')) return;
      const entry = entries[Number(/^Digit([1-9])$/.exec(event.code)?.[1]) - 1];
      if (!entry) return;
      event.preventDefault();
      open(entry.screen);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  return (
    <SignedInContext value={session}>
      <ShownJobsProvider>
        <div className="flex min-h-screen flex-col desk:h-screen desk:overflow-hidden">
          <a
            href="#screen"
            onClick={(event) => {
              event.preventDefault();
              main.current?.focus();
            }}
            className="sr-only focus:not-sr-only focus:bg-white focus:p-2 focus:text-blue-1000 focus:underline"
          >
            本文へ移動
          </a>
          <TrainingBanner />
          <TopBar session={session} onLock={onLock} onSignOut={onSignOut} />
          <div className="flex grow flex-col desk:min-h-0 desk:flex-row">
            <Navigation entries={entries} current={current} onOpen={open} />
            <main
              id="screen"
              ref={main}
              tabIndex={-1}
              className="relative min-w-0 grow scroll-pb-24 desk:[container-type:size] desk:overflow-y-auto desk:[scrollbar-gutter:stable]"
            >
              <PasswordNotice session={session} />
              <BeforeLockContext value={remembered}>
                {entries
                  .filter((entry) => visited.has(entry.screen))
                  .map((entry) => {
                    const Screen = screens[entry.screen];
                    return (
                      // A telephone call in the middle of a batch: the batch stands there as it was left.
                      <Activity key={entry.screen} mode={entry.screen === current ? 'visible' : 'hidden'}>
                        <ErrorBoundary>
                          <Screen />
                        </ErrorBoundary>
                      </Activity>
                    );
                  })}
              </BeforeLockContext>
              <FocusTop key={current} top={main} />
            </main>
          </div>
          <JobStrip entries={entries} onOpen={open} />
        </div>
      </ShownJobsProvider>
    </SignedInContext>
  );
}

/** A screen puts the focus where its work begins. Where it has no such place, the focus goes to its top. */
function FocusTop({ top }: { readonly top: RefObject<HTMLElement | null> }) {
  useEffect(() => {
    if (document.activeElement === document.body) top.current?.focus();
  }, [top]);
  return null;
}

/** Work that went on while the window was locked or had crashed comes back into the strip. */
function useRunningJobs(): void {
  const ask = useAsk();
  const tell = useTell();
  useEffect(() => {
    const list = async (): Promise<void> => {
      const listed = await ask('jobs.list', {});
      if (listed.ok) tell({ type: 'jobs', jobs: listed.value.jobs });
    };
    void list();
  }, [ask, tell]);
}
