import { type Clock, dayInJapan } from '../../src-shared/domain/clock.ts';
import { IsoDate, IsoTimestamp, PersonId, UserId } from '../../src-shared/domain/identifiers.ts';
import { Role } from '../../src-shared/domain/roles.ts';
import type { User } from '../../src-shared/vrs-api/users.ts';
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
}

export type NewUser = Omit<
  UserRow,
  'stopped_at' | 'stop_reason' | 'previous_access' | 'totp_last_step' | 'version' | 'password_changed_at'
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
        `INSERT INTO user SELECT @user_id, (SELECT coalesce(max(ordinal), 0) + 1 FROM user), @staff_id, @municipality_code, @name,
           @department, @role, @valid_from, @valid_until, NULL, NULL, NULL, @password_hash, @now, @totp_secret, 0, 1, @training_password,
           @purpose`,
      )
      .run({ ...user, now });
  }

  set(userId: string, changes: Partial<UserRow>): void {
    const columns = Object.keys(changes).map((column) => `${column} = @${column}`);
    this.#storage.database
      .prepare(`UPDATE user SET ${columns.join(', ')} WHERE user_id = @user_id`)
      .run({ ...changes, user_id: userId });
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

  entry(user: UserRow): User {
    const locked = this.#lockedUntil.get(user.user_id, this.#clock.now().toISOString());
    return {
      userId: UserId.parse(user.user_id),
      personId: PersonId.parse(user.staff_id),
      name: user.name,
      department: user.department,
      role: Role.parse(user.role),
      validFrom: IsoDate.parse(user.valid_from),
      validUntil: IsoDate.parse(user.valid_until),
      stoppedAt: user.stopped_at === null ? null : IsoTimestamp.parse(user.stopped_at),
      lockedUntil: locked ? IsoTimestamp.parse(locked.locked_until) : null,
      previousAccess: user.previous_access === null ? null : IsoTimestamp.parse(user.previous_access),
      passwordExpiresOn: this.passwordExpiresOn(user),
      version: user.version,
    };
  }
}
