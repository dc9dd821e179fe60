import { dayInJapan } from '../../src-shared/domain/clock.ts';
import { addDays } from '../../src-shared/domain/dates/calendar.ts';
import { mondayOf } from '../../src-shared/domain/dates/weeks.ts';
import { ReviewHours } from '../../src-shared/domain/review-hours.ts';
import type { TrainingVrs } from '../../src-training/start.ts';
import { expectAccessible } from './accessible.ts';
import { chief, clerk, hadEarlierWork, lookUp } from './earlier-work.ts';
import { expect, type Terminal, test } from './fixture.ts';
import { residents } from './people-of-the-training-vrs.ts';
import { PeopleScreen } from './screens/people.ts';
import { ReviewScreen } from './screens/review.ts';
import { SignInScreen } from './screens/sign-in.ts';

/**
 * Last week's work: on Tuesday at eleven the clerk looked at two people and the chief at one, and late at night the clerk at one more. False
 * where the login session has no credential store.
 */
async function hadLastWeek(folder: string, vrs: TrainingVrs): Promise<boolean> {
  const [first, second, third] = residents(vrs).map(({ addresseeNumber }) => addresseeNumber);
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('too few residents');
  const tuesday = addDays(mondayOf(dayInJapan(new Date())), -6);
  return hadEarlierWork(folder, vrs, [
    {
      at: `${tuesday}T11:00:00+09:00`,
      done: [lookUp(clerk, first), lookUp(clerk, second), lookUp(chief, third)],
    },
    { at: `${tuesday}T22:00:00+09:00`, done: [lookUp(clerk, second)] },
  ]);
}

test('the chief reviews last week, leaves the own look-ups to the administrator, and signs with a password', async ({
  anotherTerminal,
  vrs,
}) => {
  test.setTimeout(120_000);
  const terminal: Terminal = await anotherTerminal();
  test.skip(
    !(await hadLastWeek(terminal.folder, vrs)),
    'without a credential store last week can not be read',
  );
  // Last Tuesday may have been a holiday.
  const window = await terminal.start({ review: { hours: ReviewHours.parse({ onHolidays: true }) } });
  const signIn = new SignInScreen(window);
  const review = new ReviewScreen(window);
  await signIn.signInAs('chief01');
  // Names are compared with those in the copy.
  await new PeopleScreen(window).copyReady();
  await review.open();
  await expect(window.getByText('未署名')).toBeVisible();
  await expect(window.getByText('あなた自身の照会が 1 件あります')).toBeVisible();
  const rules = window.getByRole('table', { name: '規則ごとの件数' });
  await expect(rules.getByRole('row', { name: /^時間外/ })).toContainText('1');
  const { signature } = review;
  await expect(signature.getByRole('button', { name: '署名する' })).toBeDisabled();
  await expectAccessible(window);

  // What the rules noticed can be looked at rule by rule.
  await window.getByRole('button', { name: '時間外：これだけ' }).click();
  const found = review.findings;
  await expect(found.getByRole('row')).toHaveCount(2);
  await expect(found).toContainText('研修　花子（clerk01）');
  await window.getByRole('button', { name: '時間外：すべて表示' }).click();
  await expect(found.getByRole('row')).toHaveCount(4);
  await review.decideAll('窓口の応援と確認');
  await expect(signature).toContainText('結果のない 1 件に結果を記入すると');

  // Both heaps, and the mark that is always looked at.
  await window.getByRole('radio', { name: /^説明できない/ }).check();
  const person = residents(vrs)[0];
  await expect(window.getByRole('table', { name: '照会された人' })).toContainText(person?.name ?? 'nobody');
  await expectAccessible(window);
  await signIn.signOut();

  vrs.clock.advance(30_000);
  await signIn.signInAs('admin01');
  await review.open();
  await review.decideAll('係長に確認');
  await expect(signature).toContainText('署名は運用責任者が行います。');
  await signIn.signOut();

  vrs.clock.advance(30_000);
  await signIn.signInAs('chief01');
  await review.open();
  await window.getByRole('button', { name: 'VRSの記録と比べる' }).click();
  await expect(window.getByText('この端末の記録と、VRSの記録は合っています。')).toBeVisible({
    timeout: 20_000,
  });
  const dialog = await review.openSigning();
  await dialog.getByRole('button', { name: '署名する' }).click();
  await expect(dialog.getByText('パスワードを入力してください。')).toBeVisible();
  vrs.clock.advance(30_000);
  await dialog.getByRole('button', { name: 'この利用者で入力' }).click();
  await expect(dialog.getByLabel('ワンタイムパスワード')).toHaveValue(/^[0-9]{6}$/);
  await expectAccessible(window);
  await dialog.getByRole('button', { name: '署名する' }).click();
  await expect(window.getByText('署名済み')).toBeVisible();
  await expect(signature).toContainText('署名したときのまま');
  await expect(window.getByRole('form', { name: '結果の記入' })).toHaveCount(0);
  expect(await terminal.lastActions(4)).toContain('操作ログの週次点検の署名');

  // The sheet of the month on paper: counts, who signed, the head; no resident.
  await window.getByRole('radio', { name: '月次点検表' }).check();
  const monday = addDays(mondayOf(dayInJapan(new Date())), -7);
  if (monday.slice(0, 7) !== dayInJapan(new Date()).slice(0, 7))
    await window.getByRole('button', { name: '前の月' }).click();
  await expect(window.getByText('係長　四郎（chief01）').first()).toBeVisible();
  await expectAccessible(window);
  await terminal.printer.hold();
  await window.getByRole('button', { name: '点検表を印刷' }).click();
  await window.emulateMedia({ media: 'print' });
  const sheet = window.getByRole('article');
  await expect(sheet).toContainText('操作ログ月次点検表');
  await expect(sheet).toContainText('本人に確認した');
  for (const { addresseeNumber, name } of residents(vrs).slice(0, 3)) {
    await expect(sheet).not.toContainText(addresseeNumber);
    await expect(sheet).not.toContainText(name);
  }
  await terminal.printer.goOn();
  await expect(sheet).toHaveCount(0);
  expect(terminal.complaints).toEqual([]);
});

