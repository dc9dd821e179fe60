import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { checkDataFolder, checkDisk } from '../../../src-main/workstation/self-check/folders.ts';
import {
  checkChromium,
  checkFont,
  checkInstallFolder,
  fromSource,
} from '../../../src-main/workstation/self-check/installation.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'self-check-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const check = () => checkInstallFolder({ ...fromSource, places: [folder] });
const built = () => ({ ...fromSource, built: pathToFileURL(`${folder}/`) });

describe.skipIf(process.platform === 'win32')('the folder of the program', () => {
  it('that others may write fails the check', async () => {
    await chmod(folder, 0o777);
    expect(await check()).toMatchObject({
      result: 'failed',
      sentence: expect.stringContaining('管理者だけ'),
    });
  });

  it('that nobody here may write passes it', async () => {
    await chmod(folder, 0o555);
    expect(await check()).toMatchObject({ result: 'passed' });
  });

  it('is not looked at where the app runs from source', async () => {
    expect(await checkInstallFolder(fromSource)).toMatchObject({ result: 'not-checked' });
  });
});

describe('the data folder', () => {
  it('takes what is written, and keeps nothing of the probe', async () => {
    expect(await checkDisk(folder)).toMatchObject({ result: 'passed' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('that is gone fails the check, with what to do', async () => {
    expect(await checkDisk(path.join(folder, 'gone'))).toMatchObject({ result: 'failed' });
  });

  it.skipIf(process.platform === 'win32')('that others may read fails the check', async () => {
    await writeFile(path.join(folder, 'profile.json'), '{}', { mode: 0o600 });
    await chmod(folder, 0o700);
    expect(await checkDataFolder(folder)).toMatchObject({ result: 'passed' });
    await chmod(path.join(folder, 'profile.json'), 0o644);
    expect(await checkDataFolder(folder)).toMatchObject({ result: 'failed' });
  });
});

describe('BIZ UDGothic', () => {
  const names = [
    '/assets/biz-udgothic-latin-400-normal-x.woff2',
    '/assets/biz-udpgothic-1-400-normal-x.woff2',
  ];
  beforeEach(async () => {
    await mkdir(path.join(folder, 'renderer', 'assets'), { recursive: true });
    const sha256 = createHash('sha256').update('a font').digest('hex');
    for (const name of names) await writeFile(path.join(folder, 'renderer', name), 'a font');
    const manifest = Object.fromEntries(names.map((name) => [name, { sha256, type: 'font/woff2' }]));
    await writeFile(path.join(folder, 'renderer-manifest.json'), JSON.stringify(manifest));
  });

  it('that is whole passes', async () => {
    expect(await checkFont(built())).toMatchObject({ result: 'passed' });
  });

  it.each(names)('of which %s is changed or gone fails', async (name) => {
    await writeFile(path.join(folder, 'renderer', name), 'another font');
    expect(await checkFont(built())).toMatchObject({ result: 'failed' });
    await rm(path.join(folder, 'renderer', name));
    expect(await checkFont(built())).toMatchObject({ result: 'failed' });
  });

  it('that was never packed fails', async () => {
    await writeFile(path.join(folder, 'renderer-manifest.json'), '{}');
    expect(await checkFont(built())).toMatchObject({ result: 'failed' });
  });
});

it.each([
  ['45.3.4', '45.3.4', 'passed'],
  ['45.3.4', '44.0.0', 'failed'],
  [undefined, '45.3.4', 'not-checked'],
])('an app built for Electron %s on Electron %s: %s', (builtFor, electron, result) => {
  expect(checkChromium({ ...fromSource, builtFor, electron, chromium: '150.0' })).toMatchObject({ result });
});
