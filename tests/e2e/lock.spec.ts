import { callFromPage } from './call-from-page.ts';
import { expect, test } from './fixture.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';
import { somebody } from './people-of-the-training-vrs.ts';

test('the lock takes the residents out of the page at once and brings the same screen back', async ({
  window,
  vrs,
}) => {
  await new SignInScreen(window).signInAs('clerk01');
  const people = new PeopleScreen(window);
  await people.copyReady();
  const { name, ticketNumber } = somebody(vrs);
  await people.chooseReason('窓口');
  await people.search(ticketNumber);
  await expect(people.person).toContainText(name);

  await window.getByRole('button', { name: '画面ロック' }).click();
  await expect(window.getByRole('heading', { name: '画面ロック中' })).toBeVisible();
  expect(await window.content()).not.toContain(name);
  expect(await window.content()).not.toContain(ticketNumber);

  const { password, oneTimePassword } = vrs.credentials('clerk01');
  await window.getByLabel('パスワード', { exact: true }).fill(password);
  await window.getByLabel('ワンタイムパスワード').fill(oneTimePassword);
  await window.getByRole('button', { name: 'ロックを解除' }).click();
  await expect(people.text).toHaveValue(ticketNumber);
  await expect(people.person).toContainText(name);
});

test('the operating system’s lock locks the app too', async ({ window, terminal }) => {
  await new SignInScreen(window).signInAs('clerk01');
  await terminal.app.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('lock-screen');
  });
  await expect(window.getByRole('heading', { name: '画面ロック中' })).toBeVisible();
});

test('while it is locked, the main process answers nothing but the unlocking', async ({ window }) => {
  await new SignInScreen(window).signInAs('clerk01');
  await window.getByRole('button', { name: '画面ロック' }).click();
  await window.getByRole('heading', { name: '画面ロック中' }).waitFor();
  const reason = { code: 'telephone', note: '' };
  const answer = await callFromPage(window, 'people.search', {
    reason,
    text: '1',
    birthDate: '',
    fresh: false,
  });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'session-locked' } });
});

test('a crash of the page loses nothing but the page: it comes back, locked', async ({
  window,
  terminal,
}) => {
  await new SignInScreen(window).signInAs('clerk01');
  // The driver gives up a page that crashed once, so the rest is seen from the main process and in the log.
  const cameBack = terminal.app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<string>((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.on('did-finish-load', () => resolve(contents.getURL()));
        contents?.forcefullyCrashRenderer();
      }),
  );
  expect(await cameBack).toBe('app://local/index.html');
  await expect.poll(() => terminal.lastActions(1)).toEqual(['画面ロック（離席）']);
});
