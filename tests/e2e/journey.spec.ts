import type { Page } from '@playwright/test';
import { z } from 'zod';

import { callFromPage } from './call-from-page.ts';
import { expect, test } from './fixture.ts';
import { writeBatchFile } from './files.ts';
import { ApprovalsScreen } from './screens/approvals.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

test('a newcomer looks somebody up, sends a batch, has it approved and sees the record changed', async ({
  terminal,
  window,
  vrs,
}) => {
  const signIn = new SignInScreen(window);
  const people = new PeopleScreen(window);
  const batches = new BatchesScreen(window);
  const approvals = new ApprovalsScreen(window);
  const file = await writeBatchFile(terminal.folder, { kind: 'records', rows: 150, encoding: 'cp932' });
  const [, ticketNumber = '', doseNumber = ''] = firstRow(file.bytes);

  await test.step('the clerk signs in with two clicks and looks the person up', async () => {
    await signIn.signInAs('clerk01');
    await people.copyReady();
    await people.chooseReason('電話');
    await people.search(ticketNumber);
    await expect(people.person).toBeVisible();
    await expect(people.doses.filter({ hasText: `${doseNumber}回目` })).toHaveCount(0);
  });

  await test.step('checks the file, sees the difference and applies', async () => {
    await terminal.chooseNext(file.path);
    await batches.open();
    await batches.chooseFile();
    await batches.check();
    await batches.goToDifference();
    await expect(batches.difference).toContainText('登録内容はまだ変わっていません');
    await batches.submit('十一月分の予診票、入力業者から');
    await batches.submitted();
    await signIn.signOut();
  });

  await test.step('the chief sees what it changes and approves it', async () => {
    vrs.clock.advance(30_000);
    await signIn.signInAs('chief01');
    await expect(window.getByRole('navigation', { name: '画面' })).toContainText('1');
    await approvals.open();
    await approvals.openBatch(file.fileName);
    await expect(window.getByText('十一月分の予診票、入力業者から')).toBeVisible();
    await approvals.approve();
    await expect(window.getByRole('heading', { name: '承認しました' })).toBeVisible();
    await signIn.signOut();
  });

  await test.step('the clerk finds the new dose, and the receipt', async () => {
    vrs.clock.advance(30_000);
    await signIn.signInAs('clerk01');
    await people.copyReady();
    await people.chooseReason('電話');
    await people.search(ticketNumber);
    await expect(async () => {
      await people.person.getByRole('button', { name: 'VRSで最新を確認' }).click();
      await expect(people.doses.filter({ hasText: `${doseNumber}回目` })).toHaveCount(1, { timeout: 1_000 });
    }).toPass();
    await batches.open();
    await batches.openOwn(file.fileName);
    await expect(batches.result).toContainText('VRSの登録内容に反映されました');
    await expect(batches.result).toContainText('審査用のデータは消去しました');
  });
});

test('what stands changed between looking and applying: the difference is made anew, and the screen says why', async ({
  terminal,
  window,
  vrs,
}) => {
  const batches = new BatchesScreen(window);
  const file = await writeBatchFile(terminal.folder, { kind: 'records', rows: 40, encoding: 'utf-8' });
  await new SignInScreen(window).signInAs('clerk01');
  await new PeopleScreen(window).copyReady();
  await terminal.chooseNext(file.path);
  await batches.open();
  await batches.chooseFile();
  await batches.check();
  await batches.goToDifference();
  await expect(batches.difference).toContainText('登録内容はまだ変わっていません');
  // As if somebody else had had it compared since.
  vrs.storage.database.prepare('UPDATE batch SET difference_fingerprint = ?').run('f'.repeat(64));
  await batches.submit('一度目');
  await expect(
    window
      .getByRole('status')
      .filter({ hasText: '差分を表示してから登録内容が変わったため、差分を作り直しました' }),
  ).toBeVisible();
  await expect(batches.difference).toContainText('登録内容はまだ変わっていません');
  await batches.submit('二度目');
  await batches.submitted();
});

