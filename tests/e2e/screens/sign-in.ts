import type { Page } from '@playwright/test';

import { expect } from '../fixture.ts';

/** The sign-in screen and what follows from it, by what a person sees. */
export class SignInScreen {
  readonly #window: Page;

  constructor(window: Page) {
    this.#window = window;
  }

  get userId() {
    return this.#window.getByLabel('利用者ID', { exact: true });
  }

  get password() {
    return this.#window.getByLabel('パスワード', { exact: true });
  }

  get oneTimePassword() {
    return this.#window.getByLabel('ワンタイムパスワード');
  }

  get problem() {
    return this.#window.getByRole('alert');
  }

  async fill(userId: string, password: string, oneTimePassword: string): Promise<void> {
    await this.userId.fill(userId);
    await this.password.fill(password);
    await this.oneTimePassword.fill(oneTimePassword);
  }

  async submit(): Promise<void> {
    await this.#window.getByRole('button', { name: 'サインイン', exact: true }).click();
  }

  /** Two clicks, as a newcomer does it. */
  async signInAs(userId: string): Promise<void> {
    const row = this.#window.getByRole('row', { name: new RegExp(`^${userId} `) });
    // A code is used once: after two sign-ins in a row there is none until the next half minute.
    await expect(async () => {
      await row.getByRole('button', { name: 'この利用者で入力' }).click();
      await expect(this.oneTimePassword).toHaveValue(/^[0-9]{6}$/, { timeout: 3_000 });
    }).toPass({ timeout: 45_000 });
    await this.submit();
    await this.#window.getByRole('button', { name: 'サインアウト' }).waitFor();
  }

  async signOut(): Promise<void> {
    await this.#window.getByRole('button', { name: 'サインアウト' }).click();
    await this.userId.waitFor();
  }
}
