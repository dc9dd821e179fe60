import { expect, test } from './fixture.ts';
import { residents, somebody } from './people-of-the-training-vrs.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

test.beforeEach(async ({ window }) => {
  await new SignInScreen(window).signInAs('clerk01');
  await new PeopleScreen(window).copyReady();
});

test('nobody is looked up without 処理事由', async ({ window, vrs }) => {
  const screen = new PeopleScreen(window);
  await screen.search(somebody(vrs).ticketNumber);
  await expect(window.getByRole('alert')).toContainText('処理事由を選んで');
  await expect(screen.person).toHaveCount(0);
});

test('a ticket number, an OCR line from a scanner and an 宛名番号 open the one person they name', async ({
  window,
  vrs,
}) => {
  const screen = new PeopleScreen(window);
  const { name, ticketNumber, addresseeNumber, municipalityCode } = somebody(vrs);
  await screen.chooseReason('電話');
  for (const text of [ticketNumber, `11${municipalityCode}${ticketNumber}`, addresseeNumber]) {
    await screen.search(text);
    await expect(screen.person).toContainText(name);
    await expect(screen.person).toContainText(/端末内の写し .* 時点/);
    await window.keyboard.press('Escape');
    await expect(screen.person).toHaveCount(0);
  }
});

test('a name with a variant character and a reading in any width find the person', async ({
  window,
  vrs,
}) => {
  const screen = new PeopleScreen(window);
  const takahashi = somebody(vrs, ({ name }) => name.startsWith('髙橋') || name.startsWith('高橋'));
  const other = takahashi.name.startsWith('髙')
    ? takahashi.name.replace('髙', '高')
    : takahashi.name.replace('高', '髙');
  const hiragana = Array.from(takahashi.kana.normalize('NFKC'))
    .map((letter) =>
      letter >= 'ァ' && letter <= 'ヶ' ? String.fromCodePoint((letter.codePointAt(0) ?? 0) - 0x60) : letter,
    )
    .join('')
    .replaceAll(' ', '');
  await screen.chooseReason('窓口');
  for (const text of [other, hiragana, takahashi.kana]) {
    await screen.search(text, takahashi.birthDate);
    await expect(screen.person).toContainText(takahashi.name);
    await window.keyboard.press('Escape');
  }
});

test('a birth date is understood in both calendars', async ({ window, vrs }) => {
  const screen = new PeopleScreen(window);
  const shōwa = somebody(vrs, ({ birthDate }) => birthDate > '1927' && birthDate < '1988');
  const [year = 0, month = 0, day = 0] = shōwa.birthDate.split('-').map(Number);
  await screen.chooseReason('窓口');
  for (const typed of [
    `${year}/${month}/${day}`,
    `S${year - 1925}.${month}.${day}`,
    `昭和${year - 1925}年${month}月${day}日`,
  ]) {
    await screen.search(shōwa.addresseeNumber, typed);
    await expect(screen.person).toContainText(shōwa.name);
    await window.keyboard.press('Escape');
  }
  await screen.search('', '2021/2/30');
  await expect(window.getByRole('alert')).toContainText('暦の日付として読めません');
});

test('several people are told apart in a table and opened by keyboard', async ({ window, vrs }) => {
  const screen = new PeopleScreen(window);
  const surnames = residents(vrs).map(({ name }) => name.split(/[\s　]/u)[0] ?? '');
  const common = surnames.find((surname) => surnames.filter((each) => each === surname).length > 2) ?? '';
  await screen.chooseReason('電話');
  await screen.search(common);
  await expect(screen.hits.getByRole('row')).not.toHaveCount(0);
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  await expect(screen.person).toContainText(common);
  await window.keyboard.press('Escape');
  await expect(screen.hits).toBeVisible();
});

test('nobody with that number: it was looked for here and at VRS', async ({ window }) => {
  const screen = new PeopleScreen(window);
  await screen.chooseReason('電話');
  await screen.search('9999999999');
  await expect(screen.hits).toContainText('該当する人はいません');
});

test('the newest is fetched from VRS when it is asked for', async ({ window, vrs }) => {
  const screen = new PeopleScreen(window);
  await screen.chooseReason('電話');
  await screen.search(somebody(vrs).ticketNumber);
  await screen.person.getByRole('button', { name: 'VRSで最新を確認' }).click();
  await expect(screen.person).toContainText(/VRSから取得 \d{1,2}:\d{2}/);
});

test('個人番号 is shown to nobody, because VRS hands it out to nobody', async ({ window, vrs }) => {
  const screen = new PeopleScreen(window);
  await screen.chooseReason('電話');
  await screen.search(somebody(vrs).ticketNumber);
  await expect(screen.person).toContainText('VRSは個人番号を返しません');
  expect(await window.content()).not.toMatch(/\b\d{12}\b/);
});
