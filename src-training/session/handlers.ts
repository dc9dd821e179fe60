import { dayInJapan, timestampOf } from '../../src-shared/domain/clock.ts';
import { IsoTimestamp, MunicipalityCode, PersonId, UserId } from '../../src-shared/domain/identifiers.ts';
import { Role } from '../../src-shared/domain/roles.ts';
import { passwordRule, type sessionCalls, type SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { HandlersFor } from '../server/handler.ts';
import { Refusal } from '../server/refusal.ts';
import type { Storage } from '../storage/database.ts';
import type { UserRow, UserStore } from '../users/user-store.ts';
import type { IdentityCheck } from './identity-check.ts';
import { hashPassword, isPassword, isStrong } from './passwords.ts';
import { aboutOf, type Proofs } from './proofs.ts';
import type { Sessions } from './sessions.ts';

export interface SessionParts {
  readonly storage: Storage;
  readonly users: UserStore;
  readonly sessions: Sessions;
  readonly identity: IdentityCheck;
  readonly proofs: Proofs;
  readonly hashCost: number;
  readonly municipalityName: (code: string) => string;
}

/** Version of the training VRS as `status.read` tells it. */
const VERSION = 'training-1';

export function sessionHandlers(parts: SessionParts): HandlersFor<keyof typeof sessionCalls> {
  const { storage, users, sessions, identity, proofs } = parts;
  return {
    'status.read': ({ now }) => ({ time: timestampOf(now), version: VERSION }),

    'session.open': async ({ body, workstation, now, note }) => {
      note.userId = body.userId;
      const user = await identity.check(body.userId, body, 'credentials-wrong', now);
      note.municipalityCode = user.municipality_code;
      // Told only to somebody who has shown to be that person.
      const today = dayInJapan(now);
      if (user.stopped_at !== null) throw new Refusal('account-stopped');
      if (today > user.valid_until) throw new Refusal('account-expired');
      if (today < user.valid_from) throw new Refusal('account-not-begun');
      const passwordExpiresOn = users.passwordExpiresOn(user);
      const passwordIsInitial = user.password_initial === 1;
      const passwordExpired = passwordIsInitial || today > passwordExpiresOn;
      const bearer = storage.write(() => {
        users.set(user.user_id, { previous_access: now.toISOString() });
        return sessions.open(user, workstation, passwordExpired, now);
      });
      return {
        ...bearer,
        user: signedIn(user, parts.municipalityName(user.municipality_code)),
        previousAccess: user.previous_access === null ? null : IsoTimestamp.parse(user.previous_access),
        passwordExpiresOn,
        passwordExpired,
        passwordIsInitial,
      };
    },

    'session.close': ({ caller, now }) => {
      sessions.close(caller.sessionId, now);
      return undefined;
    },

    'session.renew': ({ caller, now }) => sessions.renew(caller.sessionId, now),

    'session.reauthenticate': async ({ caller, body, now }) => {
      const user = await identity.check(caller.userId, body, 'reauthentication-failed', now);
      const { purpose } = body;
      return proofs.issue({ userId: user.user_id, action: purpose.action, about: aboutOf(purpose) }, now);
    },

    'password.change': async ({ caller, body, now }) => {
      const user = users.find(caller.userId);
      if (!user) throw new Refusal('session-expired');
      await identity.checkPassword(user, body.currentPassword, now);
      if (!isStrong(body.newPassword, user.user_id)) throw new Refusal('password-too-weak');
      for (const hash of earlierHashes(storage, user)) {
        if (await isPassword(body.newPassword, hash)) throw new Refusal('password-used-before');
      }
      const password_hash = await hashPassword(body.newPassword, parts.hashCost);
      storage.write(() => {
        const at = now.toISOString();
        storage.database
          .prepare('INSERT INTO password_past VALUES (?, ?, ?)')
          .run(user.user_id, at, user.password_hash);
        // A newcomer who changes the password of a made-up account must not shut the next one out.
        const handedOut = user.training_password === null ? {} : { training_password: body.newPassword };
        users.set(user.user_id, {
          password_hash,
          password_changed_at: at,
          password_initial: 0,
          ...handedOut,
        });
      });
      return undefined;
    },
  };
}

function signedIn(user: UserRow, municipalityName: string): SignedInUser {
  return {
    userId: UserId.parse(user.user_id),
    personId: PersonId.parse(user.staff_id),
    name: user.name,
    department: user.department,
    role: Role.parse(user.role),
    municipalityCode: MunicipalityCode.parse(user.municipality_code),
    municipalityName,
  };
}

/** The present password and those before it, as many as the rule looks back. */
function earlierHashes(storage: Storage, user: UserRow): readonly string[] {
  const past = storage.database
    .prepare<[string, number], { password_hash: string }>(
      'SELECT password_hash FROM password_past WHERE user_id = ? ORDER BY at DESC LIMIT ?',
    )
    .all(user.user_id, passwordRule.history - 1);
  return [user.password_hash, ...past.map(({ password_hash }) => password_hash)];
}
