import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from '@playwright/test';

import { recordsLayout } from '../../src-shared/domain/rules/layouts.ts';
import { ledgerOfResidents } from '../../src-training/batch-files/ledger-of-residents.ts';
import { Population } from '../../src-training/residents/population.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test, type Terminal } from './fixture.ts';
import { writeFileFor } from './files.ts';
import { residents } from './people-of-the-training-vrs.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

async function atBatches(window: Page): Promise<BatchesScreen> {
  await new SignInScreen(window).signInAs('clerk01');
  await new PeopleScreen(window).copyReady();
  const batches = new BatchesScreen(window);
  await batches.open();
  return batches;
}

async function choose(
  terminal: Terminal,
  batches: BatchesScreen,
  name: string,
  content: string,
): Promise<void> {
  await terminal.chooseNext(await writeFileFor(terminal.folder, name, content));
  await batches.chooseFile();
}

/** For whoever wants to look at them: `PICTURES` names the folder. */
async function picture(window: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
  ] as const) {
    await window.setViewportSize({ width, height });
    await window.screenshot({ path: path.join(folder, `${name}-${width}.png`) });
  }
  await window.setViewportSize({ width: 1280, height: 720 });
}

const foreign = 'SHICHOSON,KEN,KAI,SHU,HI,JICHITAI,KAIJO,ISHI,MAKER,LOT,ATENA,UMARE';
const record = '992011,0010000161,3,1,20230925,992011,北町内科クリニック,北村　洋一,ファイザー,KH1601,,';

test('headers of another system are mapped by the person, and known the next time', async ({
  terminal,
  window,
}) => {
  test.setTimeout(120_000);
  const batches = await atBatches(window);
  await choose(terminal, batches, '別システム.csv', `${foreign}\r\n${record}\r\n`);
  await expect(batches.problem).toContainText('見出し行がどの様式とも合いません');
  const check = window.getByRole('button', { name: '検査する' });
  await expect(check).toBeDisabled();
  await window.getByRole('radio', { name: '接種記録' }).click();
  await expect(window.getByRole('radio', { name: '接種記録' })).toBeChecked();
  await picture(window, 'mapping-begins');
  await expectAccessible(window);
  const names = recordsLayout.columns.map(({ name, required }) => (required ? `${name}＊` : name));
  for (const [index, header] of foreign.split(',').entries()) {
    const choice = window.getByRole('combobox', { name: `${index + 1}列目「${header}」の項目` });
    await choice.selectOption({ label: names[index] ?? '' });
    await expect(choice).toHaveValue(recordsLayout.columns[index]?.id ?? '');
  }
  await expect(batches.problem).toHaveCount(0);
  await expect(window.getByText('人が対応づけました')).toBeVisible();
  await picture(window, 'mapping-done');
  await batches.check();
  await window.getByRole('button', { name: /一覧に戻る/ }).click();
  await choose(terminal, batches, '来月.csv', `${foreign}\r\n${record}\r\n`);
  await expect(window.getByText('前回の対応づけを使いました')).toBeVisible();
  await expect(check).toBeEnabled();
  await expectAccessible(window);
});

test('a slip in one header is put right with one choice', async ({ terminal, window }) => {
  const batches = await atBatches(window);
  const header = recordsLayout.columns.map(({ name }) => name).join(',');
  await choose(terminal, batches, '列名違い.csv', `${header.replace('接種日,', '接種曰,')}\r\n${record}\r\n`);
  await expect(batches.problem).toContainText('必要な列「接種日」がありません。「接種曰」の書き間違い');
  await window.getByRole('combobox', { name: '5列目「接種曰」の項目' }).selectOption({ label: '接種日＊' });
  await expect(batches.problem).toHaveCount(0);
  await batches.check();
});

test('転出・死亡フラグ go from the file to the difference', async ({ terminal, window, vrs }) => {
  const batches = await atBatches(window);
  const [moving, dying] = residents(vrs);
  const rows = [
    `992011,${moving?.addresseeNumber},1,20240401`,
    `992011,${dying?.addresseeNumber},2,20240301`,
    '992011,9999999,1,20240401',
  ];
  const content = `市町村コード,宛名番号,転出/死亡フラグ,異動日\r\n${rows.join('\r\n')}\r\n`;
  await choose(terminal, batches, '異動.csv', content);
  await expect(window.getByRole('radio', { name: '転出・死亡フラグ' })).toBeChecked();
  await expect(window.getByText('flags-1・第1版')).toBeVisible();
  await picture(window, 'flags-file');
  await batches.check();
  await expect(batches.checkResult).toContainText('登録のない宛名番号');
  await batches.goToDifference();
  await expect(batches.difference).toContainText(moving?.name ?? '');
  await expect(batches.difference).toContainText('転出');
  await picture(window, 'flags-difference');
  await expectAccessible(window);
});

test('予防接種台帳向け出力 comes back as no change', async ({ terminal, window }) => {
  test.setTimeout(120_000);
  const batches = await atBatches(window);
  await choose(terminal, batches, '台帳向け出力.csv', ledgerOfResidents(new Population('1'), 300));
  await expect(window.getByRole('radio', { name: '予防接種台帳向け出力' })).toBeChecked();
  await picture(window, 'ledger-file');
  await expectAccessible(window);
  await batches.check();
  await expect(batches.checkResult).toContainText('登録済みと同じ');
  await batches.goToDifference();
  await expect(batches.difference).toContainText('変更なし');
  await picture(window, 'ledger-difference');
});

test('a file of another city, one without headers and a layout that can’t be used are each told', async ({
  terminal,
}) => {
  const layouts = path.join(terminal.folder, 'layouts');
  await mkdir(layouts, { recursive: true });
  await writeFile(path.join(layouts, 'kowareta.json'), '{"id":"records-9"}');
  await terminal.quit();
  const window = await terminal.start();
  const batches = await atBatches(window);
  await expect(batches.problem).toContainText('様式のファイル「kowareta.json」は使えません');
  await picture(window, 'refused-layout');
  const header = recordsLayout.columns.map(({ name }) => name).join(',');
  const others = `${record.replace('992011', '131032')}\r\n`.repeat(20);
  await choose(terminal, batches, 'よその市.csv', `${header}\r\n${others}`);
  await expect(batches.problem.last()).toContainText('ほかの市区町村（市町村コード 131032）のファイル');
  await choose(terminal, batches, '見出しなし.csv', `${record}\r\n${record}\r\n`);
  await expect(batches.problem.last()).toContainText('1行目に見出し（列の名前）がなく');
});
