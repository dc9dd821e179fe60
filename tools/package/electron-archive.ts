import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

import { digestOf } from './digest-list.ts';

/**
 * Checks an Electron archive that somebody carried in against the digests that came with the npm package.
 * Says which archive it checked; undefined where the folder holds an unpacked Electron, of which nobody publishes digests.
 */
export async function checkElectronArchive(
  projectDir: string,
  place: string,
  target: string,
): Promise<string | undefined> {
  const published = path.join(projectDir, 'node_modules', 'electron');
  const text = (name: string): unknown => JSON.parse(readFileSync(path.join(published, name), 'utf8'));
  const { version } = z.object({ version: z.string() }).parse(text('package.json'));
  const name = `electron-v${version}-${target}.zip`;
  const archive = statSync(place).isDirectory() ? path.join(place, name) : place;
  if (!existsSync(archive)) return undefined;
  const wanted = z.record(z.string(), z.string()).parse(text('checksums.json'))[name];
  if (wanted === undefined || (await digestOf(archive)) !== wanted) {
    throw new Error(`${archive} is not the ${name} that Electron published`);
  }
  return archive;
}
