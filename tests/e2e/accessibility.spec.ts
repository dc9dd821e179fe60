import { dayInJapan } from '../../src-shared/domain/clock.ts';
import { addDays } from '../../src-shared/domain/dates/calendar.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixture.ts';
import { writeBatchFile } from './files.ts';
import { somebody } from './people-of-the-training-vrs.ts';
import { ApprovalsScreen } from './screens/approvals.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { RowsScreen } from './screens/rows.ts';
import { SignInScreen } from './screens/sign-in.ts';
import { UsersScreen } from './screens/users.ts';

test('sign-in, lock and look-up have no accessibility fault', async ({ window, vrs }) => {
  await window.getByRole('row', { name: /^it01/ }).waitFor();
  await expectAccessible(window);
  await new SignInScreen(window).signInAs('clerk01');
  const people = new PeopleScreen(window);
  await people.copyReady();
  await expectAccessible(window);
  await people.search('1');
  await expectAccessible(window);
  await people.chooseReason('電話');
  await people.search('佐藤');
  await people.hits.waitFor();
  await expectAccessible(window);
  await people.search(somebody(vrs).ticketNumber);
  await people.person.waitFor();
  await expectAccessible(window);
  await window.getByRole('button', { name: '画面ロック' }).click();
  await window.getByRole('heading', { name: '画面ロック中' }).waitFor();
  await expectAccessible(window);
});

test('the five steps of a batch and its approval have no accessibility fault', async ({
  terminal,
  window,
  vrs,
}) => {
  const batches = new BatchesScreen(window);
  const signIn = new SignInScreen(window);
  const errors = { 'value-missing': 2, 'date-in-future': 2 };
  const file = await writeBatchFile(terminal.folder, {
    kind: 'records',
    rows: 60,
    encoding: 'cp932',
    errors,
  });
  await signIn.signInAs('clerk01');
  await new PeopleScreen(window).copyReady();
  await terminal.chooseNext(file.path);
  await batches.open();
  await expectAccessible(window);
  await batches.chooseFile();
  await window.getByRole('button', { name: '検査する' }).waitFor();
  await expectAccessible(window);
  await batches.check();
  await expectAccessible(window);
  await batches.goToDifference();
  await expectAccessible(window);
  await batches.submit('試験', { leaveOut: true, reason: '原本で確認済み' });
  await batches.submitted();
  await expectAccessible(window);
  await signIn.signOut();

  vrs.clock.advance(30_000);
  await signIn.signInAs('chief01');
  const approvals = new ApprovalsScreen(window);
  await approvals.open();
  await window.getByRole('row', { name: new RegExp(file.fileName) }).waitFor();
  await expectAccessible(window);
  await approvals.openBatch(file.fileName);
  await expectAccessible(window);
  await approvals.approveButton.click();
  await window.getByRole('dialog').waitFor();
  await expectAccessible(window);
});

test('the rows of a checked file, their edits and questions have no accessibility fault', async ({
  terminal,
  window,
}) => {
  test.setTimeout(90_000);
  const batches = new BatchesScreen(window);
  const rows = new RowsScreen(window);
  const errors = { 'maker-unknown': 4, 'value-missing': 2, 'row-cell-count': 1, 'row-duplicate': 1 };
  const file = await writeBatchFile(terminal.folder, {
    kind: 'records',
    rows: 80,
    encoding: 'cp932',
    errors,
  });
  await new SignInScreen(window).signInAs('clerk01');
  await new PeopleScreen(window).copyReady();
  await terminal.chooseNext(file.path);
  await batches.open();
  await batches.chooseFile();
  await batches.check();
  await rows.chooseRule('知らないメーカー名');
  await expectAccessible(window);
  await window.keyboard.type('ファイ');
  await expectAccessible(window);
  await window.keyboard.press('Enter');
  await expect(rows.undo).toBeEnabled();
  await expectAccessible(window);
  await rows.section.getByRole('button', { name: 'まとめて直す' }).click();
  await window.getByRole('dialog').waitFor();
  await expectAccessible(window);
  await window.keyboard.press('Escape');
  await rows.section.getByRole('button', { name: '行へ移動（Ctrl+G）' }).click();
  await window.getByRole('dialog').waitFor();
  await expectAccessible(window);
  await window.keyboard.press('Escape');
  await rows.section.getByLabel('文字', { exact: true }).fill('どこにもない');
  await rows.section.getByRole('button', { name: '探す' }).click();
  await expect(rows.section).toContainText('この絞り込みに当たる行はありません');
  await expectAccessible(window);
  await window.setViewportSize({ width: 640, height: 360 });
  await rows.removeFilter();
  await expectAccessible(window);
});

test('the operation log and the workstation have no accessibility fault', async ({ window, vrs }) => {
  const signIn = new SignInScreen(window);
  await signIn.signInAs('chief01');
  await window.getByRole('button', { name: '操作ログ' }).click();
  await window.getByText('検証済み').first().waitFor();
  await expectAccessible(window);
  await window.getByRole('radio', { name: '週次点検' }).check();
  await window.getByRole('table', { name: '規則ごとの件数' }).waitFor();
  await expectAccessible(window);
  await window.getByRole('radio', { name: '月次点検表' }).check();
  await window.getByRole('button', { name: '点検表を印刷' }).waitFor();
  await expectAccessible(window);
  await window.getByRole('radio', { name: '要注意の印' }).check();
  await window.getByText('印のある人はいません').waitFor();
  await expectAccessible(window);
  await signIn.signOut();
  vrs.clock.advance(30_000);
  await signIn.signInAs('it01');
  await window.getByRole('button', { name: '接続試験' }).click();
  await expectAccessible(window);
});

test('the roster, an application and its hand-over sheet have no accessibility fault', async ({
  window,
  vrs,
}) => {
  test.setTimeout(90_000);
  const signIn = new SignInScreen(window);
  const users = new UsersScreen(window);
  const today = dayInJapan(vrs.clock.now());
  await signIn.signInAs('chief01');
  await users.open();
  await expectAccessible(window);
  await window.getByRole('button', { name: '新しい利用者を申請' }).click();
  await window.getByRole('button', { name: '申請する' }).click();
  await expectAccessible(window);
  await window.getByRole('button', { name: 'やめる' }).click();
  const name = '新任 八重';
  const period = { from: today, until: addDays(today, 300) };
  await users.applyFor({ userId: 'clerk03', personId: '100234', name, department: '推進係', ...period });
  await users.openUser('clerk11');
  await expectAccessible(window);
  await window.getByRole('button', { name: '利用停止' }).click();
  await window.getByRole('dialog').waitFor();
  await expectAccessible(window);
  await window.keyboard.press('Escape');
  await signIn.signOut();
  vrs.clock.advance(30_000);
  await signIn.signInAs('admin01');
  await users.open();
  await users.openWaiting(name);
  await expectAccessible(window);
  vrs.clock.advance(30_000);
  await users.approve();
  await users.handOver.waitFor();
  await expectAccessible(window);
});
