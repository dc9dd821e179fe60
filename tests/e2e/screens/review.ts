import type { Locator, Page } from '@playwright/test';

import { expect } from '../fixture.ts';

/** 週次点検 on 操作ログ, by what a person sees. */
export class ReviewScreen {
  readonly #window: Page;

  constructor(window: Page) {
    this.#window = window;
  }

  get findings(): Locator {
    return this.#window.getByRole('table', { name: '見つかったもの' });
  }

  get signature(): Locator {
    return this.#window.getByRole('region', { name: '署名' });
  }

  async open(): Promise<void> {
    await this.#window
      .getByRole('navigation', { name: '画面' })
      .getByRole('button', { name: '操作ログ' })
      .click();
    await this.#window.getByRole('radio', { name: '週次点検' }).check();
    await this.#window.getByRole('table', { name: '規則ごとの件数' }).waitFor();
  }

  /** Everything that whoever is signed in may decide on the page, by the keyboard alone. */
  async decideAll(note: string): Promise<void> {
    await this.#window.getByRole('checkbox', { name: 'このページのすべてを選ぶ' }).focus();
    await this.#window.keyboard.press('Space');
    const form = this.#window.getByRole('form', { name: '結果の記入' });
    await form.getByRole('radio', { name: '問題なし' }).focus();
    await this.#window.keyboard.press('ArrowRight');
    await expect(form.getByRole('radio', { name: '本人に確認した' })).toBeChecked();
    await form.getByLabel('メモ').focus();
    await this.#window.keyboard.type(note);
    await this.#window.keyboard.press('Enter');
    await expect(this.findings.getByText(note).first()).toBeVisible();
  }

  async openSigning(): Promise<Locator> {
    await this.signature.getByRole('button', { name: '署名する' }).click();
    const dialog = this.#window.getByRole('dialog', { name: '週次点検に署名する' });
    await dialog.waitFor();
    return dialog;
  }
}
