import { randomInt } from 'node:crypto';

import { daysBetween } from '../../src-shared/domain/dates/calendar.ts';
import type { IsoDate } from '../../src-shared/domain/identifiers.ts';
import { MAX_AUTHORITY_DAYS, type userCalls } from '../../src-shared/vrs-api/users.ts';
import type { Caller, HandlersFor } from '../server/handler.ts';
import { Refusal } from '../server/refusal.ts';
import { newSecret } from '../session/one-time-passwords.ts';
import { hashPassword } from '../session/passwords.ts';
import type { Sessions } from '../session/sessions.ts';
import type { UserRow, UserStore } from './user-store.ts';

export interface UserParts {
  readonly users: UserStore;
  readonly sessions: Sessions;
  readonly hashCost: number;
}

export function userHandlers({ users, sessions, hashCost }: UserParts): HandlersFor<keyof typeof userCalls> {
  const known = (caller: Caller, userId: string): UserRow => {
    const user = users.findIn(caller.municipalityCode, userId);
    if (!user) throw new Refusal('not-found');
    return user;
  };
  return {
    'users.list': ({ caller }) => ({
      users: users.list(caller.municipalityCode).map((user) => users.entry(user)),
    }),

    'users.create': async ({ caller, body }) => {
      checkPeriod(body.validFrom, body.validUntil);
      const initialPassword = makePassword();
      const oneTimePasswordSecret = newSecret();
      const password_hash = await hashPassword(initialPassword, hashCost);
      return () => {
        // User IDs are one space for all municipalities, or a sign-in could not tell them apart.
        if (users.find(body.userId)) throw new Refusal('user-exists');
        users.add({
          user_id: body.userId,
          staff_id: body.personId,
          municipality_code: caller.municipalityCode,
          name: body.name,
          department: body.department,
          role: body.role,
          valid_from: body.validFrom,
          valid_until: body.validUntil,
          password_hash,
          totp_secret: oneTimePasswordSecret,
          training_password: null,
          purpose: null,
        });
        const user = users.entry(known(caller, body.userId));
        return { user, initialPassword, oneTimePasswordSecret };
      };
    },

    'users.change': ({ caller, path, body, header }) => {
      const version = readVersion(header('if-match'));
      checkPeriod(body.validFrom, body.validUntil);
      return () => {
        const user = known(caller, path.userId);
        if (user.version !== version) throw new Refusal('version-changed', { current: String(user.version) });
        users.set(path.userId, {
          staff_id: body.personId,
          name: body.name,
          department: body.department,
          role: body.role,
          valid_from: body.validFrom,
          valid_until: body.validUntil,
          version: user.version + 1,
        });
        return users.entry(known(caller, path.userId));
      };
    },

    'users.stop':
      ({ caller, path, body, now }) =>
      () => {
        const user = known(caller, path.userId);
        if (user.stopped_at === null) {
          const stopped = { stopped_at: now.toISOString(), stop_reason: body.reason };
          users.set(path.userId, { ...stopped, version: user.version + 1 });
          sessions.stop(path.userId, now);
        }
        return users.entry(known(caller, path.userId));
      },
  };
}

function checkPeriod(from: IsoDate, until: IsoDate): void {
  const days = daysBetween(from, until);
  if (days < 0) throw new Refusal('request-invalid');
  if (days > MAX_AUTHORITY_DAYS) throw new Refusal('authority-too-long');
}

/** `If-Match: "3"`, the one form that the contract has. */
function readVersion(header: string | undefined): number {
  if (header === undefined) throw new Refusal('version-missing');
  const [, version] = /^"([0-9]{1,9})"$/.exec(header) ?? [];
  if (version === undefined) throw new Refusal('request-invalid');
  return Number(version);
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** Sixteen characters that nobody confuses on paper, with every kind that the rule asks for. */
function makePassword(): string {
  const letters = Array.from({ length: 13 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  return `${letters}-Q7`;
}
