import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from '@playwright/test';

import { dayInJapan } from '../../src-shared/domain/clock.ts';
import { addDays } from '../../src-shared/domain/dates/calendar.ts';
import { test } from './fixture.ts';
import { filesOf, writeBatchFile } from './files.ts';
import { residents } from './people-of-the-training-vrs.ts';
import { ApprovalsScreen } from './screens/approvals.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';
import { UsersScreen } from './screens/users.ts';

const folder = process.env['PICTURES'] ?? path.resolve(import.meta.dirname, '../../docs/pictures');
const [width = 1280, height = 720] = (process.env['PICTURE_SIZE'] ?? '1280x720').split('x').map(Number);

test('the screens of README', async ({ terminal, window, vrs }) => {
  test.setTimeout(180_000);
  await mkdir(folder, { recursive: true });
  await window.setViewportSize({ width, height });
  const signIn = new SignInScreen(window);
  const people = new PeopleScreen(window);
  const batches = new BatchesScreen(window);
  const approvals = new ApprovalsScreen(window);

  await window.getByRole('row', { name: /^it01/ }).waitFor();
  await picture(window, 'sign-in');

  await signIn.signInAs('clerk01');
  await people.copyReady();
  await people.chooseReason('電話');
  await people.search('佐藤');
  await people.hits.waitFor();
  await picture(window, 'people-found');
  await people.search(withManyDoses(vrs));
  await people.person.waitFor();
  await picture(window, 'people');

  const errors = { 'value-missing': 3, 'date-in-future': 4, 'ticket-not-issued': 2, 'date-invalid': 2 };
  const file = await writeBatchFile(terminal.folder, {
    kind: 'records',
    rows: 250,
    encoding: 'cp932',
    errors,
  });
  await terminal.chooseNext(file.path);
  await batches.open();
  await batches.chooseFile();
  await window.getByRole('button', { name: '検査する' }).waitFor();
  await picture(window, 'batch-file');
  await batches.check();
  await picture(window, 'batch-check');
  await batches.goToDifference();
  await picture(window, 'batch-difference');
  await batches.submit('十一月第三週の予診票（入力業者から）', {
    leaveOut: true,
    reason: '予診票の原本で確認済み',
  });
  await batches.submitted();
  await picture(window, 'batch-submitted');
  await window.getByRole('button', { name: '画面ロック' }).click();
  await window.getByRole('heading', { name: '画面ロック中' }).waitFor();
  await picture(window, 'lock');
  await window.getByRole('button', { name: 'サインアウト' }).click();
  await signIn.userId.waitFor();

  vrs.clock.advance(30_000);
  await signIn.signInAs('chief01');
  await approvals.open();
  await window.getByRole('row', { name: new RegExp(file.fileName) }).waitFor();
  await picture(window, 'approval-inbox');
  await approvals.openBatch(file.fileName);
  await picture(window, 'approval');
  await approvals.approve();
  await window.getByRole('heading', { name: '承認しました' }).waitFor();
  await window.getByRole('button', { name: '操作ログ' }).click();
  await window.getByText('検証済み').first().waitFor();
  await picture(window, 'operation-log');
  await window.getByRole('button', { name: '出力', exact: true }).click();
  await window.getByRole('dialog').waitFor();
  await picture(window, 'operation-log-export');
  await window.getByRole('dialog').getByRole('button', { name: 'やめる' }).click();
  await window.getByRole('radio', { name: '週次点検' }).check();
  await window.getByRole('table', { name: '規則ごとの件数' }).waitFor();
  await picture(window, 'log-review');
  await window.getByRole('radio', { name: '月次点検表' }).check();
  await window.getByRole('button', { name: '点検表を印刷' }).waitFor();
  await picture(window, 'log-review-month');

  const users = new UsersScreen(window);
  await users.open();
  await picture(window, 'users');
  const today = dayInJapan(vrs.clock.now());
  const period = { from: today, until: addDays(today, 300) };
  const newcomer = {
    userId: 'clerk03',
    personId: '100234',
    name: '新任　八重',
    department: '接種推進係',
    ...period,
  };
  await users.applyFor(newcomer);
  await signIn.signOut();
  vrs.clock.advance(30_000);
  await signIn.signInAs('admin01');
  await users.open();
  await users.openWaiting('新任');
  await picture(window, 'users-application');
  vrs.clock.advance(30_000);
  await users.approve();
  await users.handOver.waitFor();
  await picture(window, 'users-hand-over');
  await signIn.signOut();

  vrs.clock.advance(30_000);
  await signIn.signInAs('clerk01');
  await batches.open();
  await batches.openOwn(file.fileName);
  await batches.result.waitFor();
  await picture(window, 'batch-result');
  await signIn.signOut();

  vrs.clock.reset();
  await signIn.signInAs('it01');
  await window.getByRole('button', { name: '接続試験' }).click();
  await window.getByText(/時計の差/).waitFor();
  await picture(window, 'workstation');
  await window.getByRole('button', { name: '自己点検' }).click();
  const selfCheck = window.getByRole('list', { name: '自己点検の結果' });
  await selfCheck.waitFor();
  await selfCheck.scrollIntoViewIfNeeded();
  await picture(window, 'workstation-self-check');
  await terminal.saveNext(path.join(filesOf(terminal.folder), '診断情報.json'));
  const diagnostics = window.getByRole('region', { name: '診断情報' });
  await diagnostics.getByRole('button', { name: '診断情報を出力' }).click();
  await window.getByText('診断情報を出力しました。').waitFor();
  await diagnostics.scrollIntoViewIfNeeded();
  await picture(window, 'workstation-diagnostics');
  vrs.faults.add({ kind: 'drop-before' });
  await window.getByRole('button', { name: '接続試験' }).click();
  await window.getByText('通らなかった項目があります').waitFor();
  await window.getByRole('heading', { name: '端末設定' }).scrollIntoViewIfNeeded();
  await picture(window, 'workstation-vrs-away');
});

async function picture(window: Page, name: string): Promise<void> {
  // Until what arrives last (a font, a focus ring) is there.
  await window.evaluate(() => document.fonts.ready);
  await window.waitForTimeout(400);
  await window.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** The ticket of somebody whose history fills the screen. */
function withManyDoses(vrs: Parameters<typeof residents>[0]): string {
  const doses = vrs.storage.database.prepare('SELECT COUNT(*) FROM record WHERE ticket_number = ?').pluck();
  const most = residents(vrs).toSorted(
    (a, b) => Number(doses.get(b.ticketNumber)) - Number(doses.get(a.ticketNumber)),
  );
  return most[0]?.ticketNumber ?? '';
}
