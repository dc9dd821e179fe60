import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { type RosterLine, type userOperations } from '../../src-shared/contract/users.ts';
import { inRosterOrder, marksOf, standingOf } from '../../src-shared/domain/authorities/standing.ts';
import type { Clock } from '../../src-shared/domain/clock.ts';
import type { AuthorityApplicationId, PersonId } from '../../src-shared/domain/identifiers.ts';
import type { AuthorityApplication } from '../../src-shared/vrs-api/authorities.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { User } from '../../src-shared/vrs-api/users.ts';
import type { EntryDetail, HandlersOf } from '../gateway/handler.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';

/** What the log keeps of an application: whom it is about, what it asks for, and who asked. */
function traceOf({ applicationId, kind, entry, before, maker }: AuthorityApplication): EntryDetail {
  return {
    application: applicationId,
    kind,
    user: entry.userId,
    role: entry.role,
    from: entry.validFrom,
    until: entry.validUntil,
    ...(before && before.role !== entry.role ? { earlierRole: before.role } : {}),
    maker: maker.userId,
  };
}

/** SECURITY: P6 — who decides is neither who asked nor whom it is about, whichever account they use. VRS refuses as well. */
function isOwn({ maker, entry }: AuthorityApplication, caller: SignedInUser): boolean {
  return maker.personId === caller.personId || entry.personId === caller.personId;
}

export interface UserParts {
  readonly vrs: VrsClient;
  readonly clock: Clock;
}

/** 利用者: the roster, what is applied for, and what is decided. VRS keeps all of it; nothing of it stays on this terminal. */
export function userHandlers({ vrs, clock }: UserParts): HandlersOf<typeof userOperations> {
  const read = (applicationId: AuthorityApplicationId): Promise<Outcome<AuthorityApplication>> =>
    vrs.call('authorities.read', { path: { applicationId } });
  /** The application, if this person may decide it. */
  const toDecide = async (
    applicationId: AuthorityApplicationId,
    caller: SignedInUser,
  ): Promise<Outcome<AuthorityApplication>> => {
    const found = await read(applicationId);
    if (!found.ok) return found;
    if (isOwn(found.value, caller)) return failed('own-authority');
    return found.value.state === 'waiting' ? found : failed('authority-state');
  };

  return {
    'users.roster': async () => {
      const listed = await vrs.call('users.list', {});
      return listed.ok ? ok({ lines: rosterOf(listed.value.users, clock.now()) }) : listed;
    },

    'users.applications': async () => vrs.call('authorities.list', { query: {} }),

    'users.apply': async ({ kind, entry, reason }, caller) => {
      // SECURITY: P6 — nobody asks for a role of their own, by a change or by a second account. VRS refuses as well.
      const isOtherRole = entry.userId === caller.userId && entry.role !== caller.role;
      if (entry.personId === caller.personId && (kind === 'new' || isOtherRole)) return failed('own-role');
      const made = await vrs.call('authorities.apply', { body: { kind, entry, reason } });
      return made.ok ? ok({ result: made.value, subjects: [], detail: traceOf(made.value) }) : made;
    },

    'users.withdraw': async ({ applicationId }) => {
      const withdrawn = await vrs.call('authorities.withdraw', { path: { applicationId } });
      return withdrawn.ok
        ? ok({ result: withdrawn.value, subjects: [], detail: traceOf(withdrawn.value) })
        : withdrawn;
    },

    'users.approve': async ({ applicationId, password, oneTimePassword }, caller) => {
      const found = await toDecide(applicationId, caller);
      if (!found.ok) return found;
      const proof = await vrs.call('session.reauthenticate', {
        body: { password, oneTimePassword, purpose: { action: 'authority.approve', applicationId } },
      });
      if (!proof.ok) return proof;
      const approved = await vrs.call('authorities.approve', {
        path: { applicationId },
        body: { proof: proof.value.proof },
      });
      return approved.ok
        ? ok({ result: approved.value, subjects: [], detail: traceOf(approved.value.application) })
        : approved;
    },

    'users.return': async ({ applicationId, reason }, caller) => {
      const found = await toDecide(applicationId, caller);
      if (!found.ok) return found;
      const returned = await vrs.call('authorities.return', { path: { applicationId }, body: { reason } });
      return returned.ok
        ? ok({
            result: returned.value,
            subjects: [],
            detail: traceOf(returned.value),
          })
        : returned;
    },

    'users.stop': async ({ userId, reason }) => {
      const stopped = await vrs.call('users.stop', { path: { userId }, body: { reason } });
      return stopped.ok
        ? ok({
            result: stopped.value,
            subjects: [],
            detail: { user: userId, role: stopped.value.role },
          })
        : stopped;
    },

    'users.review': async ({ userId, version }) => {
      const reviewed = await vrs.call('users.review', { path: { userId } }, { ifMatch: version });
      return reviewed.ok
        ? ok({
            result: reviewed.value,
            subjects: [],
            detail: { user: userId, role: reviewed.value.role, until: reviewed.value.validUntil },
          })
        : reviewed;
    },
  };
}

function rosterOf(users: readonly User[], now: Date): RosterLine[] {
  const accounts = new Map<PersonId, User[]>();
  for (const user of users) accounts.set(user.personId, [...(accounts.get(user.personId) ?? []), user]);
  return users
    .map((user) => ({
      user,
      standing: standingOf(user, now),
      marks: marksOf(user, now),
      otherAccounts: (accounts.get(user.personId) ?? [])
        .map(({ userId }) => userId)
        .filter((userId) => userId !== user.userId),
    }))
    .toSorted((one, other) =>
      inRosterOrder(
        { userId: one.user.userId, standing: one.standing },
        { userId: other.user.userId, standing: other.standing },
      ),
    );
}
