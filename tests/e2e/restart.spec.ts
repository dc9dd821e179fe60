import { expect, test } from './fixture.ts';
import { writeBatchFile } from './files.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

test.skip(
  process.platform === 'linux' && (process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '') === '',
  'needs a credential store: a key in memory does not survive the restart',
);

test('an upload that a power cut interrupts goes on after the restart, and nothing is there twice', async ({
  terminal,
  window,
  vrs,
}) => {
  const file = await writeBatchFile(terminal.folder, { kind: 'records', rows: 200, encoding: 'cp932' });
  await new SignInScreen(window).signInAs('clerk01');
  await new PeopleScreen(window).copyReady();
  await terminal.chooseNext(file.path);
  const batches = new BatchesScreen(window);
  await batches.open();
  await batches.chooseFile();
  await batches.check();

  // The rows arrive at VRS, the answer does not arrive here, and then the power goes.
  vrs.faults.add({ kind: 'drop-after' }, { calls: ['batches.sendChunk'] });
  await window.getByRole('button', { name: '内容確認へ進む' }).click();
  await expect
    .poll(() => vrs.storage.database.prepare('SELECT COUNT(*) AS n FROM chunk').get())
    .toEqual({ n: 1 });
  await terminal.kill();
  vrs.faults.clear();
  vrs.clock.advance(30_000);

  const again = await terminal.start();
  await new SignInScreen(again).signInAs('clerk01');
  const resumed = new BatchesScreen(again);
  await resumed.open();
  await resumed.openOwn(file.fileName);
  await expect(again.getByRole('button', { name: '申請へ進む' })).toBeVisible({ timeout: 30_000 });
  await resumed.submit('再開した申請');
  await resumed.submitted();
  expect(vrs.storage.database.prepare('SELECT COUNT(*) AS n FROM batch').get()).toEqual({ n: 1 });
});

test('who was at work is asked again after a restart, and finds the copy where it was', async ({
  terminal,
  window,
  vrs,
}) => {
  await new SignInScreen(window).signInAs('clerk01');
  await new PeopleScreen(window).copyReady();
  await terminal.kill();
  vrs.clock.advance(30_000);
  const again = await terminal.start();
  await expect(again.getByRole('navigation', { name: '画面' })).toHaveCount(0);
  await new SignInScreen(again).signInAs('clerk01');
  await new PeopleScreen(again).copyReady();
});