test('what a clerk looks up stands in the review of the week that goes on, and clerks do not see it', async ({
  window,
  vrs,
}) => {
  const signIn = new SignInScreen(window);
  const review = new ReviewScreen(window);
  await signIn.signInAs('clerk01');
  await expect(window.getByRole('button', { name: '操作ログ' })).toHaveCount(0);
  const person = residents(vrs)[0];
  if (person === undefined) throw new Error('nobody there');
  await window.getByRole('radio', { name: '電話' }).check();
  const field = window.getByLabel('券番号・宛名番号・氏名・カナ');
  await field.fill(person.ticketNumber);
  await field.press('Enter');
  await window.getByRole('article', { name: '住民の詳細' }).waitFor();
  await signIn.signOut();

  vrs.clock.advance(30_000);
  await signIn.signInAs('chief01');
  await review.open();
  await expect(window.getByText('終わっていない週')).toBeVisible();
  await expect(window.getByRole('table', { name: '見つかったもの' })).toContainText('照会のみ');
  await window.getByRole('radio', { name: /^説明できない/ }).check();
  await expect(window.getByRole('table', { name: '照会された人' })).toContainText(person.addresseeNumber);
  await expect(window.getByRole('form', { name: '結果の記入' })).toHaveCount(0);

  // A mark is put on, with a reason or not at all.
  await window.getByRole('radio', { name: '要注意の印' }).check();
  const form = window.getByRole('form', { name: '要注意の印' });
  await form.getByLabel('宛名番号').fill(person.addresseeNumber);
  await form.getByRole('button', { name: '印を付ける' }).click();
  await expect(form.getByText('理由を入力してください。')).toBeVisible();
  await form.getByLabel('理由').fill('議員');
  await form.getByRole('button', { name: '印を付ける' }).click();
  await expect(window.getByRole('table', { name: '要注意の印のある人' })).toContainText('議員');
  await window.getByRole('radio', { name: '週次点検' }).check();
  await expect(window.getByRole('table', { name: '見つかったもの' })).toContainText('要注意の印');
});
