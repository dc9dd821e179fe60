import { expect, test } from './fixture.ts';
import { residents } from './people-of-the-training-vrs.ts';
import { PeopleScreen } from './screens/people.ts';

test('from the sign-in to a person and back by keyboard alone', async ({ window, vrs }) => {
  const { keyboard } = window;
  const { password, oneTimePassword } = vrs.credentials('chief01');
  await keyboard.type('chief01');
  await keyboard.press('Tab');
  await keyboard.type(password);
  await keyboard.press('Tab');
  await keyboard.type(oneTimePassword);
  await keyboard.press('Enter');
  const people = new PeopleScreen(window);
  await people.copyReady();

  // The first thing asked for has the focus: 処理事由. The arrow chooses the next, Tab goes on to the field.
  await keyboard.press('ArrowRight');
  await expect(window.getByRole('radio', { name: '電話' })).toBeChecked();
  await keyboard.press('Tab');
  const surname = mostCommonSurname(residents(vrs).map(({ name }) => name));
  await keyboard.type(surname);
  await keyboard.press('Enter');
  await people.hits.waitFor();
  await keyboard.press('End');
  await keyboard.press('Enter');
  await expect(people.person).toContainText(surname);
  await keyboard.press('Escape');
  await expect(people.hits).toBeVisible();

  // A scanner types digits and Enter wherever the focus stands.
  const { ticketNumber, name } = residents(vrs)[0] ?? { ticketNumber: '', name: '' };
  await keyboard.type(ticketNumber);
  await keyboard.press('Enter');
  await expect(people.person).toContainText(name);

  for (const [key, heading] of [
    ['Alt+2', '一括登録'],
    ['Alt+3', '承認'],
    ['Alt+4', '操作ログ'],
  ] as const) {
    await keyboard.press(key);
    await expect(window.getByRole('heading', { name: heading, level: 1 })).toBeAttached();
  }
});

function mostCommonSurname(names: readonly string[]): string {
  const surnames = names.map((name) => name.split(/[\s　]/u)[0] ?? '');
  const counted = surnames.map(
    (surname) => [surnames.filter((each) => each === surname).length, surname] as const,
  );
  return counted.toSorted(([a], [b]) => b - a)[0]?.[1] ?? '';
}
