import type { Role } from '../../src-shared/domain/roles.ts';
import type { userCalls } from '../../src-shared/vrs-api/users.ts';
import type { Caller, HandlersFor } from '../server/handler.ts';
import { Refusal } from '../server/refusal.ts';
import type { Sessions } from '../session/sessions.ts';
import { actorOf, type UserRow, type UserStore } from './user-store.ts';

export interface UserParts {
  readonly users: UserStore;
  readonly sessions: Sessions;
}

/** Whom a supervisor may stop; an administrator may stop anybody. */
const stoppedBySupervisor: ReadonlySet<string> = new Set<Role>(['clerk', 'contractor']);

export function userHandlers({ users, sessions }: UserParts): HandlersFor<keyof typeof userCalls> {
  const known = (caller: Caller, userId: string): UserRow => {
    const user = users.findIn(caller.municipalityCode, userId);
    if (!user) throw new Refusal('not-found');
    return user;
  };
  return {
    'users.list': ({ caller }) => ({
      users: users.list(caller.municipalityCode).map((user) => users.toUser(user)),
    }),

    'users.stop':
      ({ caller, path, body, now }) =>
      () => {
        const user = known(caller, path.userId);
        if (caller.role === 'supervisor' && !stoppedBySupervisor.has(user.role)) {
          throw new Refusal('role-not-allowed');
        }
        if (user.stopped_at === null) {
          // Without an administrator nobody could take anybody in any more.
          if (user.role === 'administrator' && users.isInForce(user) && !users.hasAdministratorBeside(user)) {
            throw new Refusal('last-administrator');
          }
          users.set(path.userId, {
            stopped_at: now.toISOString(),
            stop_reason: body.reason,
            stopped_by: JSON.stringify(actorOf(caller, now)),
            version: user.version + 1,
          });
          sessions.stop(path.userId, now);
        }
        return users.toUser(known(caller, path.userId));
      },

    'users.review': ({ caller, path, header, now }) => {
      const version = readVersion(header('if-match'));
      return () => {
        const user = known(caller, path.userId);
        // Nobody confirms that they need their own authority.
        if (user.staff_id === caller.staffId) throw new Refusal('own-authority');
        if (user.stopped_at !== null) throw new Refusal('authority-state', { current: 'stopped' });
        if (user.version !== version) throw new Refusal('version-changed', { current: String(user.version) });
        users.review(path.userId, actorOf(caller, now));
        return users.toUser(known(caller, path.userId));
      };
    },
  };
}

/** `If-Match: "3"`, the one form that the contract has. */
function readVersion(header: string | undefined): number {
  if (header === undefined) throw new Refusal('version-missing');
  const [, version] = /^"([0-9]{1,9})"$/.exec(header) ?? [];
  if (version === undefined) throw new Refusal('request-invalid');
  return Number(version);
}
