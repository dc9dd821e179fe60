import { expect, test } from './fixture.ts';
import { SignInScreen } from './screens/sign-in.ts';

const DAY = 24 * 60 * 60 * 1000;

test('a newcomer is inside after two clicks, with name, role and the screens of that role', async ({
  window,
}) => {
  const screen = new SignInScreen(window);
  await screen.signInAs('clerk01');
  await expect(window.getByRole('banner')).toContainText('利用担当者');
  await expect(window.getByRole('banner')).toContainText('前回のアクセス');
  await expect(window.getByRole('status', { name: 'VRSとの接続' })).toHaveText('VRS 接続中');
  await expect(window.getByRole('navigation').getByRole('button')).toHaveText([/照会/, /一括登録/]);
  await expect(window.getByText('研修モード').first()).toBeVisible();
});

test('a wrong password keeps the user ID alone and does not say which of the three is wrong', async ({
  window,
  vrs,
}) => {
  const screen = new SignInScreen(window);
  const right = vrs.credentials('clerk01');
  await screen.fill('clerk01', 'wrong-password', right.oneTimePassword);
  await screen.submit();
  await expect(screen.problem).toContainText(
    '利用者ID・パスワード・ワンタイムパスワードのいずれかが違います',
  );
  await expect(screen.userId).toHaveValue('clerk01');
  await expect(screen.password).toHaveValue('');
  await expect(screen.oneTimePassword).toHaveValue('');
});

test('a wrong one-time password is refused in the same words', async ({ window, vrs }) => {
  const screen = new SignInScreen(window);
  const { password, oneTimePassword } = vrs.credentials('clerk01');
  const wrong = oneTimePassword === '000000' ? '000001' : '000000';
  await screen.fill('clerk01', password, wrong);
  await screen.submit();
  await expect(screen.problem).toContainText(
    '利用者ID・パスワード・ワンタイムパスワードのいずれかが違います',
  );
  await expect(screen.password).toHaveValue('');
});

test('a one-time password is taken once', async ({ window, vrs }) => {
  const screen = new SignInScreen(window);
  const used = vrs.credentials('clerk01');
  await screen.fill('clerk01', used.password, used.oneTimePassword);
  await screen.submit();
  await window.getByRole('button', { name: 'サインアウト' }).waitFor();
  await screen.signOut();
  await screen.fill('clerk01', used.password, used.oneTimePassword);
  await screen.submit();
  await expect(screen.problem).toContainText('表示が変わってから新しいものを');
});

test('five wrong passwords lock the account, and the screen says until when', async ({ window, vrs }) => {
  const screen = new SignInScreen(window);
  const right = vrs.credentials('clerk01');
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await screen.fill('clerk01', `wrong-${attempt}`, right.oneTimePassword);
    await screen.submit();
    await expect(screen.password).toHaveValue('');
    await expect(screen.problem).toBeVisible();
  }
  await screen.fill('clerk01', right.password, right.oneTimePassword);
  await screen.submit();
  await expect(screen.problem).toContainText(/\d{1,2}:\d{2} まで使えません/);
});

test('an expired password lets nothing happen but its change', async ({ window, vrs }) => {
  vrs.clock.advance(91 * DAY);
  const screen = new SignInScreen(window);
  const { password, oneTimePassword } = vrs.credentials('clerk01');
  await screen.fill('clerk01', password, oneTimePassword);
  await screen.submit();
  await expect(window.getByRole('heading', { name: 'パスワードの変更' })).toBeVisible();
  await expect(window.getByRole('navigation')).toHaveCount(0);

  await window.getByLabel('現在のパスワード').fill(password);
  await window.getByLabel('新しいパスワード', { exact: true }).fill('Aoba-shi-2026-winter');
  await window.getByLabel('新しいパスワード（確認）').fill('Aoba-shi-2026-winter');
  await window.getByRole('button', { name: '変更する' }).click();
  await screen.userId.waitFor();

  vrs.clock.advance(30_000);
  await screen.fill('clerk01', 'Aoba-shi-2026-winter', vrs.credentials('clerk01').oneTimePassword);
  await screen.submit();
  await expect(window.getByRole('navigation')).toBeVisible();
});

test('a second sign-in elsewhere ends the first, which is told why', async ({ window, anotherTerminal }) => {
  await new SignInScreen(window).signInAs('clerk01');
  const other = await anotherTerminal();
  await new SignInScreen(await other.start()).signInAs('clerk01');
  await window.getByRole('radio', { name: '電話' }).check();
  await window.getByLabel('券番号・宛名番号・氏名・カナ').fill('9999999999');
  await window.keyboard.press('Enter');
  await expect(window.getByText('別の利用者IDでサインインした')).toBeVisible();
});
