/** Which file is the app's entry, and what Electron would know about the app from how it was started. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface AppPackage {
  /** The main script, absolute. */
  readonly entry: string;
  /** `app.getAppPath()`. */
  readonly appPath: string;
  readonly name: string;
  readonly version: string;
  readonly isModule: boolean;
  /** What is read-only in a package: writing there works here only because nothing is packed. */
  readonly readOnly: readonly string[];
}

interface Manifest {
  readonly name?: string;
  readonly productName?: string;
  readonly version?: string;
  readonly main?: string;
  readonly type?: string;
}

const readManifest = (folder: string): Manifest | undefined => {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
};

/** Node's own rule: the nearest package.json upwards decides what a `.js` file is. */
function isModuleFile(entry: string): boolean {
  if (entry.endsWith('.mjs')) return true;
  if (entry.endsWith('.cjs')) return false;
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    const manifest = readManifest(folder);
    if (manifest !== undefined) return manifest.type === 'module';
    if (folder === dirname(folder)) return false;
  }
}

/**
 * A folder is an app with name and version; a bare script is, as in Electron, an app called Electron whose folder is
 * the script's and whose version is Electron's own.
 */
export function findApp(path: string, electronVersion: string): AppPackage {
  const absolute = resolve(path);
  if (!existsSync(absolute)) throw new Error(`chromium-host: there is no app at ${absolute}`);
  if (!statSync(absolute).isDirectory()) {
    const appPath = dirname(absolute);
    const isModule = isModuleFile(absolute);
    return {
      entry: absolute,
      appPath,
      name: 'Electron',
      version: electronVersion,
      isModule,
      readOnly: [appPath],
    };
  }
  const manifest = readManifest(absolute) ?? {};
  const main = manifest.main ?? 'index.js';
  const entry = resolve(absolute, main);
  const [firstSegment = main] = main.replace(/^\.\//, '').split('/');
  return {
    entry,
    appPath: absolute,
    name: manifest.productName ?? manifest.name ?? 'Electron',
    version: manifest.version ?? electronVersion,
    isModule: isModuleFile(entry),
    // With the built files in a folder of their own, the rest of a checkout is no part of the package.
    readOnly:
      join(absolute, firstSegment) === entry
        ? [absolute]
        : [firstSegment, 'node_modules', 'package.json'].map((name) => join(absolute, name)),
  };
}
