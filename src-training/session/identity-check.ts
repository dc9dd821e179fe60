import { Refusal } from '../server/refusal.ts';
import type { Storage } from '../storage/database.ts';
import type { UserRow, UserStore } from '../users/user-store.ts';
import { Attempts } from './attempts.ts';
import { newSecret, stepOfCode } from './one-time-passwords.ts';
import { hashPassword, isPassword } from './passwords.ts';

export interface Credentials {
  readonly password: string;
  readonly oneTimePassword: string;
}

/** Whether somebody is who they say: password and one-time password together, and nothing about which of the two was wrong. */
export class IdentityCheck {
  readonly #storage: Storage;
  readonly #users: UserStore;
  readonly #attempts: Attempts;
  /** Stands in for the hash and the secret of user IDs that nobody has, so that they take as long. */
  readonly #nobody: { readonly hash: string; readonly secret: string };

  private constructor(storage: Storage, users: UserStore, nobodyHash: string) {
    this.#storage = storage;
    this.#users = users;
    this.#attempts = new Attempts(storage);
    this.#nobody = { hash: nobodyHash, secret: newSecret() };
  }

  static async create(storage: Storage, users: UserStore, cost: number): Promise<IdentityCheck> {
    return new IdentityCheck(storage, users, await hashPassword('nobody', cost));
  }

  /** The user; throws `account-locked`, or `wrong` after counting the failure. The one-time password is used up. */
  async check(
    userId: string,
    { password, oneTimePassword }: Credentials,
    wrong: 'credentials-wrong' | 'reauthentication-failed',
    now: Date,
  ): Promise<UserRow> {
    this.#refuseLocked(userId, now);
    const user = this.#users.find(userId);
    const rightPassword = await isPassword(password, user?.password_hash ?? this.#nobody.hash);
    const passed = this.#storage.write(() => {
      // Looked at again: others may have tried meanwhile.
      this.#refuseLocked(userId, now);
      const lastStep = this.#users.find(userId)?.totp_last_step ?? 0;
      const step = stepOfCode(user?.totp_secret ?? this.#nobody.secret, oneTimePassword, lastStep, now);
      if (!user || !rightPassword || step === undefined) {
        this.#attempts.failed(userId, now);
        return undefined;
      }
      this.#users.set(userId, { totp_last_step: step });
      this.#attempts.succeeded(userId);
      return user;
    });
    if (passed) return passed;
    this.#refuseLocked(userId, now);
    throw new Refusal(wrong);
  }

  /** The password alone, for changing it. Failures count all the same. */
  async checkPassword(user: UserRow, password: string, now: Date): Promise<void> {
    this.#refuseLocked(user.user_id, now);
    if (await isPassword(password, user.password_hash)) return;
    this.#storage.write(() => this.#attempts.failed(user.user_id, now));
    this.#refuseLocked(user.user_id, now);
    throw new Refusal('credentials-wrong');
  }

  #refuseLocked(userId: string, now: Date): void {
    const at = this.#attempts.lockedUntil(userId, now);
    if (at !== undefined) throw new Refusal('account-locked', { at });
  }
}
