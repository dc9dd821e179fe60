import type { Page } from '@playwright/test';

import { expect } from '../fixture.ts';

/** 一括登録, by what a person sees: five steps in a row. */
export class BatchesScreen {
  readonly #window: Page;

  constructor(window: Page) {
    this.#window = window;
  }

  get problem() {
    return this.#window.getByRole('alert');
  }

  get checkResult() {
    return this.#window.getByRole('region', { name: '検査の結果' });
  }

  get difference() {
    return this.#window.getByRole('region', { name: '内容確認' });
  }

  get result() {
    return this.#window.getByRole('region', { name: '結果', exact: true });
  }

  /** What a running check has found until now. */
  get foundSoFar() {
    return this.#window.getByRole('region', { name: '検査中（途中まで）' });
  }

  async beginCheck(): Promise<void> {
    await this.#window.getByRole('button', { name: '検査する' }).click();
  }

  async open(): Promise<void> {
    await this.#window
      .getByRole('navigation', { name: '画面' })
      .getByRole('button', { name: '一括登録' })
      .click();
  }

  async chooseFile(): Promise<void> {
    await this.#window.getByRole('button', { name: 'ファイルを選択' }).click();
  }

  async check(): Promise<void> {
    await this.beginCheck();
    await expect(this.checkResult).toBeVisible({ timeout: 30_000 });
  }

  async goToDifference(): Promise<void> {
    await this.#window.getByRole('button', { name: '内容確認へ進む' }).click();
    await expect(this.#window.getByRole('button', { name: '申請へ進む' })).toBeVisible({ timeout: 30_000 });
  }

  async submit(comment: string, options: { leaveOut?: boolean; reason?: string } = {}): Promise<void> {
    await this.#window.getByRole('button', { name: '申請へ進む' }).click();
    await this.#window.getByLabel('コメント').fill(comment);
    if (options.leaveOut) await this.#window.getByLabel('取込不可の行を除いて申請する').check();
    if (options.reason !== undefined)
      await this.#window.getByLabel('要修正の行を残す理由').fill(options.reason);
    await this.#window.getByRole('button', { name: '申請する' }).click();
  }

  async submitted(): Promise<void> {
    await expect(this.#window.getByText('申請しました。承認待ちです')).toBeVisible();
  }

  /** From the file that the dialog gives to the application. */
  async apply(comment: string): Promise<void> {
    await this.open();
    await this.chooseFile();
    await this.check();
    await this.goToDifference();
    await this.submit(comment);
    await this.submitted();
  }

  /** Opens one's own work from the list. */
  async openOwn(fileName: string): Promise<void> {
    await this.#window
      .getByRole('row', { name: new RegExp(fileName) })
      .first()
      .click();
    await this.#window.keyboard.press('Enter');
  }
}
