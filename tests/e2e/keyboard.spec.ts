import type { Locator, Page } from '@playwright/test';

import { expect, test } from './fixture.ts';
import { writeBatchFile } from './files.ts';
import { residents } from './people-of-the-training-vrs.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { RowsScreen } from './screens/rows.ts';

test('from the sign-in to a person and back by keyboard alone', async ({ window, vrs }) => {
  const { keyboard } = window;
  const { password, oneTimePassword } = vrs.credentials('chief01');
  await keyboard.type('chief01');
  await keyboard.press('Tab');
  await keyboard.type(password);
  await keyboard.press('Tab');
  await keyboard.type(oneTimePassword);
  await keyboard.press('Enter');
  const people = new PeopleScreen(window);
  await people.copyReady();

  // The first thing asked for has the focus: 処理事由. The arrow chooses the next, Tab goes on to the field.
  await keyboard.press('ArrowRight');
  await expect(window.getByRole('radio', { name: '電話' })).toBeChecked();
  await keyboard.press('Tab');
  const surname = mostCommonSurname(residents(vrs).map(({ name }) => name));
  await keyboard.type(surname);
  await keyboard.press('Enter');
  await people.hits.waitFor();
  await keyboard.press('End');
  await keyboard.press('Enter');
  await expect(people.person).toContainText(surname);
  await keyboard.press('Escape');
  await expect(people.hits).toBeVisible();

  // A scanner types digits and Enter wherever the focus stands.
  const { ticketNumber, name } = residents(vrs)[0] ?? { ticketNumber: '', name: '' };
  await keyboard.type(ticketNumber);
  await keyboard.press('Enter');
  await expect(people.person).toContainText(name);

  for (const [key, heading] of [
    ['Alt+2', '一括登録'],
    ['Alt+3', '承認'],
    ['Alt+4', '操作ログ'],
  ] as const) {
    await keyboard.press(key);
    await expect(window.getByRole('heading', { name: heading, level: 1 })).toBeAttached();
  }
});

test('a file is checked, put right, taken to its difference and applied for by keyboard alone', async ({
  terminal,
  window,
  vrs,
}) => {
  test.setTimeout(90_000);
  const { keyboard } = window;
  const { password, oneTimePassword } = vrs.credentials('clerk01');
  const errors = { 'maker-unknown': 2, 'date-in-future': 2 };
  const file = await writeBatchFile(terminal.folder, {
    kind: 'records',
    rows: 60,
    encoding: 'cp932',
    errors,
  });
  await terminal.chooseNext(file.path);
  await keyboard.type('clerk01');
  await keyboard.press('Tab');
  await keyboard.type(password);
  await keyboard.press('Tab');
  await keyboard.type(oneTimePassword);
  await keyboard.press('Enter');
  await new PeopleScreen(window).copyReady();
  const batches = new BatchesScreen(window);
  const rows = new RowsScreen(window);
  const press = async (name: string): Promise<void> => {
    await tabTo(window, window.getByRole('button', { name, exact: true }));
    await keyboard.press('Enter');
  };

  await keyboard.press('Alt+2');
  await press('ファイルを選択');
  await expect(window.getByRole('button', { name: '検査する' })).toBeVisible();
  await press('検査する');
  await expect(batches.checkResult).toBeVisible({ timeout: 30_000 });

  // The table of rules is one stop; the arrows go through it, Enter shows the rows of a rule.
  await tabTo(window, rows.rule(/./).getByRole('button').first());
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(rows.grid.getByRole('textbox')).toBeFocused();
  await expect(rows.total).toHaveText('2行 ／ 全60行');
  await keyboard.press('F2');
  await keyboard.press('Control+a');
  await keyboard.type('ファイザー');
  await keyboard.press('Enter');
  await expect(rows.total).toHaveText('1行 ／ 全60行');
  await keyboard.press('Control+z');
  await expect(rows.total).toHaveText('2行 ／ 全60行');
  await keyboard.press('Control+y');
  await expect(rows.total).toHaveText('1行 ／ 全60行');
  await press('絞り込みを外す');
  await expect(rows.total).toHaveText('全60行');

  // The grid is one stop for Tab, with the keys of a spreadsheet inside.
  await tabTo(window, rows.grid.getByRole('textbox'));
  await keyboard.press('Control+End');
  await expect(rows.grid.getByRole('textbox', { name: /61行目$/ })).toBeFocused();
  await keyboard.press('Control+Home');
  await expect(rows.grid.getByRole('textbox', { name: /[^0-9]2行目$/ })).toBeFocused();
  await keyboard.press('PageDown');
  await keyboard.press('End');
  await keyboard.press('Control+g');
  await keyboard.type('33');
  await keyboard.press('Enter');
  await expect(rows.grid.getByRole('textbox', { name: /33行目$/ })).toBeFocused();
  await keyboard.press('Tab');
  await expect(rows.panel).toBeFocused();

  await press('内容確認へ進む');
  await expect(window.getByRole('button', { name: '申請へ進む' })).toBeVisible({ timeout: 30_000 });
  await press('申請へ進む');
  await tabTo(window, window.getByLabel('コメント'));
  await keyboard.type('十一月分');
  await tabTo(window, window.getByLabel('要修正の行を残す理由'));
  await keyboard.type('原本で確認済み');
  await keyboard.press('Enter');
  await batches.submitted();
});

/** Goes on with Tab until the focus is there, as somebody without a mouse does. */
async function tabTo(window: Page, place: Locator): Promise<void> {
  await expect(place).toBeVisible();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await place.evaluate((element) => element === document.activeElement)) return;
    await window.keyboard.press('Tab');
  }
  await expect(place).toBeFocused();
}

function mostCommonSurname(names: readonly string[]): string {
  const surnames = names.map((name) => name.split(/[\s　]/u)[0] ?? '');
  const counted = surnames.map(
    (surname) => [surnames.filter((each) => each === surname).length, surname] as const,
  );
  return counted.toSorted(([a], [b]) => b - a)[0]?.[1] ?? '';
}
