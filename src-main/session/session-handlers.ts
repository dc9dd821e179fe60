import type { sessionOperations, WorkstationView } from '../../src-shared/contract/session.ts';
import { failed, ok } from '../../src-shared/contract/problem.ts';
import type { HandlersOf } from '../gateway/handler.ts';
import type { Session } from './session.ts';
import type { TrainingAccounts } from './training-accounts.ts';

export interface SessionHandlerParts {
  readonly session: Session;
  /** Only in the training profile. */
  readonly trainingAccounts: TrainingAccounts | undefined;
  readonly view: () => WorkstationView;
}

export function sessionHandlers(parts: SessionHandlerParts): HandlersOf<typeof sessionOperations> {
  const { session, trainingAccounts } = parts;
  return {
    'session.view': () => Promise.resolve(ok(parts.view())),

    'session.signIn': async ({ userId, password, oneTimePassword }) => {
      const signedIn = await session.signIn(userId, { password, oneTimePassword });
      return signedIn.ok ? ok({ result: signedIn.value, subjects: [] }) : signedIn;
    },

    'session.signOut': async () => ok({ result: await session.signOut(), subjects: [] }),

    'session.lock': ({ remembered }) =>
      Promise.resolve(ok({ result: session.lock(remembered), subjects: [] })),

    'session.unlock': async (credentials) => {
      const unlocked = await session.unlock(credentials);
      return unlocked.ok ? ok({ result: unlocked.value, subjects: [] }) : unlocked;
    },

    'session.rememberScreen': (screen) => {
      session.remember(screen);
      return Promise.resolve(ok({}));
    },

    'session.changePassword': async ({ currentPassword, newPassword }) => {
      const changed = await session.changePassword(currentPassword, newPassword);
      return changed.ok ? ok({ result: changed.value, subjects: [] }) : changed;
    },

    'session.trainingAccounts': async () =>
      trainingAccounts ? trainingAccounts.list() : failed('training-only'),

    'session.trainingCredentials': async ({ userId }) =>
      trainingAccounts ? trainingAccounts.credentials(userId) : failed('training-only'),
  };
}
