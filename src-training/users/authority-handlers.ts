import { randomInt, randomUUID } from 'node:crypto';

import { dayInJapan } from '../../src-shared/domain/clock.ts';
import type { authorityCalls, FirstCredentials } from '../../src-shared/vrs-api/authorities.ts';
import { AuthorityState, type AuthorityApplication } from '../../src-shared/vrs-api/authorities.ts';
import type { UserEntry } from '../../src-shared/vrs-api/users.ts';
import type { Caller, HandlersFor } from '../server/handler.ts';
import { Refusal } from '../server/refusal.ts';
import { newSecret } from '../session/one-time-passwords.ts';
import { hashPassword } from '../session/passwords.ts';
import type { Proofs } from '../session/proofs.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Storage } from '../storage/database.ts';
import { type ApplicationRow, type ApplicationStore, toApplication } from './application-store.ts';
import { checkAnotherPerson, checkEntry, checkNotOwnRole, type Step, steps } from './authority-rules.ts';
import { actorOf, entryOf, type UserRow, type UserStore } from './user-store.ts';

export interface AuthorityParts {
  readonly storage: Storage;
  readonly users: UserStore;
  readonly sessions: Sessions;
  readonly applications: ApplicationStore;
  readonly proofs: Proofs;
  readonly hashCost: number;
}

export function authorityHandlers(parts: AuthorityParts): HandlersFor<keyof typeof authorityCalls> {
  const { users, applications, proofs, hashCost } = parts;
  const find = (caller: Caller, applicationId: string): ApplicationRow => {
    const row = applications.findIn(caller.municipalityCode, applicationId);
    if (!row) throw new Refusal('not-found');
    return row;
  };
  /** The application and the state that the step leads to. */
  const beforeStep = (caller: Caller, applicationId: string, step: Step) => {
    const row = find(caller, applicationId);
    const state = steps[AuthorityState.parse(row.state)][step];
    if (!state) throw new Refusal('authority-state', { current: row.state });
    return { row, state, application: toApplication(row) };
  };

  return {
    'authorities.list': ({ caller, query }) => ({
      applications: applications.list(caller.municipalityCode, query.state).map(toApplication),
    }),

    'authorities.read': ({ caller, path }) => toApplication(find(caller, path.applicationId)),

    'authorities.apply':
      ({ caller, body, now }) =>
      () => {
        const { kind, entry, reason } = body;
        const user = standing(users, caller, kind, entry);
        const before = user ? entryOf(user) : null;
        checkEntry(kind, entry, before, dayInJapan(now));
        checkNotOwnRole(caller, entry, before);
        if (applications.isWaitingFor(entry.userId)) throw new Refusal('authority-waiting');
        const application_id = randomUUID();
        applications.add({
          application_id,
          municipality_code: caller.municipalityCode,
          kind,
          state: 'waiting',
          user_id: entry.userId,
          entry: JSON.stringify(entry),
          before: before && JSON.stringify(before),
          before_version: user?.version ?? null,
          reason,
          maker: JSON.stringify(actorOf(caller, now)),
        });
        return toApplication(find(caller, application_id));
      },

    'authorities.approve': async ({ caller, path, body, now }) => {
      const { application } = beforeStep(caller, path.applicationId, 'approve');
      const isFirst = application.kind === 'new' || application.kind === 'reissue';
      // The slow part, before the one moment in which everything has to be right at once.
      const made = isFirst ? await makeCredentials(hashCost) : undefined;
      return () => {
        const { row, state } = beforeStep(caller, path.applicationId, 'approve');
        checkAnotherPerson(caller, application.maker.personId, application.entry);
        const user = stillStanding(users, row, application, dayInJapan(now));
        proofs.use(
          body.proof,
          { userId: caller.userId, action: 'authority.approve', about: row.application_id },
          now,
        );
        takeEffect(parts, row, application.entry, user, made, now);
        const checker = JSON.stringify(actorOf(caller, now));
        applications.decide(row.application_id, { state, checker, return_reason: '' });
        return {
          application: toApplication(find(caller, row.application_id)),
          credentials: made?.shown ?? null,
        };
      };
    },

    'authorities.return':
      ({ caller, path, body, now }) =>
      () => {
        const { row, state, application } = beforeStep(caller, path.applicationId, 'return');
        checkAnotherPerson(caller, application.maker.personId, application.entry);
        const checker = JSON.stringify(actorOf(caller, now));
        applications.decide(row.application_id, { state, checker, return_reason: body.reason });
        return toApplication(find(caller, row.application_id));
      },

    'authorities.withdraw':
      ({ caller, path, now }) =>
      () => {
        const { row, state, application } = beforeStep(caller, path.applicationId, 'withdraw');
        // To anybody else it is not there to be withdrawn.
        if (application.maker.personId !== caller.staffId) throw new Refusal('not-found');
        const checker = JSON.stringify(actorOf(caller, now));
        applications.decide(row.application_id, { state, checker, return_reason: '' });
        return toApplication(find(caller, row.application_id));
      },
  };
}

