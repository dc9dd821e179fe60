import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from '@playwright/test';

import { recordsLayout } from '../../src-shared/domain/rules/layouts.ts';
import { expect, test, type Terminal } from './fixture.ts';
import { writeBatchFile, writeFileFor } from './files.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

const header = `${recordsLayout.columns.map(({ name }) => name).join(',')}\r\n`;
const row = '992011,0010000161,3,1,20230925,992011,北町内科クリニック,北村　洋一,ファイザー,KH1601,,\r\n';

/** CP932 of 医師, which is no UTF-8. */
const cp932 = Buffer.from([0x88, 0xe3, 0x8e, 0x74]);

interface BadFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly sentence: RegExp;
  /** It is opened all the same: the person may say which column is which. */
  readonly canBeMapped?: true;
}

const badFiles: Readonly<Record<string, BadFile>> = {
  'an empty file': { name: '空.csv', content: '', sentence: /ファイルが空です（0バイト）/ },
  'an Excel workbook': {
    name: '接種記録.xlsx',
    content: Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(200)]),
    sentence: /CSVではなく.*保存し直して/,
  },
  'a file with NUL bytes': {
    name: '壊れた.csv',
    content: Buffer.concat([Buffer.from(header), Buffer.alloc(10)]),
    sentence: /CSVではなく/,
  },
  'a file with other headers': {
    name: '別の表.csv',
    content: '商品,数量,単価\r\nりんご,3,120\r\n',
    sentence: /見出し行がどの様式とも合いません/,
  },
  'a file that lacks a column': {
    name: '列不足.csv',
    content: `${header.replace('接種日,', '接種日付け,')}${row}`,
    sentence: /必要な列「接種日」がありません/,
    canBeMapped: true,
  },
  'a file in two encodings': {
    name: '混在.csv',
    content: Buffer.concat([Buffer.from(header + row), cp932, Buffer.from('\r\n')]),
    sentence: /文字コードをUTF-8ともShift_JIS（CP932）とも判定できません。3行目のバイト 88/,
  },
  'a file with headers only': {
    name: '見出しだけ.csv',
    content: header,
    sentence: /見出しの下に行がありません/,
  },
  'a file of five million rows and one more': {
    name: '長すぎる.csv',
    content: header + '1\r\n'.repeat(5_000_001),
    sentence: /ファイルが大きすぎます（上限 .*5,000,001 行/,
  },
};

async function atBatches(window: Page): Promise<BatchesScreen> {
  await new SignInScreen(window).signInAs('clerk01');
  await new PeopleScreen(window).copyReady();
  const batches = new BatchesScreen(window);
  await batches.open();
  return batches;
}

/** After a refusal a right file goes through as if nothing had been. */
async function goesOnWithARightFile(terminal: Terminal, batches: BatchesScreen): Promise<void> {
  const right = await writeBatchFile(terminal.folder, { kind: 'records', rows: 20, encoding: 'utf-8' });
  await terminal.chooseNext(right.path);
  await batches.chooseFile();
  await batches.check();
}

for (const [what, { name, content, sentence, canBeMapped }] of Object.entries(badFiles)) {
  test(`${what} is refused with a sentence that says what to do`, async ({ terminal, window }) => {
    const batches = await atBatches(window);
    await terminal.chooseNext(await writeFileFor(terminal.folder, name, content));
    await batches.chooseFile();
    await expect(batches.problem).toContainText(sentence);
    if (canBeMapped) await window.getByRole('button', { name: /一覧に戻る/ }).click();
    await goesOnWithARightFile(terminal, batches);
  });
}

test('no file, a file that is gone and a folder are each told apart', async ({ terminal, window }) => {
  const batches = await atBatches(window);
  await terminal.chooseNext(undefined);
  await batches.chooseFile();
  await expect(window.getByText('ファイルは選ばれませんでした')).toBeVisible();
  await terminal.chooseNext(path.join(terminal.folder, 'gone.csv'));
  await batches.chooseFile();
  await expect(batches.problem).toContainText('ファイルが見つかりません');
  await terminal.chooseNext(terminal.folder);
  await batches.chooseFile();
  await expect(batches.problem).toContainText('フォルダーです');
  await goesOnWithARightFile(terminal, batches);
});

test('a quote that never closes costs its own rows, and names the line where it opened', async ({
  terminal,
  window,
}) => {
  const batches = await atBatches(window);
  const broken = row.replace('北町内科クリニック', '"北町内科クリニック');
  const content = header + row + broken + row.replace('0010000161', '0010000218');
  await terminal.chooseNext(await writeFileFor(terminal.folder, '引用符.csv', content));
  await batches.chooseFile();
  await batches.check();
  await expect(batches.checkResult).toContainText(/3行目.*引用符/);
});

test.describe('with the disk full (needs root for a small disk)', () => {
  test.skip(process.getuid?.() !== 0, 'only root can make a small disk');

  test('a check stops with a sentence and loses nothing', async ({ terminal, window }) => {
    const staging = path.join(terminal.folder, 'staging');
    await mkdir(staging, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24k', 'tmpfs', staging]);
    try {
      const batches = await atBatches(window);
      const file = await writeBatchFile(terminal.folder, { kind: 'records', rows: 300, encoding: 'utf-8' });
      await terminal.chooseNext(file.path);
      await batches.chooseFile();
      await window.getByRole('button', { name: '検査する' }).click();
      await expect(batches.problem).toContainText('空き容量が足りない');
      execFileSync('mount', ['-o', 'remount,size=16m', staging]);
      await batches.check();
      await expect(batches.checkResult).toContainText('300');
    } finally {
      execFileSync('umount', ['-l', staging]);
    }
  });
});
