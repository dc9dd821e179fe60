import { rm } from 'node:fs/promises';
import path from 'node:path';

import { dayInJapan } from '../../src-shared/domain/clock.ts';
import { addDays } from '../../src-shared/domain/dates/calendar.ts';
import { CANARY, filesWith, startWithTemporaryFolder } from './canaries.ts';
import { expect, test } from './fixture.ts';
import { filesOf, writeBatchFile, writeFileFor } from './files.ts';
import { residents, somebody } from './people-of-the-training-vrs.ts';
import { ApprovalsScreen } from './screens/approvals.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';
import { UsersScreen } from './screens/users.ts';

const ends = [
  [
    'nothing of what a chief, an administrator and IT type or see lies on the disk after a power cut',
    'killed',
  ],
  [
    'nothing of what a chief, an administrator and IT type or see lies on the disk after signing out',
    'closed',
  ],
] as const;

for (const [title, end] of ends) {
  test(title, async ({ anotherTerminal, vrs }) => {
    test.setTimeout(300_000);
    const terminal = await anotherTerminal();
    const { window, temporary } = await startWithTemporaryFolder(terminal);
    const signIn = new SignInScreen(window);
    const person = somebody(vrs);
    const [, other = person] = residents(vrs);

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
      const dialog = window.getByRole('dialog', { name: '操作ログを出力する' });
      for (const format of ['csv', 'json-lines', 'rfc-5424']) {
        await window.getByRole('button', { name: '出力', exact: true }).click();
        await dialog.getByLabel('形式').selectOption(format);
        vrs.clock.advance(30_000);
        await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
        await expect(dialog.getByLabel('ワンタイムパスワード')).toHaveValue(/^[0-9]{6}$/);
        await dialog.getByRole('button', { name: '保存する場所を選ぶ' }).click();
        await expect(dialog.getByRole('alert')).toContainText('file-not-chosen');
        await dialog.getByRole('button', { name: 'やめる' }).click();
        await expect(dialog).toBeHidden();
      }
    });

    await test.step('puts the mark of 要注意 on a person and blacks another out, each with a reason', async () => {
      await window.getByRole('radio', { name: '要注意の印' }).check();
      const mark = window.getByRole('form', { name: '要注意の印' });
      await mark.getByLabel('宛名番号').fill(person.addresseeNumber);
      await mark.getByLabel('理由').fill(`${CANARY}の家族`);
      await mark.getByRole('button', { name: '印を付ける' }).click();
      const marked = window.getByRole('table', { name: '要注意の印のある人' });
      await expect(marked).toContainText(person.name);
      await expect(marked).toContainText(`${CANARY}の家族`);
      await window.getByRole('radio', { name: '週次点検' }).check();
      await window.getByRole('radio', { name: /^説明できない/ }).check();
      await window.getByRole('radio', { name: '記録の一覧' }).check();
      await window.getByRole('button', { name: '墨消し' }).click();
      const dialog = window.getByRole('dialog', { name: '一人の宛名番号を墨消しする' });
      await dialog.getByLabel('宛名番号').fill(other.addresseeNumber);
      await dialog.getByLabel('理由').fill(`${CANARY}の請求`);
      vrs.clock.advance(30_000);
      await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
      await dialog.getByRole('button', { name: '墨消しする' }).click();
      await expect(window.getByText('墨消しが終わりました。')).toBeVisible();
    });

    const handedOver: string[] = [];
    await test.step('applies for two users, of whom the administrator lets one in and sends the other back', async () => {
      const users = new UsersScreen(window);
      await users.open();
      const today = dayInJapan(vrs.clock.now());
      const period = { from: today, until: addDays(today, 300) };
      const newcomer = {
        userId: 'clerk03',
        personId: '100234',
        name: '新任 八重',
        department: '係',
        ...period,
      };
      await users.applyFor({ ...newcomer, reason: `${CANARY}の後任` });
      const second = { ...newcomer, userId: 'clerk04', personId: '100235', name: '新任 九重' };
      await users.applyFor({ ...second, reason: `${CANARY}の手伝い` });
      await signIn.signOut();
      vrs.clock.advance(30_000);
      await signIn.signInAs('admin01');
      await users.open();
      await users.openWaiting(newcomer.name);
      await expect(window.getByText(`${CANARY}の後任`)).toBeVisible();
      await window.getByRole('button', { name: /一覧に戻る/ }).click();
      await users.openWaiting(second.name);
      await users.return(`${CANARY}の所属が違います`);
      await expect(window.getByText(`${CANARY}の所属が違います`)).toBeVisible();
      await window.getByRole('button', { name: /一覧に戻る/ }).click();
      await users.openWaiting(newcomer.name);
      vrs.clock.advance(30_000);
      await users.approve();
      for (const word of ['最初のパスワード', '認証アプリの鍵'])
        handedOver.push((await users.handedOver(word)).replaceAll(' ', ''));
      await signIn.signOut();
    });

    await test.step('IT has the terminal checked and takes 診断情報 out of it', async () => {
      vrs.clock.advance(60_000);
      await signIn.signInAs('it01');
      await window.getByRole('button', { name: '自己点検' }).click();
      await window.getByRole('list', { name: '自己点検の結果' }).waitFor();
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

    expect(handedOver).toHaveLength(2);
    const canaries = [CANARY, person.name, person.addresseeNumber, other.addresseeNumber, ...handedOver];
    expect(await filesWith(terminal.folder, canaries)).toEqual([]);
    expect(await filesWith(temporary, canaries)).toEqual([]);
    // Of what was brought and taken away, only the clerk's file has it.
    expect(await filesWith(filesOf(terminal.folder), [CANARY])).toEqual(['申請.csv']);
    await rm(temporary, { recursive: true, force: true });
  });
}
