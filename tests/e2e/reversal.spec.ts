import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixture.ts';
import { writeBatchFile } from './files.ts';
import { ApprovalsScreen } from './screens/approvals.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

test('what was applied is undone by an application of its own, which somebody else approves', async ({
  terminal,
  window,
  vrs,
}, testInfo) => {
  test.setTimeout(180_000);
  await window.setViewportSize({ width: 1280, height: 720 });
  const signIn = new SignInScreen(window);
  const batches = new BatchesScreen(window);
  const approvals = new ApprovalsScreen(window);
  const file = await writeBatchFile(terminal.folder, { kind: 'records', rows: 80, encoding: 'utf-8' });
  const seat = async (userId: string): Promise<void> => {
    vrs.clock.advance(30_000);
    await signIn.signInAs(userId);
  };

  await test.step('the clerk applies and the chief sees every kind of change before approving', async () => {
    await signIn.signInAs('clerk01');
    await new PeopleScreen(window).copyReady();
    await terminal.chooseNext(file.path);
    await batches.apply('誤って送った分');
    await signIn.signOut();
    await seat('chief01');
    await approvals.open();
    await approvals.openBatch(file.fileName);
    await expect(window.getByRole('table', { name: '変わり方ごとの行数と例' })).toBeVisible();
    await expect(approvals.approveButton).toBeEnabled();
    await expectAccessible(window);
    await window.screenshot({ path: testInfo.outputPath('approval.png') });
    await approvals.approve();
    await expect(window.getByRole('heading', { name: '承認しました' })).toBeVisible();
    await vrs.applied();
    await signIn.signOut();
  });

  await test.step('the clerk asks for the undoing, with a reason', async () => {
    await seat('clerk01');
    await new PeopleScreen(window).copyReady();
    await batches.open();
    await batches.openOwn(file.fileName);
    await expect(window.getByRole('heading', { name: '受領書' })).toBeVisible();
    await expect(window.getByRole('button', { name: '受領書を印刷' })).toBeVisible();
    await window.getByRole('button', { name: '反映を取り消す' }).click();
    const dialog = window.getByRole('dialog', { name: '反映を取り消す' });
    await dialog.getByRole('button', { name: '反映の取り消しを申請する' }).click();
    await expect(dialog.getByText('理由を入力してください。')).toBeVisible();
    await dialog.getByLabel('取り消しの理由').fill('別の月のファイルだった');
    await dialog.getByRole('button', { name: '反映の取り消しを申請する' }).click();
    const reversal = window.getByRole('region', { name: '反映の取り消し' });
    await expect(reversal.getByText('承認待ち')).toBeVisible();
    await expectAccessible(window);
    await window.screenshot({ path: testInfo.outputPath('result.png'), fullPage: true });
    await signIn.signOut();
  });

  await test.step('the chief sees that it is an undoing, and approves it', async () => {
    await seat('chief01');
    await approvals.open();
    await approvals.openBatch(file.fileName);
    await expect(window.getByText('反映済みの申請を取り消す申請です', { exact: false })).toBeVisible();
    await approvals.approve();
    await expect(window.getByRole('heading', { name: '承認しました' })).toBeVisible();
    await vrs.applied();
  });

  await test.step('the receipt of what was decided says both', async () => {
    await window.getByRole('button', { name: '一覧に戻る（Esc）' }).click();
    await window
      .getByRole('table', { name: '終わった申請' })
      .getByRole('row', { name: new RegExp(`${file.fileName}.*接種記録`) })
      .click();
    await window.keyboard.press('Enter');
    const receipt = window.getByRole('region', { name: '受領書' });
    await expect(receipt.getByText('別の月のファイルだった')).toBeVisible();
    await expect(receipt.getByText('元に戻した行')).toBeVisible();
    await expectAccessible(window);
    await window.screenshot({ path: testInfo.outputPath('receipt.png'), fullPage: true });
    await signIn.signOut();
  });

  await test.step('and the clerk sees what became of it', async () => {
    await seat('clerk01');
    await new PeopleScreen(window).copyReady();
    await batches.open();
    await batches.openOwn(file.fileName);
    const reversal = window.getByRole('region', { name: '反映の取り消し' });
    await expect(reversal.getByText('反映済み')).toBeVisible();
  });
});
