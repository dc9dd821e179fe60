import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { encodeCp932 } from '../../src-training/batch-files/cp932.ts';
import { expect, test } from './fixture.ts';
import { writeBatchFile, writeFileFor } from './files.ts';
import { somebody } from './people-of-the-training-vrs.ts';
import { BatchesScreen } from './screens/batches.ts';
import { PeopleScreen } from './screens/people.ts';
import { SignInScreen } from './screens/sign-in.ts';

/** A name that nobody has and nothing else spells. */
const CANARY = '金糸雀　啼子';

/** The ways in which a text could lie on a disk. */
function spellings(text: string): readonly Buffer[] {
  const escaped = JSON.stringify(text).replaceAll(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16)}`,
  );
  return [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(text, 'utf16le').swap16(),
    Buffer.from(encodeCp932(text)),
    Buffer.from(escaped.slice(1, -1)),
    Buffer.from(encodeURIComponent(text)),
  ];
}

/** Files below the folder in which one of the texts stands in one of its spellings. */
async function filesWith(folder: string, texts: readonly string[]): Promise<string[]> {
  const needles = texts.flatMap((text) => spellings(text));
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(path.join(entry.parentPath, entry.name));
    if (needles.some((needle) => bytes.includes(needle))) found.push(entry.name);
  }
  return found;
}

test('nothing that was typed, shown or loaded lies on the disk in the clear, not even after a power cut', async ({
  terminal,
  window,
  vrs,
}) => {
  const person = somebody(vrs);
  const made = await writeBatchFile(terminal.folder, { kind: 'records', rows: 60, encoding: 'utf-8' });
  const withCanary = made.bytes.toString('utf8').replaceAll('北村　洋一', CANARY);
  const file = await writeFileFor(terminal.folder, made.fileName, withCanary);

  await new SignInScreen(window).signInAs('clerk01');
  const people = new PeopleScreen(window);
  await people.copyReady();
  await people.chooseReason('その他');
  await window.getByLabel('その他の理由').fill(`${CANARY}さんから電話`);
  await people.search(CANARY);
  await people.hits.waitFor();
  await people.search(person.ticketNumber);
  await people.person.waitFor();
  await terminal.chooseNext(file);
  const batches = new BatchesScreen(window);
  await batches.open();
  await batches.chooseFile();
  await batches.check();
  await batches.goToDifference();
  await window.getByRole('button', { name: '申請へ進む' }).click();
  await window.getByLabel('コメント').fill(`${CANARY}の分`);
  // Long enough for the form to have been left with the main process.
  await window.waitForTimeout(1_000);
  await terminal.kill();

  expect(await filesWith(terminal.folder, [CANARY, person.name, person.ticketNumber])).toEqual([]);
  // That the search finds what is there, is seen by what lies outside.
  expect(await filesWith(path.dirname(file), [CANARY])).toEqual([made.fileName]);
});
