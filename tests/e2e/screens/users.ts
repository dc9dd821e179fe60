import type { Locator, Page } from '@playwright/test';

import { expect } from '../fixture.ts';

export interface Newcomer {
  readonly userId: string;
  readonly personId: string;
  readonly name: string;
  readonly department: string;
  readonly from: string;
  readonly until: string;
  readonly reason?: string;
}

/** 利用者, by what a person sees. */
export class UsersScreen {
  readonly #window: Page;

  constructor(window: Page) {
    this.#window = window;
  }

  get roster(): Locator {
    return this.#window.getByRole('table', { name: '利用者の名簿' });
  }

  get waiting(): Locator {
    return this.#window.getByRole('table', { name: '承認を待っている申請' });
  }

  get handOver(): Locator {
    return this.#window.getByRole('table', { name: '引き渡し票' });
  }

  get decision(): Locator {
    return this.#window.getByRole('region', { name: '申請の判断' });
  }

  async open(): Promise<void> {
    await this.#window
      .getByRole('navigation', { name: '画面' })
      .getByRole('button', { name: '利用者' })
      .click();
    await this.roster.waitFor();
  }

  async openUser(userId: string): Promise<void> {
    await this.roster.getByRole('button', { name: userId, exact: true }).click();
    await this.#window.getByRole('region', { name: '点検と停止' }).waitFor();
  }

  async openWaiting(name: string): Promise<void> {
    await this.waiting
      .getByRole('row', { name: new RegExp(name) })
      .getByRole('button')
      .click();
    await this.decision.waitFor();
  }

  async applyFor({ userId, personId, name, department, from, until, reason }: Newcomer): Promise<void> {
    await this.#window.getByRole('button', { name: '新しい利用者を申請' }).click();
    await this.#window.getByLabel('利用者ID', { exact: true }).fill(userId);
    await this.#window.getByLabel('職員番号').fill(personId);
    await this.#window.getByLabel('氏名', { exact: true }).fill(name);
    await this.#window.getByLabel('所属').fill(department);
    await this.#window.getByLabel('利用期間の初日').fill(from);
    await this.#window.getByLabel('利用期間の期限').fill(until);
    await this.#window.getByLabel('申請の理由').fill(reason ?? '人事異動で着任');
    await this.#window.getByRole('button', { name: '申請する' }).click();
    await this.roster.waitFor();
  }

  /** With password and one-time password again, filled in by the training button. */
  async approve(): Promise<void> {
    await this.decision.getByRole('button', { name: '承認する' }).click();
    const dialog = this.#window.getByRole('dialog', { name: '承認する' });
    await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
    await expect(dialog.getByLabel('ワンタイムパスワード')).toHaveValue(/^[0-9]{6}$/);
    await dialog.getByRole('button', { name: '承認する' }).click();
    await expect(dialog).toBeHidden();
  }

  async return(reason: string): Promise<void> {
    await this.decision.getByRole('button', { name: '差し戻す' }).click();
    const dialog = this.#window.getByRole('dialog', { name: '差し戻す' });
    await dialog.getByLabel('差し戻しの理由').fill(reason);
    await dialog.getByRole('button', { name: '差し戻す' }).click();
    await expect(dialog).toBeHidden();
  }

  /** What the sheet says beside a word. */
  async handedOver(name: string): Promise<string> {
    const row = this.handOver.getByRole('row', { name });
    return (await row.getByRole('cell').innerText()).trim();
  }

  async stop(reason: string): Promise<void> {
    await this.#window
      .getByRole('region', { name: '点検と停止' })
      .getByRole('button', { name: '利用停止' })
      .click();
    const dialog = this.#window.getByRole('dialog', { name: '利用停止' });
    await dialog.getByLabel('停止の理由').fill(reason);
    await dialog.getByRole('button', { name: '利用停止にする' }).click();
    await expect(dialog).toBeHidden();
  }
}
