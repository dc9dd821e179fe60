import type { Page } from '@playwright/test';

import { expect } from '../fixture.ts';

/** 承認, by what a person sees. */
export class ApprovalsScreen {
  readonly #window: Page;

  constructor(window: Page) {
    this.#window = window;
  }

  get inbox() {
    return this.#window.getByRole('row').filter({ hasText: '行' });
  }

  get approveButton() {
    return this.#window.getByRole('region', { name: '承認の判断' }).getByRole('button', { name: '承認する' });
  }

  get returnButton() {
    return this.#window.getByRole('region', { name: '承認の判断' }).getByRole('button', { name: '差し戻す' });
  }

  async open(): Promise<void> {
    await this.#window
      .getByRole('navigation', { name: '画面' })
      .getByRole('button', { name: '承認' })
      .click();
  }

  async openBatch(fileName: string): Promise<void> {
    // Not the list of what was decided, which may be there first and name the same file.
    await this.#window
      .getByRole('table', { name: '承認を待っている申請' })
      .getByRole('row', { name: new RegExp(fileName) })
      .first()
      .click();
    await this.#window.keyboard.press('Enter');
    await expect(this.approveButton).toBeVisible();
  }

  /** With password and one-time password again, filled in by the training button. */
  async approve(): Promise<void> {
    await this.approveButton.click();
    const dialog = this.#window.getByRole('dialog', { name: '承認する' });
    await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
    await expect(dialog.getByLabel('ワンタイムパスワード')).toHaveValue(/^[0-9]{6}$/);
    await dialog.getByRole('button', { name: '承認する' }).click();
  }

  async return(reason: string): Promise<void> {
    await this.returnButton.click();
    const dialog = this.#window.getByRole('dialog', { name: '差し戻す' });
    await dialog.getByLabel('差し戻しの理由').fill(reason);
    await dialog.getByRole('button', { name: '差し戻す' }).click();
  }
}
