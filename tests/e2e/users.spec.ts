import type { Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';

import { dayInJapan } from '../../src-shared/domain/clock.ts';
import { addDays } from '../../src-shared/domain/dates/calendar.ts';
import type { TrainingVrs } from '../../src-training/start.ts';
import { expect, test } from './fixture.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';
import { type Newcomer, UsersScreen } from './screens/users.ts';

function newcomer(vrs: TrainingVrs): Newcomer {
  const today = dayInJapan(vrs.clock.now());
  return {
    userId: 'clerk03',
    personId: '100234',
    name: '新任 八重',
    department: '接種推進係',
    from: today,
    until: addDays(today, 300),
  };
}

async function signIn(
  window: Page,
  credentials: { readonly userId: string; readonly password: string; readonly oneTimePassword: string },
): Promise<void> {
  await window.getByLabel('利用者ID', { exact: true }).fill(credentials.userId);
  await window.getByLabel('パスワード', { exact: true }).fill(credentials.password);
  await window.getByLabel('ワンタイムパスワード').fill(credentials.oneTimePassword);
  await window.getByRole('button', { name: 'サインイン', exact: true }).click();
}

test('a supervisor applies, an administrator approves, the new user comes in, and is stopped at once', async ({
  terminal,
  window,
  vrs,
  anotherTerminal,
}) => {
  test.setTimeout(120_000);
  const door = new SignInScreen(window);
  const users = new UsersScreen(window);
  const wanted = newcomer(vrs);
  await door.signInAs('chief01');
  await users.open();
  await users.applyFor(wanted);
  await expect(users.waiting).toContainText('自分の申請（承認できません）');
  await expect(users.roster).not.toContainText(wanted.userId);
  await users.openWaiting(wanted.name);
  await expect(users.decision.getByRole('button', { name: '承認する' })).toHaveCount(0);
  await door.signOut();

  vrs.clock.advance(30_000);
  await door.signInAs('admin01');
  await users.open();
  await users.openWaiting(wanted.name);
  vrs.clock.advance(30_000);
  await users.approve();
  await users.handOver.waitFor();
  const password = await users.handedOver('最初のパスワード');
  const secret = (await users.handedOver('認証アプリの鍵')).replaceAll(' ', '');
  expect(password).toMatch(/^.{16}$/);

  // Whoever goes to another screen and comes back does not see it again.
  await window.getByRole('navigation', { name: '画面' }).getByRole('button', { name: '照会' }).click();
  await expect.poll(() => window.content()).not.toContain(password);
  await window.getByRole('navigation', { name: '画面' }).getByRole('button', { name: '利用者' }).click();
  await expect(window.getByRole('heading', { name: /新任 八重/ })).toBeVisible();
  await expect(users.handOver).toHaveCount(0);
  await door.signOut();

  const code = (): string => {
    vrs.clock.advance(30_000);
    const timestamp = vrs.clock.now().getTime();
    return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
  };
  await signIn(window, { userId: wanted.userId, password, oneTimePassword: code() });
  await expect(window.getByText('渡された最初のものです')).toBeVisible();
  const own = 'Wakaba-Aoba-2027';
  await window.getByLabel('現在のパスワード').fill(password);
  await window.getByLabel('新しいパスワード', { exact: true }).fill(own);
  await window.getByLabel('新しいパスワード（確認）').fill(own);
  await window.getByRole('button', { name: '変更する' }).click();
  await signIn(window, { userId: wanted.userId, password: own, oneTimePassword: code() });
  const people = new PeopleScreen(window);
  await people.copyReady();

  const elsewhere = await anotherTerminal();
  const second = await elsewhere.start();
  vrs.clock.advance(30_000);
  await new SignInScreen(second).signInAs('admin01');
  const there = new UsersScreen(second);
  await there.open();
  await there.openUser(wanted.userId);
  await there.stop('委託契約の終了');
  await expect(second.getByText('委託契約の終了')).toBeVisible();

  await people.chooseReason('電話');
  await people.search('9999999999');
  await expect(window.getByText('この利用者IDは利用停止になったため')).toBeVisible();
  await signIn(window, { userId: wanted.userId, password: own, oneTimePassword: code() });
  await expect(window.getByText('この利用者IDは利用停止になっています')).toBeVisible();
  expect(await elsewhere.lastActions(2)).toEqual(['利用者の利用停止', '利用者の利用停止']);
  expect(await terminal.lastActions(40)).toContain('利用者の申請の承認');
});

test('the first password is gone with the lock', async ({ window, vrs }) => {
  const door = new SignInScreen(window);
  const users = new UsersScreen(window);
  const wanted = newcomer(vrs);
  await door.signInAs('chief01');
  await users.open();
  await users.applyFor(wanted);
  await door.signOut();
  vrs.clock.advance(30_000);
  await door.signInAs('admin01');
  await users.open();
  await users.openWaiting(wanted.name);
  vrs.clock.advance(30_000);
  await users.approve();
  await users.handOver.waitFor();
  const password = await users.handedOver('最初のパスワード');
  await window.getByRole('button', { name: '画面ロック' }).click();
  await window.getByRole('heading', { name: '画面ロック中' }).waitFor();
  expect(await window.content()).not.toContain(password);
  vrs.clock.advance(30_000);
  await window.getByRole('button', { name: 'この利用者で入力' }).click();
  await window.getByRole('button', { name: 'ロックを解除' }).click();
  await users.roster.waitFor();
  expect(await window.content()).not.toContain(password);
});

test('the roster tells who is idle, at an end, or due for the yearly review, and confirms it', async ({
  window,
}) => {
  await new SignInScreen(window).signInAs('chief01');
  const users = new UsersScreen(window);
  await users.open();
  await window.getByLabel('状態').selectOption('60日間サインインなし');
  await expect(users.roster.getByRole('row')).toHaveCount(2);
  await expect(users.roster).toContainText('clerk12');
  await window.getByLabel('状態').selectOption('年次点検が必要');
  await users.openUser('clerk11');
  await window.getByRole('button', { name: '年次点検：継続を確認' }).click();
  await expect(window.getByText('年次点検を記録しました。')).toBeVisible();
  await expect(window.getByText('年次点検が必要')).toHaveCount(0);
  await window.keyboard.press('Escape');
  await expect(window.getByText('この条件に当たる利用者はいません')).toBeVisible();
});
