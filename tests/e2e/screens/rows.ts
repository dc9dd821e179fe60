import type { Locator, Page } from '@playwright/test';

import { expect } from '../fixture.ts';

/** 行の一覧 of step 2, by what a person sees and types. */
export class RowsScreen {
  readonly #window: Page;

  constructor(window: Page) {
    this.#window = window;
  }

  get section(): Locator {
    return this.#window.getByRole('region', { name: '行の一覧' });
  }

  get grid(): Locator {
    return this.section.getByRole('grid', { name: 'ファイルの行' });
  }

  get panel(): Locator {
    return this.section.getByRole('region', { name: /行目で見つかったこと/ });
  }

  get total(): Locator {
    return this.section.getByRole('status').first();
  }

  get undo(): Locator {
    return this.section.getByRole('button', { name: '元に戻す（Ctrl+Z）' });
  }

  get redo(): Locator {
    return this.section.getByRole('button', { name: 'やり直す（Ctrl+Y）' });
  }

  /** The row of the table of rules. */
  rule(title: string | RegExp): Locator {
    return this.#window.getByRole('table', { name: '検査項目ごとの件数' }).getByRole('row', { name: title });
  }

  /** Of the cell that has the focus. */
  cell(column: string, line?: number): Locator {
    return this.grid.getByRole('textbox', {
      name: line === undefined ? new RegExp(`^${column} `) : `${column} ${line}行目`,
      exact: true,
    });
  }

  /** What a row says in a column, wherever the focus is. */
  async row(line: number): Promise<Locator> {
    const row = this.grid.getByRole('row').filter({
      has: this.#window.getByRole('rowheader', { name: new RegExp(`^${line}( |取|要|重|$)`) }),
    });
    await expect(row).toBeVisible();
    return row;
  }

  /** How often a rule found something. */
  count(title: string): Locator {
    return this.rule(title).getByRole('cell').nth(1);
  }

  async chooseRule(title: string): Promise<void> {
    await this.#window
      .getByRole('table', { name: '検査項目ごとの件数' })
      .getByRole('button', { name: title })
      .click();
    await expect(this.grid.getByRole('textbox')).toBeFocused();
  }

  /** Moves the focus to a column of the row that has it. */
  async goToColumn(column: string): Promise<void> {
    const headers = await this.grid.getByRole('columnheader').allInnerTexts();
    const place = headers.map((header) => header.trim()).indexOf(column);
    await this.#window.keyboard.press('Home');
    for (let step = 1; step < place; step += 1) await this.#window.keyboard.press('ArrowRight');
    await expect(this.cell(column)).toBeFocused();
  }

  /** Types into the cell that has the focus, as somebody at the keyboard does. */
  async typeOver(text: string): Promise<void> {
    await this.#window.keyboard.type(text);
    await this.#window.keyboard.press('Enter');
    await expect(this.section.getByText(/に直しました。/)).toBeVisible();
  }

  async goToLine(line: number): Promise<void> {
    await this.grid.getByRole('textbox').focus();
    await this.#window.keyboard.press('Control+g');
    await this.#window.getByRole('dialog', { name: '行へ移動' }).getByLabel('行の番号').fill(String(line));
    await this.#window.keyboard.press('Enter');
    await expect(this.grid.getByRole('textbox', { name: new RegExp(` ${line}行目$`) })).toBeFocused();
  }

  async removeFilter(): Promise<void> {
    await this.section.getByRole('button', { name: '絞り込みを外す' }).click();
    await expect(this.total).toHaveText(/^全/);
  }
}
