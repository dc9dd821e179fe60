import { expect, test } from './fixture.ts';
import { SignInScreen } from './screens/sign-in.ts';

test('the IT section checks a terminal from its screen, and the check stands in the log', async ({
  terminal,
  window,
}) => {
  await new SignInScreen(window).signInAs('it01');
  await window
    .getByRole('navigation')
    .getByRole('button', { name: /端末設定/ })
    .click();
  await window.getByRole('button', { name: '自己点検' }).click();
  const results = window.getByRole('list', { name: '自己点検の結果' });
  await expect(results.getByRole('listitem')).toHaveCount(12);
  await expect(results.getByRole('listitem').filter({ hasText: '通りません' })).toHaveCount(0);
  await expect(results.getByText('VRS が受け付けました。')).toBeVisible();
  await expect(results.getByText('書く・読む・消すことができます。')).toBeVisible();
  await expect(results.getByText(/BIZ UDゴシックがそろっています/)).toBeVisible();
  await expect(window.getByRole('region', { name: '端末の設定' }).getByText('OSの設定')).toBeVisible();
  expect(await terminal.lastActions(1)).toEqual(['自己点検']);
});
