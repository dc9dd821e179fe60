import { expect, test } from './fixture.ts';
import { SignInScreen } from './screens/sign-in.ts';

test('who looks after the terminal makes the master key anew, and has to prove who they are', async ({
  window,
  terminal,
}) => {
  const signIn = new SignInScreen(window);
  await signIn.signInAs('it01');
  await window
    .getByRole('navigation')
    .getByRole('button', { name: /端末設定/ })
    .click();
  const card = window.getByRole('region', { name: '端末内の写しと鍵' });
  await expect(card.getByText('資格情報ストア', { exact: true })).toBeVisible();
  const memoryOnly = await card.getByText('メモリーのみ').isVisible();
  test.skip(memoryOnly, 'without a credential store there is no master key');

  await card.getByRole('button', { name: '鍵を交換する' }).click();
  const dialog = window.getByRole('dialog', { name: '鍵を交換する' });
  await dialog.getByLabel('パスワード', { exact: true }).fill('wrong-password');
  await dialog.getByLabel('ワンタイムパスワード').fill('000000');
  await dialog.getByRole('button', { name: '交換する', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('いずれかが違います');

  await expect(async () => {
    await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
    await expect(dialog.getByLabel('ワンタイムパスワード')).toHaveValue(/^[0-9]{6}$/, { timeout: 3_000 });
  }).toPass({ timeout: 45_000 });
  await dialog.getByRole('button', { name: '交換する', exact: true }).click();
  await expect(card.getByRole('status')).toContainText('鍵を交換しました');
  await expect(dialog).toHaveCount(0);
  expect((await terminal.lastActions(2)).every((action) => action.startsWith('鍵の交換'))).toBe(true);
});
