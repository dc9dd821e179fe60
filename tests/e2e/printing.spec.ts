import { writeBatchFile } from './files.ts';
import { expect, test } from './fixture.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

test('SECURITY H61: the page opens no dialog of the browser', async ({ anotherTerminal }) => {
  const terminal = await anotherTerminal();
  const window = await terminal.start();
  // The print dialog is bound to the same permission as these (HTML, “sandboxed modals flag”).
  await window.evaluate(() => {
    alert('x');
    confirm('x');
  });
  const refused = terminal.complaints.filter((words) => words.includes('allow-modals'));
  expect(refused).toHaveLength(2);
  expect(await terminal.violations()).toBe('');
});

test('who prints without a printer is told what to look at, and the log has it', async ({
  window,
  terminal,
}) => {
  const { path } = await writeBatchFile(terminal.folder, { kind: 'records', rows: 10, encoding: 'utf-8' });
  await new SignInScreen(window).signInAs('clerk01');
  await new PeopleScreen(window).copyReady();
  const batches = new BatchesScreen(window);
  await terminal.chooseNext(path);
  await batches.open();
  await batches.chooseFile();
  await batches.check();
  await terminal.printer.breakDown();
  await window.getByRole('button', { name: '検査結果の印刷' }).click();
  await expect(window.getByRole('alert')).toContainText('プリンターの電源・用紙・接続を確かめて');
  await expect(window.getByRole('article')).toHaveCount(0);
  const actions = await terminal.lastActions(6);
  expect(actions.filter((action) => action === '印刷')).toHaveLength(2);
  expect(await terminal.printer.printed()).toEqual([]);
});
