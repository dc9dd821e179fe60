/** Which Chromium runs, and which one the installed Electron would bring: what is seen here holds for the former. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export interface ExpectedVersions {
  /** The installed npm package's version, for `process.versions.electron`. */
  readonly electron: string;
  /** The Chromium inside it, if the version table of browserslist is installed. */
  readonly chromium: string | undefined;
}

/** Reads the packages' files only: since version 42, requiring `electron` downloads its binary. */
export function expectedVersions(): ExpectedVersions {
  let electron = '0.0.0';
  try {
    ({ version: electron } = JSON.parse(readFileSync(require.resolve('electron/package.json'), 'utf8')) as {
      version: string;
    });
    const table = require('electron-to-chromium/full-versions') as Readonly<Record<string, string>>;
    return { electron, chromium: table[electron] };
  } catch {
    return { electron, chromium: undefined };
  }
}

const majorOf = (version: string): string => version.split('.')[0] ?? '';

/** A sentence when the engines differ, else nothing. */
export function versionWarning(product: string, expected: ExpectedVersions): string | undefined {
  const actual = product.split('/')[1] ?? product;
  if (expected.chromium === undefined || majorOf(actual) === majorOf(expected.chromium)) return undefined;
  return (
    `this is Chromium ${actual}; Electron ${expected.electron} brings ${expected.chromium}. ` +
    `What passes here has been seen on ${majorOf(actual)} only.`
  );
}
