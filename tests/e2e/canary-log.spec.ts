import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { fiscalYearOf } from '../../src-main/operation-log/archives/fiscal-year.ts';
import { CANARY, filesWith, startWithTemporaryFolder } from './canaries.ts';
import { clerk, hadEarlierWork, lookUp } from './earlier-work.ts';
import { expect, test } from './fixture.ts';
import { residents, somebody } from './people-of-the-training-vrs.ts';
import { PeopleScreen } from './screens/people.ts';
import { ReviewScreen } from './screens/review.ts';
import { SignInScreen } from './screens/sign-in.ts';

const ends = [
  [
    'nothing of what the log of earlier years and its review hold lies on the disk after a power cut',
    'killed',
  ],
  [
    'nothing of what the log of earlier years and its review hold lies on the disk after signing out',
    'closed',
  ],
] as const;

for (const [title, end] of ends) {
  test(title, async ({ anotherTerminal, vrs }) => {
    test.setTimeout(300_000);
    const terminal = await anotherTerminal();
    const person = somebody(vrs);
    const other = residents(vrs).find(({ addresseeNumber }) => addresseeNumber !== person.addresseeNumber);
    if (other === undefined) throw new Error('too few residents');
    const thisYear = fiscalYearOf(new Date());
    const [over, last] = [thisYear - 8, thisYear - 1];
    const work = [over, last].map((year) => ({
      at: `${year}-05-11T10:00:00+09:00`,
      done: [person, other].map((one) => lookUp(clerk, one.addresseeNumber, `${CANARY}の家族`)),
    }));
    test.skip(
      !(await hadEarlierWork(terminal.folder, vrs, work)),
      'without a credential store earlier years can not be read',
    );
    const { window, temporary } = await startWithTemporaryFolder(terminal);
    const signIn = new SignInScreen(window);
    const review = new ReviewScreen(window);

    await test.step('the chief writes down what became of the findings, and signs', async () => {
      await signIn.signInAs('chief01');
      await new PeopleScreen(window).copyReady();
      // The oldest week without a signature, out of an archive.
      await review.open();
      await window.getByRole('radio', { name: /^説明できない/ }).check();
      await expect(window.getByRole('table', { name: '照会された人' })).toContainText(person.name);
      await review.decideAll(`${CANARY}さんに確認`);
      const dialog = await review.openSigning();
      vrs.clock.advance(30_000);
      await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
      await expect(dialog.getByLabel('ワンタイムパスワード')).toHaveValue(/^[0-9]{6}$/);
      await dialog.getByRole('button', { name: '署名する' }).click();
      await expect(window.getByText('署名済み')).toBeVisible();
      await window.getByRole('radio', { name: '月次点検表' }).check();
      await expect(window.getByText(/^操作ログ月次点検表/)).toBeVisible();
    });

    await test.step('blacks somebody out of the archives with a reason', async () => {
      await window.getByRole('radio', { name: '記録の一覧' }).check();
      const entries = window.getByRole('table', { name: '操作ログ' });
      await expect(entries).toContainText(other.addresseeNumber);
      await window.getByRole('button', { name: '墨消し' }).click();
      const dialog = window.getByRole('dialog', { name: '一人の宛名番号を墨消しする' });
      await dialog.getByLabel('宛名番号').fill(other.addresseeNumber);
      await dialog.getByLabel('理由').fill(`${CANARY}の請求`);
      vrs.clock.advance(30_000);
      await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
      await expect(dialog.getByLabel('ワンタイムパスワード')).toHaveValue(/^[0-9]{6}$/);
      await dialog.getByRole('button', { name: '墨消しする' }).click();
      await expect(window.getByText('墨消しが終わりました。')).toBeVisible();
    });

    await test.step('destroys the archive that nobody has to keep any more', async () => {
      await window.getByRole('button', { name: `${over}年度を廃棄` }).click();
      const dialog = window.getByRole('dialog', { name: `${over}年度の書庫を廃棄する` });
      vrs.clock.advance(30_000);
      await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
      await expect(dialog.getByLabel('ワンタイムパスワード')).toHaveValue(/^[0-9]{6}$/);
      await dialog.getByRole('button', { name: '廃棄する' }).click();
      await expect(window.getByRole('table', { name: '書庫' })).toContainText('廃棄済み（目録のみ）');
    });

    if (end === 'killed') await terminal.kill();
    else {
      await signIn.signOut();
      await terminal.quit();
    }
    const archives = (await readdir(path.join(terminal.folder, 'log'))).filter((name) =>
      name.startsWith('operation-log-archive-'),
    );
    expect(archives).toHaveLength(2);
    const canaries = [CANARY, person.name, other.name, person.addresseeNumber, other.addresseeNumber];
    expect(await filesWith(terminal.folder, canaries)).toEqual([]);
    expect(await filesWith(temporary, canaries)).toEqual([]);
    // That the search reads the log is seen by what may stand there.
    expect(await filesWith(terminal.folder, ['操作ログの墨消し'])).toHaveLength(1);
    await rm(temporary, { recursive: true, force: true });
  });
}
