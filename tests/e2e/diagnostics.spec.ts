import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { Diagnostics } from '../../src-main/workstation/diagnostics/diagnostics.ts';
import { filesOf } from './files.ts';
import { expect, test } from './fixture.ts';
import { SignInScreen } from './screens/sign-in.ts';

test('IT takes 診断情報 out of the terminal, and the log says so', async ({ window, terminal }) => {
  await new SignInScreen(window).signInAs('it01');
  const card = window.getByRole('region', { name: '診断情報' });
  // Whoever thinks better of it is told nothing.
  await terminal.saveNext(undefined);
  await card.getByRole('button', { name: '診断情報を出力' }).click();
  await expect.poll(() => terminal.lastResultOf('診断情報の出力')).toBe('file-not-chosen');
  await expect(card.getByRole('alert')).toHaveCount(0);

  await mkdir(filesOf(terminal.folder), { recursive: true });
  const file = path.join(filesOf(terminal.folder), '診断情報.json');
  await terminal.saveNext(file);
  await card.getByRole('button', { name: '診断情報を出力' }).click();
  await expect(card.getByRole('status')).toContainText('診断情報を出力しました。');
  const told = Diagnostics.parse(JSON.parse(await readFile(file, 'utf8')));
  expect(told.connectionTest.steps.every(({ passed }) => passed)).toBe(true);
  expect(told.problems).toContainEqual(expect.objectContaining({ code: 'file-not-chosen' }));

  await terminal.saveNext(path.join(terminal.folder, 'missing', '診断情報.json'));
  await card.getByRole('button', { name: '診断情報を出力' }).click();
  await expect(card.getByRole('alert')).toContainText('選んだ場所にファイルを作れません');
});
