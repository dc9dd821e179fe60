import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixture.ts';
import { SignInScreen } from './screens/sign-in.ts';

test('SECURITY H75: the chief blacks a person out of the log with a password and a reason, and only then', async ({
  terminal,
  window,
  vrs,
}) => {
  await new SignInScreen(window).signInAs('chief01');
  await window.getByRole('button', { name: '操作ログ' }).click();
  await expect(window.getByRole('region', { name: '書庫' })).toContainText('年度の終わりから7年保存します');

  await window.getByRole('button', { name: '墨消し' }).click();
  const dialog = window.getByRole('dialog', { name: '一人の宛名番号を墨消しする' });
  await expectAccessible(window);
  await dialog.getByLabel('宛名番号').fill('1000000001');
  vrs.clock.advance(30_000);
  await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
  await dialog.getByRole('button', { name: '墨消しする' }).click();
  await expect(dialog.getByText('理由を入力してください。')).toBeVisible();
  await dialog.getByLabel('理由').fill('消去の請求');
  vrs.clock.advance(30_000);
  await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
  await dialog.getByRole('button', { name: '墨消しする' }).click();
  await expect(window.getByText('墨消しが終わりました。')).toBeVisible();
  await expect(dialog).toBeHidden();
  expect(await terminal.lastActions(5)).toContain('操作ログの墨消し');
  await expectAccessible(window);
});

test('SECURITY P7: the newest signed checkpoint comes to paper', async ({ terminal, window }) => {
  await new SignInScreen(window).signInAs('chief01');
  await window.getByRole('button', { name: '操作ログ' }).click();
  await window.getByRole('button', { name: '署名点を印刷' }).click();
  await expect.poll(() => terminal.lastActions(5)).toContain('印刷');
  await expect(window.getByRole('button', { name: '署名点を印刷' })).toBeEnabled();
});
