import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** Where Electron's binary keeps its fuses: this text, a version, a length, and one sign a fuse. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

export function fuseWire(signs = '101100011'): Buffer {
  return Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, signs.length]), Buffer.from(signs)]);
}

/** A made-up Electron, unpacked: what the packing needs of one, and nothing that runs. Its fuses stand the wrong way round. */
export function makeElectron(folder: string, platform: 'linux' | 'win', wire = fuseWire()): string {
  mkdirSync(path.join(folder, 'locales'), { recursive: true });
  for (const language of ['de', 'en-US', 'ja']) {
    writeFileSync(path.join(folder, 'locales', `${language}.pak`), language);
  }
  writeFileSync(path.join(folder, 'LICENSE'), 'Electron');
  writeFileSync(path.join(folder, 'LICENSES.chromium.html'), '<html>Chromium</html>');
  const binary = path.join(folder, platform === 'win' ? 'electron.exe' : 'electron');
  writeFileSync(
    binary,
    platform === 'win' ? windowsProgram(wire) : Buffer.concat([Buffer.from('#!/bin/false\n'), wire]),
  );
  chmodSync(binary, 0o755);
  return folder;
}

/** The smallest Windows program that has the resources which the packing edits. */
function windowsProgram(wire: Buffer): Buffer {
  const language = { lang: 1033, codepage: 1200 };
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.lang = language.lang;
  version.setStringValues(language, { ProductName: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.entries.push({ type: 'TEST', id: 'FUSES', bin: Uint8Array.from(wire).buffer, ...language });
  resources.outputResource(program);
  return Buffer.from(program.generate());
}

/** Stands in for the tool that makes a deb: writes down what it was asked for, and the script that would run as root. */
export function makeFpm(file: string): string {
  const lines = [
    '#!/bin/sh',
    `printf '%s\\n' "$@" > "$FPM_RECORD"`,
    'while [ "$1" != --after-install ]; do shift; done',
    'cat "$2" > "$FPM_RECORD.after-install"',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(file, 0o755);
  return file;
}
