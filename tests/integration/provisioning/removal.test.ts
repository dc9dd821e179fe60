import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openDataKeys } from '../../../src-main/keychain/open-data-keys.ts';
import { lockFile } from '../../../src-main/operation-log/folder-lock.ts';
import { Municipality, typing } from './a-municipality.ts';
import { atDesk } from './an-it-desk.ts';

let city: Municipality;
let installationId: string;

beforeEach(async () => {
  city = await Municipality.begin();
  await city.apply((await city.sign(city.draft())).file);
  installationId = String((await city.installed())['installationId']);
  // As the app would have left it.
  await openDataKeys({ store: city.secrets, installationId, folder: city.folder, profileKind: 'production' });
  for (const name of ['cache', 'staging', 'Local Storage']) {
    await mkdir(path.join(city.folder, name));
    await writeFile(path.join(city.folder, name, 'x'), 'closed');
  }
});
afterEach(() => city.end());

const left = (): Promise<string[]> => readdir(city.folder).catch(() => []);
const isGone = async (account: string): Promise<boolean> => (await city.secrets.get(account)) === undefined;
const logText = (): Promise<string> =>
  readFile(path.join(city.folder, 'log', 'operation-log-000000000001.jsonl'), 'utf8');

describe('a removal', () => {
  it('destroys the keys and everything under them, keeps the log with a last entry and a checkpoint, and gives a receipt', async () => {
    expect(await isGone(`master-key/${installationId}`)).toBe(false);
    const { code, said } = await atDesk(city)('--remove', '--yes');
    expect(code).toBe(0);
    expect(said).toContain('消えたことを確かめました');
    expect(said).toContain('残したもの');
    expect(await left()).toEqual(['log']);
    for (const account of [
      `master-key/${installationId}`,
      `log-head/${installationId}`,
      'trusted-profile-key',
    ]) {
      expect(await isGone(account)).toBe(true);
    }
    const lines = (await logText()).trimEnd().split('\n');
    expect(lines.at(-1)).toContain('"operation":"workstation.removed"');
    const [hash = ''] = said.match(/[0-9a-f]{64}/) ?? [];
    expect(lines.at(-1)).toContain(hash);
    expect(await readFile(path.join(city.folder, 'log', 'checkpoints.jsonl'), 'utf8')).toContain(hash);
  });

  it('takes the log too where that is said', async () => {
    expect(await atDesk(city)('--remove', '--yes', '--with-log')).toMatchObject({ code: 0 });
    expect(existsSync(city.folder)).toBe(false);
  });

  it('works without the credential store: what is left in there opens nothing, and the code says that nobody looked', async () => {
    city.secrets.failure = 'unavailable';
    const { code, said } = await atDesk(city)('--remove', '--yes');
    expect(code).toBe(2);
    expect(said).toContain('確かめられません');
    expect(await left()).toEqual(['log']);
    expect(await logText()).toContain('"operation":"workstation.removed"');
    city.secrets.failure = undefined;
    // The store still has its key, and there is nothing under it any more.
    const again = await openDataKeys({
      store: city.secrets,
      installationId,
      folder: city.folder,
      profileKind: 'production',
    });
    expect(again).toMatchObject({ value: { found: 'made' } });
  });

  it('is not begun while the app runs', async () => {
    await mkdir(path.join(city.folder, 'log'));
    const unlock = await lockFile(path.join(city.folder, 'log', 'operation-log.lock'));
    const before = await left();
    expect(await atDesk(city)('--remove', '--yes')).toMatchObject({ code: 75 });
    expect(await left()).toEqual(before);
    await unlock();
  });

  it('asks whoever sits there, and does nothing for any other word', async () => {
    expect(await atDesk(city, { passphrases: typing('はい') })('--remove')).toMatchObject({ code: 64 });
    expect(await left()).toContain('profile.json');
    expect(await atDesk(city, { passphrases: typing('消去する') })('--remove')).toMatchObject({ code: 0 });
  });

  it('is not begun by a script that has not said so', async () => {
    const passphrases = { ...typing(''), isAsked: false };
    expect(await atDesk(city, { passphrases })('--remove')).toMatchObject({ code: 64 });
    expect(await left()).toContain('profile.json');
  });

  it('of a folder that is no terminal’s touches nothing', async () => {
    const folder = city.in('documents');
    await mkdir(folder);
    await writeFile(path.join(folder, 'a-letter.txt'), 'x');
    expect(await atDesk(city, { folder })('--remove', '--yes')).toMatchObject({ code: 78 });
    expect(await readdir(folder)).toEqual(['a-letter.txt']);
  });
});
