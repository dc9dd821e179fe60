import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from './fixture.ts';
import { SignInScreen } from './screens/sign-in.ts';

test('SECURITY H75: the chief takes the log out with a password, and only then', async ({
  terminal,
  window,
  vrs,
}) => {
  await new SignInScreen(window).signInAs('chief01');
  await window.getByRole('button', { name: '操作ログ' }).click();
  await expect(window.getByText('最後の署名点')).toBeVisible();
  await expect(window.getByText('設定なし')).toBeVisible();

  const written = path.join(terminal.folder, '操作ログ.csv');
  await terminal.saveNext(written);
  await window.getByRole('button', { name: '出力', exact: true }).click();
  const dialog = window.getByRole('dialog', { name: '操作ログを出力する' });
  await dialog.getByRole('button', { name: '保存する場所を選ぶ' }).click();
  await expect(dialog.getByText('パスワードを入力してください。')).toBeVisible();
  vrs.clock.advance(30_000);
  await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
  await dialog.getByRole('button', { name: '保存する場所を選ぶ' }).click();
  await expect(window.getByText('操作ログを出力しました。')).toBeVisible();
  await expect(dialog).toBeHidden();

  const text = await readFile(written, 'utf8');
  expect(text.startsWith('\ufeff"番号",')).toBe(true);
  expect(text).toContain('"サインイン"');
  expect(await terminal.lastActions(3)).toContain('操作ログの持ち出し');
});
