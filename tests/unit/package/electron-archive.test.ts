import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { checkElectronArchive } from '../../../tools/package/electron-archive.ts';

const published = 'what Electron published';

/** A project with a made-up Electron package, and a folder with an archive that somebody carried in. */
function carriedIn(content: string) {
  const project = mkdtempSync(path.join(tmpdir(), 'electron-archive-test-'));
  onTestFinished(() => rmSync(project, { recursive: true, force: true }));
  const electron = path.join(project, 'node_modules', 'electron');
  const place = path.join(project, 'carried-in');
  for (const folder of [electron, place]) mkdirSync(folder, { recursive: true });
  const digest = createHash('sha256').update(published).digest('hex');
  writeFileSync(path.join(electron, 'package.json'), JSON.stringify({ version: '1.2.3' }));
  writeFileSync(
    path.join(electron, 'checksums.json'),
    JSON.stringify({ 'electron-v1.2.3-linux-x64.zip': digest }),
  );
  const archive = path.join(place, 'electron-v1.2.3-linux-x64.zip');
  writeFileSync(archive, content);
  return { project, place, archive };
}

describe('an Electron archive that was carried into a closed network', () => {
  it('is taken where its digest is the published one, named by its folder or by itself', async () => {
    const { project, place, archive } = carriedIn(published);
    expect(await checkElectronArchive(project, place, 'linux-x64')).toBe(archive);
    expect(await checkElectronArchive(project, archive, 'linux-x64')).toBe(archive);
  });

  it('is refused where one byte differs', async () => {
    const { project, place } = carriedIn(`${published}.`);
    await expect(checkElectronArchive(project, place, 'linux-x64')).rejects.toThrow(
      'is not the electron-v1.2.3-linux-x64.zip that Electron published',
    );
  });

  it('is refused under the name of another system', async () => {
    const { project, archive } = carriedIn(published);
    await expect(checkElectronArchive(project, archive, 'win32-x64')).rejects.toThrow(
      'is not the electron-v1.2.3-win32-x64.zip that Electron published',
    );
  });
});
