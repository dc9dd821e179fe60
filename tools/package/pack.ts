import { existsSync, rmSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';

import { build, Platform } from 'electron-builder';

import { makeAfterPack } from './after-pack.ts';
import { namesOf } from './build-kind.ts';
import { writeDigestList } from './digest-list.ts';
import { checkElectronArchive } from './electron-archive.ts';
import type { FlipFuses } from './fuses.ts';
import { msiProjectCreated } from './msi-project.ts';
import { signingOf } from './signing.ts';

export type PackPlatform = 'linux' | 'win';

export interface PackOptions {
  readonly projectDir: string;
  readonly platform: PackPlatform;
  /** electron-builder's names; none for those of electron-builder.yml. */
  readonly targets: readonly string[];
  readonly output: string;
  /** Folder with Electron's archive, or with an unpacked Electron; without it electron-builder fetches the archive. */
  readonly electronDist?: string | undefined;
  /** Ends the packing where something would go out unsigned. */
  readonly signed: boolean;
  /** What writes the fuses; a test has one that forgets. */
  readonly flip?: FlipFuses;
}

/** Packs the built app: packages, fuses as read back, list of parts, licences, and a list of digests over all of it. */
export async function pack(options: PackOptions): Promise<void> {
  const { projectDir, platform, output, electronDist } = options;
  const target = platform === 'win' ? 'win32-x64' : 'linux-x64';
  if (electronDist !== undefined) await checkElectronArchive(projectDir, electronDist, target);
  rmSync(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  await build({
    projectDir,
    targets: (platform === 'win' ? Platform.WINDOWS : Platform.LINUX).createTarget([...options.targets]),
    publish: 'never',
    config: {
      ...namesOf(process.env['APP_E2E_BUILD'] === '1' ? 'e2e' : 'release'),
      directories: { output },
      win: signingOf(process.env),
      ...(electronDist === undefined ? {} : { electronDist }),
      ...(options.signed ? { forceCodeSigning: true } : {}),
      // The same as electron-builder.yml names by paths, which would be looked for in the folder that this was called from.
      afterPack: makeAfterPack(options.flip),
      msiProjectCreated,
    },
  });
  const unpacked = path.join(output, `${platform}-unpacked`);
  for (const name of ['LICENSES.packages.txt', 'LICENSE.electron.txt', 'LICENSES.chromium.html']) {
    if (existsSync(path.join(unpacked, name)))
      await copyFile(path.join(unpacked, name), path.join(output, name));
  }
  // What the builder notes for itself names folders of the building machine.
  for (const name of ['builder-debug.yml', 'builder-effective-config.yaml']) {
    rmSync(path.join(output, name), { force: true });
  }
  await writeDigestList(output);
}
