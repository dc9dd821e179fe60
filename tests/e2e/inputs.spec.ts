import type { Page } from '@playwright/test';

import { expect, test } from './fixture.ts';
import { writeBatchFile } from './files.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

/** How many fields there are to type in; each says of itself that the browser has no part in it. */
async function plainFields(window: Page): Promise<number> {
  const fields = await window.evaluate(() =>
    [...document.querySelectorAll('input, textarea')]
      .filter((field) => !['radio', 'checkbox'].includes(field.getAttribute('type') ?? 'text'))
      .map((field) => ({
        label: field.getAttribute('aria-label') ?? field.id,
        is: ['autocomplete', 'autocorrect', 'autocapitalize', 'spellcheck'].map((name) =>
          field.getAttribute(name),
        ),
        lists: field.hasAttribute('list'),
      })),
  );
  const touched = fields.filter(
    ({ is: [complete, correct, capitalize, check], lists }) =>
      lists || complete !== 'off' || correct !== 'off' || capitalize !== 'off' || check !== 'false',
  );
  expect(touched).toEqual([]);
  return fields.length;
}

test('no field of any screen is completed, corrected or looked up by the browser', async ({
  terminal,
  window,
  vrs,
}) => {
  const signIn = new SignInScreen(window);
  const screen = async (name: string): Promise<void> =>
    window.getByRole('navigation', { name: '画面' }).getByRole('button', { name }).click();
  const found: Record<string, number> = {};
  found['サインイン'] = await plainFields(window);

  await signIn.signInAs('clerk01');
  const people = new PeopleScreen(window);
  await people.copyReady();
  await people.chooseReason('その他');
  found['照会'] = await plainFields(window);

  const file = await writeBatchFile(terminal.folder, { kind: 'records', rows: 20, encoding: 'utf-8' });
  await terminal.chooseNext(file.path);
  const batches = new BatchesScreen(window);
  await batches.open();
  await batches.chooseFile();
  found['一括登録 1'] = await plainFields(window);
  await batches.check();
  await window.getByRole('grid', { name: 'ファイルの行' }).waitFor();
  found['一括登録 2'] = await plainFields(window);

  await window.getByRole('button', { name: '画面ロック' }).click();
  await window.getByRole('heading', { name: '画面ロック中' }).waitFor();
  found['画面ロック'] = await plainFields(window);
  await window.getByRole('button', { name: 'サインアウト' }).click();

  vrs.clock.advance(30_000);
  await signIn.signInAs('chief01');
  await screen('操作ログ');
  await window.getByText('検証済み').first().waitFor();
  found['操作ログ'] = await plainFields(window);
  for (const name of ['承認', '端末設定']) {
    const button = window.getByRole('navigation', { name: '画面' }).getByRole('button', { name });
    if (await button.isVisible()) {
      await button.click();
      await plainFields(window);
    }
  }
  // A screen whose fields were not there would have passed unseen.
  const { '一括登録 1': beforeTheCheck, ...others } = found;
  expect(beforeTheCheck).toBeDefined();
  expect(Object.entries(others).filter(([, count]) => count < 2)).toEqual([]);
});
