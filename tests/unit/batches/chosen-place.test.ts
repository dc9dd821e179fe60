import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { liesElsewhere } from '../../../src-main/batches/chosen-place.ts';

let folder: string;
const inFolder = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chosen-'));
  await writeFile(inFolder('file.csv'), 'x');
  await symlink(inFolder('file.csv'), inFolder('link.csv'));
  await symlink(inFolder('nowhere.csv'), inFolder('dangling.csv'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a file of this terminal may be chosen, and what is not there is told by whoever opens it', async () => {
  expect(await liesElsewhere(inFolder('file.csv'))).toBe(false);
  expect(await liesElsewhere(inFolder('gone.csv'))).toBe(false);
});

it.each(['link.csv', 'dangling.csv'])('a link may not be chosen: %s', async (name) => {
  expect(await liesElsewhere(inFolder(name))).toBe(true);
});

it.each([
  String.raw`\\server\share\file.csv`,
  '//server/share/file.csv',
  String.raw`\\?\UNC\server\share\file.csv`,
  String.raw`\\.\pipe\file.csv`,
])('a file of a server may not be chosen: %s', async (name) => {
  expect(await liesElsewhere(name, 'win32')).toBe(true);
});

it('a drive of this terminal is none, in its long form either', async () => {
  expect(await liesElsewhere(String.raw`C:\data\file.csv`, 'win32')).toBe(false);
  expect(await liesElsewhere(String.raw`\\?\C:\data\file.csv`, 'win32')).toBe(false);
});