test('what a file gets wrong is counted, shown with an example, and left out only when the clerk says so', async ({
  terminal,
  window,
}) => {
  const batches = new BatchesScreen(window);
  const file = await writeBatchFile(terminal.folder, {
    kind: 'records',
    rows: 100,
    encoding: 'cp932',
    errors: { 'value-missing': 2, 'date-in-future': 3 },
  });
  await new SignInScreen(window).signInAs('clerk01');
  await new PeopleScreen(window).copyReady();
  await terminal.chooseNext(file.path);
  await batches.open();
  await batches.chooseFile();
  await batches.check();
  await expect(batches.checkResult.getByRole('row', { name: /必要な項目が空白 取込不可 2/ })).toBeVisible();
  await expect(batches.checkResult.getByRole('row', { name: /今日より後の日付 要修正 3/ })).toBeVisible();
  await batches.goToDifference();
  await batches.submit('試験');
  await expect(batches.problem).toContainText('取込不可の行があります');
  await window.getByLabel('取込不可の行を除いて申請する').check();
  await window.getByRole('button', { name: '申請する' }).click();
  await expect(batches.problem).toContainText('要修正の行を残して申請するときは、理由を');
  await window.getByLabel('要修正の行を残す理由').fill('予診票の原本で確認済み');
  await window.getByRole('button', { name: '申請する' }).click();
  await batches.submitted();
});

test('nobody approves or returns their own batch, not even past the screen', async ({
  terminal,
  window,
  vrs,
}) => {
  const batches = new BatchesScreen(window);
  const approvals = new ApprovalsScreen(window);
  const signIn = new SignInScreen(window);
  const file = await writeBatchFile(terminal.folder, { kind: 'records', rows: 40, encoding: 'utf-8' });
  await signIn.signInAs('chief01');
  await new PeopleScreen(window).copyReady();
  await terminal.chooseNext(file.path);
  await batches.apply('自分の申請');
  await approvals.open();
  await approvals.openBatch(file.fileName);
  await expect(approvals.approveButton).toBeDisabled();
  await expect(approvals.returnButton).toBeDisabled();
  await expect(window.getByText('自分が作成した申請は、自分では承認も差し戻しもできません')).toBeVisible();

  // A script in the page that calls the operation itself is refused by the main process.
  const inbox = await inboxOf(window);
  vrs.clock.advance(30_000);
  const { password, oneTimePassword } = vrs.credentials('chief01');
  const { batchId, fingerprint, differenceFingerprint } = inbox;
  const given = { batchId, fingerprint, differenceFingerprint, password, oneTimePassword };
  expect(await callFromPage(window, 'approvals.approve', given)).toMatchObject({
    problem: { code: 'own-batch' },
  });
  const refused = await callFromPage(window, 'approvals.return', { batchId, reason: '試験' });
  expect(refused).toMatchObject({ problem: { code: 'own-batch' } });
});

test('a returned batch tells its maker why, and nothing has changed', async ({ terminal, window, vrs }) => {
  const batches = new BatchesScreen(window);
  const approvals = new ApprovalsScreen(window);
  const signIn = new SignInScreen(window);
  const file = await writeBatchFile(terminal.folder, { kind: 'subjects', rows: 30, encoding: 'utf-8-bom' });
  await signIn.signInAs('clerk01');
  await new PeopleScreen(window).copyReady();
  await terminal.chooseNext(file.path);
  await batches.apply('転入者の追加');
  await signIn.signOut();
  vrs.clock.advance(30_000);
  await signIn.signInAs('chief01');
  await approvals.open();
  await approvals.openBatch(file.fileName);
  await approvals.return('日付の範囲が違います。十月分を出力し直してください。');
  await expect(window.getByRole('heading', { name: '差し戻しました' })).toBeVisible();
  await signIn.signOut();
  vrs.clock.advance(30_000);
  await signIn.signInAs('clerk01');
  await batches.open();
  await batches.openOwn(file.fileName);
  await expect(batches.result).toContainText('日付の範囲が違います');
  await expect(batches.result).toContainText('VRSの登録内容は変わっていません');
});

const Waiting = z.object({
  batchId: z.string(),
  fingerprint: z.string(),
  differenceFingerprint: z.string(),
});

/** The one batch that waits, as the operation gives it. */
async function inboxOf(window: Page): Promise<z.infer<typeof Waiting>> {
  const answer = z
    .object({ value: z.object({ batches: z.array(Waiting).length(1) }) })
    .parse(await callFromPage(window, 'approvals.inbox', {}));
  return Waiting.parse(answer.value.batches[0]);
}

/** The cells of the first line under the header. */
function firstRow(bytes: Buffer): readonly string[] {
  return new TextDecoder('shift_jis').decode(bytes).split('\r\n')[1]?.split(',') ?? [];
}
