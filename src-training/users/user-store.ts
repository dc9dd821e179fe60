import { type Clock, dayInJapan } from '../../src-shared/domain/clock.ts';
import { type IsoDate, IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { AuthorityActor, type User, UserEntry } from '../../src-shared/vrs-api/users.ts';
import type { Caller } from '../server/handler.ts';
import type { Storage } from '../storage/database.ts';

export interface UserRow {
  readonly user_id: string;
  readonly staff_id: string;
  readonly municipality_code: string;
  readonly name: string;
  readonly department: string;
  readonly role: string;
  readonly valid_from: string;
  readonly valid_until: string;
  readonly stopped_at: string | null;
  readonly stop_reason: string | null;
  readonly previous_access: string | null;
  readonly password_hash: string;
  readonly password_changed_at: string;
  readonly totp_secret: string;
  readonly totp_last_step: number;
  readonly version: number;
  readonly training_password: string | null;
  readonly purpose: string | null;
  readonly registered_at: string;
  readonly stopped_by: string | null;
  readonly last_review: string | null;
  /** 1: somebody else has seen the password, so that it has to be changed. */
  readonly password_initial: 0 | 1;
}

export type NewUser = Pick<
  UserRow,
  | 'user_id'
  | 'staff_id'
  | 'municipality_code'
  | 'name'
  | 'department'
  | 'role'
  | 'valid_from'
  | 'valid_until'
  | 'password_hash'
  | 'password_initial'
  | 'totp_secret'
  | 'training_password'
  | 'purpose'
>;

/** Days for which a password is good. */
export const PASSWORD_DAYS = 90;
const DAY = 86_400_000;

/** The roster and what belongs to each user ID. */
export class UserStore {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #find;
  readonly #lockedUntil;

  constructor(storage: Storage, clock: Clock) {
    this.#storage = storage;
    this.#clock = clock;
    this.#find = storage.database.prepare<[string], UserRow>('SELECT * FROM user WHERE user_id = ?');
    this.#lockedUntil = storage.database.prepare<[string, string], { locked_until: string }>(
      'SELECT locked_until FROM attempt WHERE user_id = ? AND locked_until > ?',
    );
  }

  find(userId: string): UserRow | undefined {
    return this.#find.get(userId);
  }

  /** Of that municipality only; another's is not there. */
  findIn(municipalityCode: string, userId: string): UserRow | undefined {
    const user = this.find(userId);
    return user?.municipality_code === municipalityCode ? user : undefined;
  }

  list(municipalityCode: string): readonly UserRow[] {
    return this.#storage.database
      .prepare<[string], UserRow>('SELECT * FROM user WHERE municipality_code = ? ORDER BY ordinal')
      .all(municipalityCode);
  }

  add(user: NewUser): void {
    const now = this.#clock.now().toISOString();
    this.#storage.database
      .prepare(
        `INSERT INTO user (user_id, ordinal, staff_id, municipality_code, name, department, role, valid_from, valid_until,
             password_hash, password_changed_at, password_initial, totp_secret, totp_last_step, version, training_password, purpose,
             registered_at)
           SELECT @user_id, (SELECT coalesce(max(ordinal), 0) + 1 FROM user), @staff_id, @municipality_code, @name, @department, @role,
             @valid_from, @valid_until, @password_hash, @now, @password_initial, @totp_secret, 0, 1, @training_password, @purpose, @now`,
      )
      .run({ ...user, now });
  }

  set(userId: string, changes: Partial<UserRow>): void {
    const columns = Object.keys(changes).map((column) => `${column} = @${column}`);
    this.#storage.database
      .prepare(`UPDATE user SET ${columns.join(', ')} WHERE user_id = @user_id`)
      .run({ ...changes, user_id: userId });
  }

  /** As `set`, and a change that whoever has seen the entry has to see anew. */
  change(userId: string, changes: Partial<UserRow>): void {
    const version = (this.find(userId)?.version ?? 0) + 1;
    this.set(userId, { ...changes, version });
  }

  /** Somebody confirmed that the authority is still needed. Every confirmation is kept. Call it inside a write. */
  review(userId: string, by: AuthorityActor): void {
    const reviewed = JSON.stringify(by);
    this.#storage.database.prepare('INSERT INTO user_review VALUES (?, ?)').run(userId, reviewed);
    // Not a change of the entry: whoever is about to change that need not look again.
    this.set(userId, { last_review: reviewed });
  }

  /** Whether another person than this user's is an administrator whose authority is in force. */
  hasAdministratorBeside(user: UserRow): boolean {
    return this.list(user.municipality_code).some(
      (other) => other.role === 'administrator' && other.staff_id !== user.staff_id && this.isInForce(other),
    );
  }

  /** In force today: not stopped and inside its period, both days included. */
  isInForce(user: UserRow): boolean {
    const today = dayInJapan(this.#clock.now());
    return user.stopped_at === null && user.valid_from <= today && today <= user.valid_until;
  }

  /** The last day on which the password is good. */
  passwordExpiresOn(user: UserRow): IsoDate {
    return dayInJapan(new Date(Date.parse(user.password_changed_at) + PASSWORD_DAYS * DAY));
  }

  toUser(user: UserRow): User {
    const locked = this.#lockedUntil.get(user.user_id, this.#clock.now().toISOString());
    return {
      ...entryOf(user),
      registeredAt: IsoTimestamp.parse(user.registered_at),
      stopped:
        user.stopped_by === null
          ? null
          : { by: AuthorityActor.parse(JSON.parse(user.stopped_by)), reason: user.stop_reason ?? '' },
      lastReview: user.last_review === null ? null : AuthorityActor.parse(JSON.parse(user.last_review)),
      stoppedAt: user.stopped_at === null ? null : IsoTimestamp.parse(user.stopped_at),
      lockedUntil: locked ? IsoTimestamp.parse(locked.locked_until) : null,
      previousAccess: user.previous_access === null ? null : IsoTimestamp.parse(user.previous_access),
      passwordExpiresOn: this.passwordExpiresOn(user),
      version: user.version,
    };
  }
}

/** What an application changes, as it stands. */
export function entryOf(user: UserRow): UserEntry {
  return UserEntry.parse({
    userId: user.user_id,
    personId: user.staff_id,
    name: user.name,
    department: user.department,
    role: user.role,
    validFrom: user.valid_from,
    validUntil: user.valid_until,
  });
}

export function actorOf(caller: Caller, now: Date): AuthorityActor {
  return AuthorityActor.parse({
    userId: caller.userId,
    personId: caller.staffId,
    name: caller.name,
    at: now.toISOString(),
  });
}