/** The user whom an application is about; undefined for a new one, whose ID must be free. */
function standing(
  users: UserStore,
  caller: Caller,
  kind: AuthorityApplication['kind'],
  entry: UserEntry,
): UserRow | undefined {
  if (kind === 'new') {
    // User IDs are one space for all municipalities, or a sign-in could not tell them apart.
    if (users.find(entry.userId)) throw new Refusal('user-exists');
    return undefined;
  }
  const user = users.findIn(caller.municipalityCode, entry.userId);
  if (!user) throw new Refusal('not-found');
  return user;
}

/** What the application was made about stands as it did then, and there is a day left of what it asks for. */
function stillStanding(
  users: UserStore,
  row: ApplicationRow,
  { kind, entry }: AuthorityApplication,
  today: string,
): UserRow | undefined {
  const user = users.find(row.user_id);
  if ((user?.version ?? null) !== row.before_version) throw new Refusal('authority-stale');
  if (kind !== 'change' && entry.validUntil < today) throw new Refusal('authority-stale');
  return user;
}

interface Made {
  readonly shown: FirstCredentials;
  readonly hash: string;
}

async function makeCredentials(hashCost: number): Promise<Made> {
  const initialPassword = makePassword();
  const shown = { initialPassword, oneTimePasswordSecret: newSecret() };
  return { shown, hash: await hashPassword(initialPassword, hashCost) };
}

/** Writes the entry as it was applied for. Call it inside a write. */
function takeEffect(
  { storage, users, sessions }: AuthorityParts,
  row: ApplicationRow,
  entry: UserEntry,
  user: UserRow | undefined,
  made: Made | undefined,
  now: Date,
): void {
  const columns = {
    staff_id: entry.personId,
    name: entry.name,
    department: entry.department,
    role: entry.role,
    valid_from: entry.validFrom,
    valid_until: entry.validUntil,
  };
  const credentials = made && {
    password_hash: made.hash,
    password_initial: 1 as const,
    totp_secret: made.shown.oneTimePasswordSecret,
    // A newcomer at a training terminal need not have an authenticator.
    training_password: made.shown.initialPassword,
  };
  if (!user) {
    if (!credentials) throw new Error('a new user without credentials');
    const { municipality_code } = row;
    const purpose = '研修中に申請して登録した利用者';
    users.add({ user_id: entry.userId, municipality_code, ...columns, ...credentials, purpose });
    return;
  }
  users.set(user.user_id, { ...columns, version: user.version + 1 });
  // Another role, or other credentials: whoever still works with the earlier ones has to begin anew.
  if (credentials || entry.role !== user.role) sessions.end(user.user_id, now);
  if (!credentials) return;
  storage.database
    .prepare('INSERT INTO password_past VALUES (?, ?, ?)')
    .run(user.user_id, now.toISOString(), user.password_hash);
  users.set(user.user_id, {
    ...credentials,
    password_changed_at: now.toISOString(),
    totp_last_step: 0,
    stopped_at: null,
    stop_reason: null,
    stopped_by: null,
  });
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** Sixteen characters that nobody confuses on paper, with every kind that the rule asks for. */
function makePassword(): string {
  const letters = Array.from({ length: 13 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  return `${letters}-Q7`;
}
