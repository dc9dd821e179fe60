import { mkdir, readdir, rename, rmdir } from 'node:fs/promises';
import path from 'node:path';

import type { Locator, Page } from '@playwright/test';

import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixture.ts';
import { SignInScreen } from './screens/sign-in.ts';

/** Puts a folder where the log's newest file was, which can be opened and not read; what was there comes back when told. */
async function unreadableLog(folder: string): Promise<() => Promise<void>> {
  const log = path.join(folder, 'log');
  const segment = (await readdir(log)).findLast((name) => /^operation-log-\d+\.jsonl$/.test(name));
  if (segment === undefined) throw new Error('There is no log.');
  const file = path.join(log, segment);
  await rename(file, `${file}.away`);
  await mkdir(file);
  return async () => {
    await rmdir(file);
    await rename(`${file}.away`, file);
  };
}

const show = (window: Page, view: string) => window.getByRole('radio', { name: view }).check();
const again = (place: Page | Locator) => place.getByRole('button', { name: 'もう一度読み込む' });

test('a log that can not be read is said so wherever the review reads it, and is read again at a press', async ({
  terminal,
  window,
}) => {
  await new SignInScreen(window).signInAs('chief01');
  await window.getByRole('button', { name: '操作ログ' }).click();
  await window.getByRole('table', { name: '操作ログ' }).waitFor();
  const views = [
    ['要注意の印', window.getByText('印のある人はいません')],
    ['週次点検', window.getByRole('table', { name: '規則ごとの件数' })],
    ['月次点検表', window.getByText(/^操作ログ月次点検表/)],
  ] as const;
  for (const [view, readable] of views) {
    const comeBack = await unreadableLog(terminal.folder);
    await show(window, view);
    await expect(window.getByRole('alert'), view).toContainText('操作ログ');
    await expectAccessible(window);
    await comeBack();
    await again(window).click();
    await expect(readable, view).toBeVisible();
    await expect(again(window), view).toHaveCount(0);
  }
});

test('a week that is on the screen stays there while the log can not be read again', async ({
  terminal,
  window,
}) => {
  await new SignInScreen(window).signInAs('chief01');
  await window.getByRole('button', { name: '操作ログ' }).click();
  await show(window, '週次点検');
  const rules = window.getByRole('table', { name: '規則ごとの件数' });
  await rules.waitFor();
  const findings = window.getByRole('region', { name: '見つかったもの' });
  await findings.getByText('見つかったものはありません').waitFor();

  let comeBack = await unreadableLog(terminal.folder);
  await window.getByRole('button', { name: '読み直す' }).click();
  const week = window.getByRole('region', { name: '週次点検' });
  await expect(again(week)).toBeVisible();
  await expect(week.getByText('前に読み込んだ内容です。')).toBeVisible();
  await expect(rules).toBeVisible();
  // What was said about one week is not said about another.
  await comeBack();
  await window.getByRole('button', { name: '前の週' }).click();
  await expect(window.getByText(/この週まで/)).toBeVisible();
  await expect(again(week)).toHaveCount(0);
  await window.getByRole('button', { name: '次の週' }).click();
  await expect(window.getByText('終わっていない週')).toBeVisible();
  await findings.getByText('見つかったものはありません').waitFor();

  comeBack = await unreadableLog(terminal.folder);
  await window.getByRole('checkbox', { name: '結果のないものだけ' }).press('Space');
  await expect(again(findings)).toBeVisible();
  const people = window.getByRole('region', { name: '照会された人' });
  await people.getByRole('radio', { name: /^説明できない/ }).check();
  await expect(again(people)).toBeVisible();
  await comeBack();
  await again(findings).click();
  await again(people).click();
  await expect(findings.getByText('結果のないものはありません')).toBeVisible();
  await expect(people.getByText('この週にはいません')).toBeVisible();
  await expect(again(window)).toHaveCount(0);
});

test('VRS away: the comparison says so, and is made once VRS is back', async ({ window, vrs }) => {
  await new SignInScreen(window).signInAs('chief01');
  await window.getByRole('button', { name: '操作ログ' }).click();
  await show(window, '週次点検');
  const comparison = window.getByRole('region', { name: 'VRSの記録との比較' });
  const compare = comparison.getByRole('button', { name: 'VRSの記録と比べる' });
  vrs.faults.add({ kind: 'drop-before' });
  await compare.click();
  await expect(comparison.getByRole('alert')).toContainText('VRSに接続できません');
  await expectAccessible(window);
  vrs.faults.clear();
  await compare.click();
  await expect(comparison.getByText('この端末の記録と、VRSの記録は合っています。')).toBeVisible();
  await expect(comparison.getByRole('alert')).toHaveCount(0);
});
