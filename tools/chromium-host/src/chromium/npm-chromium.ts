/**
 * The fallback without root rights: `@sparticuz/chromium`, a headless shell in an npm package. It is no dependency of
 * anything here; it is used if somebody installed it. Its recommended switches are not: they turn site isolation off.
 */
import { execFileSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import type { Browser } from './find-browser.ts';

/** Also a value of CHROMIUM_HOST_BROWSER, for using it where another browser is installed. */
export const npmPackage = '@sparticuz/chromium';

interface Sparticuz {
  readonly default: { readonly executablePath: () => Promise<string> };
}

/** The package ships NSS and expat for machines that lack them, as a brotli-compressed tar. */
async function unpackLibraries(packageFolder: string, target: string): Promise<string | undefined> {
  const archive = join(packageFolder, 'bin', 'al2023.tar.br');
  const done = join(target, '.complete');
  if (!existsSync(archive)) return undefined;
  if (!existsSync(done)) {
    const partial = `${target}.${process.pid}`;
    mkdirSync(partial, { recursive: true });
    const tar = join(partial, 'libraries.tar');
    await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(tar));
    execFileSync('tar', ['-xf', tar, '-C', partial]);
    rmSync(tar);
    writeFileSync(join(partial, '.complete'), '');
    try {
      renameSync(partial, target);
    } catch {
      // Another process was faster; what it unpacked is the same.
      rmSync(partial, { recursive: true, force: true });
    }
  }
  const folder = join(target, 'lib');
  return existsSync(folder) ? folder : target;
}

export async function npmChromium(): Promise<Browser | undefined> {
  let entry: string;
  try {
    entry = import.meta.resolve(npmPackage);
  } catch {
    return undefined;
  }
  let folder = dirname(fileURLToPath(entry));
  while (!existsSync(join(folder, 'bin')) && folder !== dirname(folder)) folder = dirname(folder);
  const { default: chromium } = (await import(entry)) as Sparticuz;
  const libraries = await unpackLibraries(folder, join(tmpdir(), 'chromium-host-libraries'));
  const path = await chromium.executablePath();
  return libraries === undefined ? { path } : { path, libraryPath: libraries };
}
