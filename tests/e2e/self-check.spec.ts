import { expectAccessible } from './accessible.ts';
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

test('VRS away: the check says so to whoever mends the terminal, and what can not be known after it', async ({
  window,
  vrs,
}) => {
  await new SignInScreen(window).signInAs('it01');
  vrs.faults.add({ kind: 'drop-before' });
  await window.getByRole('button', { name: '自己点検' }).click();
  const results = window.getByRole('list', { name: '自己点検の結果' });
  const reach = results.getByRole('listitem').filter({ hasText: 'VRSに届く' });
  await expect(reach).toContainText('通りません');
  await expect(reach).toContainText('名前の解決（DNS）');
  await expect(reach).not.toContainText('端末管理者に連絡');
  await expect(results.getByText('前の項目が通ってから、確かめます。')).toHaveCount(4);
  await expect(window.getByText('通らなかった項目があります')).toBeVisible();
  await expectAccessible(window);
});
