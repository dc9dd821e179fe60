import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from '@playwright/test';

import { individualNumberCheckDigit } from '../../src-shared/domain/individual-number.ts';
import type { TrainingVrs } from '../../src-training/start.ts';
import { spelledIn } from '../integration/spellings.ts';
import { CANARY, filesWith, startWithTemporaryFolder } from './canaries.ts';
import { expect, type Terminal, test } from './fixture.ts';
import { writeBatchFile, writeFileFor } from './files.ts';
import { somebody } from './people-of-the-training-vrs.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

const INDIVIDUAL_NUMBER = `73194620581${individualNumberCheckDigit('73194620581')}`;

/** What IT gives away when something does not work, written beside the files and not below the data folder. */
async function exportDiagnostics(
  window: Page,
  terminal: Terminal,
  file: string,
  vrs: TrainingVrs,
): Promise<void> {
  vrs.clock.advance(30_000);
  await new SignInScreen(window).signInAs('it01');
  await terminal.saveNext(file);
  await window.getByRole('button', { name: '診断情報を出力' }).click();
  await expect(window.getByText('診断情報を出力しました。')).toBeVisible();
}

const ends = [
  [
    'nothing that was typed, shown or loaded lies on the disk in the clear, not even after a power cut',
    'killed',
  ],
  ['nothing that was typed, shown or loaded lies on the disk in the clear after signing out', 'closed'],
] as const;

for (const [title, end] of ends) {
  test(title, async ({ anotherTerminal, vrs }) => {
    const terminal = await anotherTerminal();
    const { window, temporary } = await startWithTemporaryFolder(terminal);

    const person = somebody(vrs);
    const made = await writeBatchFile(terminal.folder, { kind: 'records', rows: 60, encoding: 'utf-8' });
    const withCanary = made.bytes.toString('utf8').replaceAll('北村　洋一', CANARY);
    const file = await writeFileFor(terminal.folder, made.fileName, withCanary);
    const subjects = await writeFileFor(
      terminal.folder,
      '対象者.csv',
      `市町村コード,宛名番号,個人番号,氏名,カナ氏名,生年月日,性別,券番号\n${vrs.municipality.code},88776655,${INDIVIDUAL_NUMBER},${CANARY},カナリア　テイコ,1980-01-02,1,0088776655\n`,
    );

    const signIn = new SignInScreen(window);
    await signIn.signInAs('clerk01');
    const people = new PeopleScreen(window);
    await people.copyReady();
    await people.chooseReason('その他');
    await window.getByLabel('その他の理由').fill(`${CANARY}さんから電話`);
    for (const typed of [CANARY, 'カナリア　テイコ', '0088776655']) {
      await people.search(typed);
      await people.hits.waitFor();
    }
    await people.search(person.ticketNumber);
    await people.person.waitFor();
    const batches = new BatchesScreen(window);
    await terminal.chooseNext(subjects);
    await batches.open();
    await batches.chooseFile();
    await batches.check();
    await window.getByRole('button', { name: /一覧に戻る/ }).click();
    await terminal.chooseNext(file);
    await batches.chooseFile();
    await batches.check();
    await batches.goToDifference();
    await window.getByRole('button', { name: '申請へ進む' }).click();
    await window.getByLabel('コメント').fill(`${CANARY}の分`);
    // Long enough for the form to have been left with the main process.
    await window.waitForTimeout(1_000);
    if (end === 'killed') await terminal.kill();
    else {
      await signIn.signOut();
      await exportDiagnostics(window, terminal, `${file}.diagnostics.json`, vrs);
      await terminal.quit();
    }

    const canaries = [
      CANARY,
      'カナリア　テイコ',
      '0088776655',
      INDIVIDUAL_NUMBER,
      person.name,
      person.ticketNumber,
    ];
    for (const folder of [terminal.folder, temporary])
      expect(await filesWith(folder, canaries), folder === temporary ? 'temporary' : 'data').toEqual([]);
    if (end === 'closed') {
      const diagnostics = await readFile(`${file}.diagnostics.json`);
      expect(diagnostics.toString('utf8')).toContain('"problems"');
      expect(spelledIn(diagnostics, canaries)).toEqual([]);
    }
    // That the search finds what is there, is seen by what lies outside.
    expect((await filesWith(path.dirname(file), [CANARY])).toSorted()).toEqual(
      [made.fileName, '対象者.csv'].toSorted(),
    );
    await rm(temporary, { recursive: true, force: true });
  });
}
