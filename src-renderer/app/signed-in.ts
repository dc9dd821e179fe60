import { createContext, use } from 'react';

import type { SessionView } from '../../src-shared/contract/session.ts';

/** Somebody at the unlocked screen. */
export type SignedIn = Extract<SessionView, { state: 'signed-in' }>;

export const SignedInContext = createContext<SignedIn | undefined>(undefined);

export function useSignedIn(): SignedIn {
  const session = use(SignedInContext);
  if (!session) throw new Error('nobody is signed in');
  return session;
}
