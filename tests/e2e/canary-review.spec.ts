import { rm } from 'node:fs/promises';
import path from 'node:path';

import { CANARY, filesWith, startWithTemporaryFolder } from './canaries.ts';
import { expect, test } from './fixture.ts';
import { filesOf, writeBatchFile, writeFileFor } from './files.ts';
import { somebody } from './people-of-the-training-vrs.ts';
import { ApprovalsScreen } from './screens/approvals.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

const ends = [
  ['nothing of what a chief and IT type or see lies on the disk after a power cut', 'killed'],
  ['nothing of what a chief and IT type or see lies on the disk after signing out', 'closed'],
] as const;

for (const [title, end] of ends) {
  test(title, async ({ anotherTerminal, vrs }) => {
    test.setTimeout(150_000);
    const terminal = await anotherTerminal();
    const { window, temporary } = await startWithTemporaryFolder(terminal);
    const signIn = new SignInScreen(window);
    const person = somebody(vrs);

    await test.step('a clerk applies for a file, with words of their own', async () => {
      const made = await writeBatchFile(terminal.folder, { kind: 'records', rows: 40, encoding: 'utf-8' });
      const withCanary = made.bytes.toString('utf8').replaceAll('北村　洋一', CANARY);
      await terminal.chooseNext(await writeFileFor(terminal.folder, '申請.csv', withCanary));
      await signIn.signInAs('clerk01');
      await new PeopleScreen(window).copyReady();
      await new BatchesScreen(window).apply(`${CANARY}の分`);
      await signIn.signOut();
    });

    await test.step('a chief looks at it, sends it back with a reason, and asks the log', async () => {
      vrs.clock.advance(30_000);
      await signIn.signInAs('chief01');
      const approvals = new ApprovalsScreen(window);
      await approvals.open();
      await approvals.openBatch('申請.csv');
      await expect(window.getByText(`${CANARY}の分`)).toBeVisible();
      await approvals.return(`${CANARY}の日付が違います`);
      await expect(window.getByRole('heading', { name: '差し戻しました' })).toBeVisible();
      await window
        .getByRole('navigation', { name: '画面' })
        .getByRole('button', { name: '操作ログ' })
        .click();
      await window.getByLabel('宛名番号').fill(person.addresseeNumber);
      await window.getByLabel('利用者', { exact: true }).fill(CANARY);
      await window.getByRole('button', { name: '絞り込む' }).click();
      await terminal.saveNext(undefined);
      await window.getByRole('button', { name: '出力', exact: true }).click();
      const dialog = window.getByRole('dialog', { name: '操作ログを出力する' });
      vrs.clock.advance(30_000);
      await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
      await dialog.getByRole('button', { name: '保存する場所を選ぶ' }).click();
      await expect.poll(() => terminal.lastActions(1)).toEqual(['操作ログの出力']);
      await dialog.getByRole('button', { name: 'やめる' }).click();
      await expect(dialog).toBeHidden();
      await signIn.signOut();
    });

    await test.step('IT tests the terminal and takes 診断情報 out of it', async () => {
      vrs.clock.advance(60_000);
      await signIn.signInAs('it01');
      await terminal.saveNext(path.join(filesOf(terminal.folder), '診断情報.json'));
      const card = window.getByRole('region', { name: '診断情報' });
      await card.getByRole('button', { name: '診断情報を出力' }).click();
      await expect(card.getByRole('status')).toContainText('診断情報を出力しました。');
    });
    if (end === 'killed') await terminal.kill();
    else {
      await signIn.signOut();
      await terminal.quit();
    }

    const canaries = [CANARY, person.name, person.addresseeNumber];
    expect(await filesWith(terminal.folder, canaries)).toEqual([]);
    expect(await filesWith(temporary, canaries)).toEqual([]);
    // Of what was brought and taken away, only the clerk's file has it.
    expect(await filesWith(filesOf(terminal.folder), [CANARY])).toEqual(['申請.csv']);
    await rm(temporary, { recursive: true, force: true });
  });
}
