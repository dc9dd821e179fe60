import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useMemo, useReducer, useState } from 'react';

import type { Bridge } from '../../src-shared/contract/bridge.ts';
import type { Job } from '../../src-shared/contract/jobs.ts';
import type { WorkstationView } from '../../src-shared/contract/session.ts';
import { AskContext, createQueryClient } from './calls.ts';
import { MainLink } from './main-link.ts';
import {
  afterChange,
  initialState,
  type WorkstationChange,
  type WorkstationState,
} from './workstation-state.ts';

type Tell = (change: WorkstationChange) => void;
type FrameState = Omit<WorkstationState, 'jobs' | 'endedJobs'>;

const StateContext = createContext<FrameState>(initialState);
const JobsContext = createContext<readonly Job[]>([]);
const TellContext = createContext<Tell>(() => undefined);
const LookAgainContext = createContext<() => void>(() => undefined);

/** Holds what the main process tells, and gives everything below it the way to ask. */
export function Workstation({ bridge, children }: { readonly bridge: Bridge; readonly children: ReactNode }) {
  const [state, change] = useReducer(afterChange, initialState);
  const [queryClient] = useState(createQueryClient);
  const [link] = useState(() => new MainLink(bridge));
  const [lookAgain] = useState(() => () => void link.look());
  const [tell] = useState(() => forgettingAtTheEnd(change, queryClient));

  useEffect(() => link.connect(tell), [link, tell]);

  const { view, startProblem, approvalsWaiting, jobs } = state;
  const frameState = useMemo(
    () => ({ view, startProblem, approvalsWaiting }),
    [view, startProblem, approvalsWaiting],
  );
  return (
    <QueryClientProvider client={queryClient}>
      <AskContext value={link.ask}>
        <TellContext value={tell}>
          <LookAgainContext value={lookAgain}>
            <StateContext value={frameState}>
              <JobsContext value={jobs}>{children}</JobsContext>
            </StateContext>
          </LookAgainContext>
        </TellContext>
      </AskContext>
    </QueryClientProvider>
  );
}

/** SECURITY: H71 — whatever ends the work at the screen, no answer stays in the window's memory. */
function forgettingAtTheEnd(change: Tell, queryClient: QueryClient): Tell {
  let isWorking = false;
  return (told) => {
    const session =
      told.type === 'session' ? told.session : told.type === 'view' ? told.view.session : undefined;
    if (session) {
      const ends = isWorking && session.state !== 'signed-in';
      isWorking = session.state === 'signed-in';
      if (ends) queryClient.clear();
    }
    change(told);
  };
}

/** What the frame knows, before and after the first answer of the main process. */
export function useWorkstationState(): FrameState {
  return use(StateContext);
}

/** What the frame knows, for everything that is only shown once the main process has answered. */
export function useWorkstation(): WorkstationView {
  const { view } = use(StateContext);
  if (!view) throw new Error('the workstation has not answered yet');
  return view;
}

export function useJobs(): readonly Job[] {
  return use(JobsContext);
}

/** Tells the frame of a change that came as an answer instead of an event. */
export function useTell(): Tell {
  return use(TellContext);
}

/** Asks for the frame's state once more. */
export function useLookAgain(): () => void {
  return use(LookAgainContext);
}
