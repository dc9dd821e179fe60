import { expect, test } from './fixture.ts';
import { somebody } from './people-of-the-training-vrs.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

test('VRS down at start: the sign-in screen is there and says what is the matter', async ({
  vrs,
  anotherTerminal,
}) => {
  const right = vrs.credentials('clerk01');
  vrs.faults.add({ kind: 'drop-before' });
  const terminal = await anotherTerminal();
  const window = await terminal.start();
  const screen = new SignInScreen(window);
  await screen.fill('clerk01', right.password, right.oneTimePassword);
  await screen.submit();
  await expect(screen.problem.first()).toContainText('VRSに接続できません');
  // It comes back, and nothing has to be started again.
  vrs.faults.clear();
  vrs.clock.advance(30_000);
  const again = vrs.credentials('clerk01');
  await screen.fill('clerk01', again.password, again.oneTimePassword);
  await screen.submit();
  await expect(window.getByRole('button', { name: 'サインアウト' })).toBeVisible();
});

test('VRS down in the middle: the local copy answers, with its age, and the top bar says so', async ({
  window,
  vrs,
}) => {
  await new SignInScreen(window).signInAs('clerk01');
  const screen = new PeopleScreen(window);
  await screen.copyReady();
  vrs.faults.add({ kind: 'drop-before' });
  const { name, ticketNumber } = somebody(vrs);
  await screen.chooseReason('電話');
  await screen.search(ticketNumber);
  await expect(screen.person).toContainText(name);
  await screen.person.getByRole('button', { name: 'VRSで最新を確認' }).click();
  await expect(window.getByRole('alert')).toContainText('VRSに接続できません');
  await expect(window.getByRole('status', { name: 'VRSとの接続' })).toHaveText('VRS 応答なし');
  await expect(screen.person).toContainText(name);
});

test('VRS slow: the screen says that it waits, and the answer still comes', async ({ window, vrs }) => {
  await new SignInScreen(window).signInAs('clerk01');
  const screen = new PeopleScreen(window);
  await screen.copyReady();
  vrs.faults.add({ kind: 'latency', milliseconds: 4_000 }, { calls: ['people.find'] });
  await screen.chooseReason('電話');
  await screen.search('9999999999');
  await expect(window.getByText(/返事に時間がかかっています/)).toBeVisible();
  await expect(screen.hits).toContainText('該当する人はいません');
});

test('VRS busy: the top bar says so', async ({ window, vrs }) => {
  await new SignInScreen(window).signInAs('clerk01');
  const screen = new PeopleScreen(window);
  await screen.copyReady();
  vrs.faults.add({ kind: 'busy', status: 503, retryAfterSeconds: 60 }, { calls: ['people.read'] });
  await screen.chooseReason('電話');
  await screen.search(somebody(vrs).ticketNumber);
  await screen.person.getByRole('button', { name: 'VRSで最新を確認' }).click();
  await expect(window.getByRole('status', { name: 'VRSとの接続' })).toHaveText('VRS 混雑');
  await expect(window.getByRole('alert')).toContainText('60秒後');
});

test('nonsense from VRS is thrown away, and said so', async ({ window, vrs }) => {
  await new SignInScreen(window).signInAs('clerk01');
  const screen = new PeopleScreen(window);
  await screen.copyReady();
  vrs.faults.add({ kind: 'wrong-shape' }, { calls: ['people.read'] });
  await screen.chooseReason('電話');
  await screen.search(somebody(vrs).ticketNumber);
  await screen.person.getByRole('button', { name: 'VRSで最新を確認' }).click();
  await expect(window.getByRole('alert')).toContainText('取り決めと違う形の返事');
});

for (const flaw of ['expired', 'wrong-host', 'unknown-authority'] as const) {
  test(`a server with a certificate that is ${flaw} gets nothing, not even a password`, async ({
    vrs,
    anotherTerminal,
  }) => {
    await vrs.useCertificate(flaw);
    const terminal = await anotherTerminal();
    const screen = new SignInScreen(await terminal.start());
    await screen.fill('clerk01', 'whatever-it-is', '123456');
    await screen.submit();
    await expect(screen.problem.first()).toContainText('接続先がVRSであることを確かめられない');
  });
}
