import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { fiscalYearOf } from '../../src-main/operation-log/archives/fiscal-year.ts';
import type { TrainingVrs } from '../../src-training/start.ts';
import { expectAccessible } from './accessible.ts';
import { callFromPage } from './call-from-page.ts';
import { clerk, hadEarlierWork, lookUp } from './earlier-work.ts';
import { expect, test } from './fixture.ts';
import { residents } from './people-of-the-training-vrs.ts';
import { SignInScreen } from './screens/sign-in.ts';

const thisYear = fiscalYearOf(new Date());
/** The newest year that nobody has to keep any more, the oldest that has to be kept, and the one that ended last. */
const [over, kept, last] = [thisYear - 8, thisYear - 7, thisYear - 1];

/** Two look-ups in May of each of these years. The terminal that starts next seals the last of them. */
function hadEarlierYears(folder: string, vrs: TrainingVrs): Promise<boolean> {
  const [first, second] = residents(vrs).map(({ addresseeNumber }) => addresseeNumber);
  if (first === undefined || second === undefined) throw new Error('too few residents');
  const work = [over, kept, last].map((year) => ({
    at: `${year}-05-11T10:00:00+09:00`,
    done: [lookUp(clerk, first), lookUp(clerk, second)],
  }));
  return hadEarlierWork(folder, vrs, work);
}

async function archivesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(path.join(folder, 'log'));
  return names.filter((name) => /^operation-log-archive-.*\.jsonl$/.test(name)).toSorted();
}

/** Runs the verifier on the log as whoever audits it does. */
function verify(folder: string) {
  const verifier = path.resolve(import.meta.dirname, '../../tools/verify-log/verify-log.ts');
  return spawnSync(process.execPath, [verifier, path.join(folder, 'log')], { encoding: 'utf8' });
}

test('SECURITY H75: a year that is over is sealed, and is destroyed only after seven years, by the chief with a password', async ({
  anotherTerminal,
  vrs,
}) => {
  test.setTimeout(120_000);
  const terminal = await anotherTerminal();
  test.skip(
    !(await hadEarlierYears(terminal.folder, vrs)),
    'without a credential store earlier years can not be read',
  );
  const window = await terminal.start();
  await new SignInScreen(window).signInAs('chief01');
  // The first entry of a new year has the one before sealed.
  const years = [over, kept, last];
  await expect
    .poll(() => archivesIn(terminal.folder), { timeout: 30_000 })
    .toEqual(years.map((year) => expect.stringContaining(`operation-log-archive-${year}-`)));
  await window.getByRole('button', { name: '操作ログ' }).click();

  const archives = window.getByRole('table', { name: '書庫' });
  const row = (one: number) => archives.getByRole('row', { name: new RegExp(`^${one}年度`) });
  await expect(archives.getByRole('row')).toHaveCount(4);
  await expect(row(over)).toContainText('保存期間が過ぎました');
  await expect(row(kept)).toContainText('保存中');
  await expect(row(last)).toContainText('保存中');
  // Only one of them may be destroyed.
  await expect(archives.getByRole('button')).toHaveText([`${over}年度を廃棄`]);
  await expectAccessible(window);

  // Every entry is checked, those in the archives too.
  await window.getByRole('button', { name: '最初から検証する' }).click();
  await expect.poll(() => terminal.lastResultOf('操作ログの検証')).toBe('done');
  await expect(window.getByRole('region', { name: '記録の状態' })).toContainText('検証済み');

  await row(over).getByRole('button').click();
  const dialog = window.getByRole('dialog', { name: `${over}年度の書庫を廃棄する` });
  await expect(dialog).toContainText('元に戻せません。');
  await expectAccessible(window);
  await dialog.getByRole('button', { name: '廃棄する' }).click();
  await expect(dialog.getByText('パスワードを入力してください。')).toBeVisible();
  await expect(row(over)).toContainText('保存期間が過ぎました');
  vrs.clock.advance(30_000);
  await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
  await expect(dialog.getByLabel('ワンタイムパスワード')).toHaveValue(/^[0-9]{6}$/);
  await dialog.getByRole('button', { name: '廃棄する' }).click();
  await expect(dialog).toBeHidden();
  await expect(row(over)).toContainText('廃棄済み（目録のみ）');
  await expect(archives.getByRole('button')).toHaveCount(0);
  await expectAccessible(window);

  // The screen offers it for no other; whoever asks all the same is refused, with the right password too.
  vrs.clock.advance(30_000);
  const { password, oneTimePassword } = vrs.credentials('chief01');
  const first = Number(/-(\d{12})-\d{12}/.exec((await archivesIn(terminal.folder))[1] ?? '')?.[1]);
  expect(
    await callFromPage(window, 'log.destroyArchive', { first, password, oneTimePassword }),
  ).toMatchObject({ ok: false, problem: { code: 'archive-kept' } });
  expect(await terminal.lastResultOf('書庫の廃棄')).toBe('archive-kept');
  await expect(row(kept)).toContainText('保存中');

  // What was sealed and destroyed, and by whom, stands in the log.
  const entries = window.getByRole('table', { name: '操作ログ' });
  await window.getByRole('button', { name: '絞り込む' }).click();
  await expect(entries.getByRole('row', { name: /操作ログの書庫への移動/ })).toHaveCount(3);
  await expect(entries.getByRole('row', { name: /書庫への移動/ }).first()).not.toContainText('（）');
  await expect(entries.getByRole('row', { name: /操作ログの書庫の廃棄/ })).toContainText('係長　四郎');
  expect(terminal.complaints).toEqual([]);
  await terminal.quit();
  expect(verify(terminal.folder)).toMatchObject({ status: 0 });
});

test('SECURITY H75: the chief blacks a person out of the log with a password and a reason, and only then', async ({
  terminal,
  window,
  vrs,
}) => {
  await new SignInScreen(window).signInAs('chief01');
  await window.getByRole('button', { name: '操作ログ' }).click();
  await expect(window.getByRole('region', { name: '書庫' })).toContainText('年度の終わりから7年保存します');

  await window.getByRole('button', { name: '墨消し' }).click();
  const dialog = window.getByRole('dialog', { name: '一人の宛名番号を墨消しする' });
  await expectAccessible(window);
  await dialog.getByLabel('宛名番号').fill('1000000001');
  vrs.clock.advance(30_000);
  await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
  await dialog.getByRole('button', { name: '墨消しする' }).click();
  await expect(dialog.getByText('理由を入力してください。')).toBeVisible();
  await dialog.getByLabel('理由').fill('消去の請求');
  vrs.clock.advance(30_000);
  await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
  await dialog.getByRole('button', { name: '墨消しする' }).click();
  await expect(window.getByText('墨消しが終わりました。')).toBeVisible();
  await expect(dialog).toBeHidden();
  expect(await terminal.lastActions(5)).toContain('操作ログの墨消し');
  await expectAccessible(window);
});

test('SECURITY P7: the newest signed checkpoint comes to paper', async ({ terminal, window }) => {
  await new SignInScreen(window).signInAs('chief01');
  await window.getByRole('button', { name: '操作ログ' }).click();
  await window.getByRole('button', { name: '署名点を印刷' }).click();
  await expect.poll(() => terminal.lastActions(5)).toContain('印刷');
  await expect(window.getByRole('button', { name: '署名点を印刷' })).toBeEnabled();
});
