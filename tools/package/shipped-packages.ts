import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { listPackage, statFile } from '@electron/asar';
import { z } from 'zod';

/** A package of which something is in what we give away. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** As in the lockfile: `sha512-…`. */
  readonly integrity: string;
  /** Its folder below the project, with `/`. */
  readonly folder: string;
  readonly shipped: 'as files' | 'inside a bundle' | 'as the runtime';
}

const Lock = z.object({
  name: z.string(),
  version: z.string(),
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
    }),
  ),
});
export type Lock = z.infer<typeof Lock>;

export function readLock(projectDir: string): Lock {
  return Lock.parse(JSON.parse(readFileSync(path.join(projectDir, 'package-lock.json'), 'utf8')));
}

/** What is in the archive, with `/` and without folders. */
export function listArchive(archive: string): string[] {
  return listPackage(archive, { isPack: false })
    .filter((name) => !('files' in statFile(archive, name.slice(1))))
    .map((name) => name.slice(1).replaceAll(path.sep, '/'))
    .toSorted();
}

/** The packages in the archive, those that the build took into its bundles, and Electron itself. */
export function shippedPackages(projectDir: string, archive: string, lock: Lock): ShippedPackage[] {
  const ofFiles = listArchive(archive)
    .filter((name) => /^node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+\/package\.json$/.test(name))
    .map((name) => path.posix.dirname(name));
  const ofBundles = bundledFolders(projectDir).filter((folder) => !ofFiles.includes(folder));
  const described = (folder: string, shipped: ShippedPackage['shipped']): ShippedPackage => {
    const { version, license, integrity, name } = lock.packages[folder] ?? {};
    if (version === undefined || license === undefined || integrity === undefined) {
      throw new Error(`${folder} is shipped, and the lockfile doesn't say its version, licence and digest`);
    }
    return {
      name: name ?? folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      license,
      integrity,
      folder,
      shipped,
    };
  };
  return [
    ...ofFiles.map((folder) => described(folder, 'as files')),
    ...ofBundles.map((folder) => described(folder, 'inside a bundle')),
    described('node_modules/electron', 'as the runtime'),
  ].toSorted((a, b) => a.folder.localeCompare(b.folder, 'en'));
}

/** Written by the build, one list a bundle (electron.vite.config.ts). */
function bundledFolders(projectDir: string): string[] {
  const lists = path.join(projectDir, 'out', 'bundled-packages');
  const folders = readdirSync(lists).flatMap((name) =>
    z.array(z.string()).parse(JSON.parse(readFileSync(path.join(lists, name), 'utf8'))),
  );
  return [...new Set(folders)];
}
