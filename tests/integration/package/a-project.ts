import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '../../..');

/** What must never leave the house, in every file that the packing must not take. */
export const STRAY = 'this text was never meant to be shipped';

const strays = [
  '.env',
  '.env.production',
  'notes.txt',
  'src-main/main.ts',
  'src-training/main.ts',
  'tests/unit/some.test.ts',
  'tools/chromium-host/src/cli.ts',
  'tools/chromium-host/package.json',
  'out/.built',
  'out/main/main.js.map',
  'out/main/main.ts',
  'out/renderer/assets/index.css.map',
  'out/report.html',
  'node_modules/better-sqlite3/src/better_sqlite3.cpp',
  'node_modules/better-sqlite3/build/config.gypi',
  'node_modules/node/bin/node',
  'node_modules/vitest/package.json',
];

/** A project beside ours with what was built, what is shipped, and much that must stay at home. */
export function makeProject(folder: string, options: { readonly withFonts: boolean }): string {
  const copy = (name: string, to = name): void =>
    cpSync(path.join(root, name), path.join(folder, to), {
      recursive: true,
      filter: (source) => options.withFonts || !/\.woff2?$/.test(source),
    });
  for (const name of ['out', 'package.json', 'package-lock.json', 'electron-builder.yml']) copy(name);
  for (const name of ['better-sqlite3', '@napi-rs/keyring']) copy(`node_modules/${name}`);
  for (const name of ['package.json', 'checksums.json', 'LICENSE']) copy(`node_modules/electron/${name}`);
  for (const bundled of bundledPackages()) {
    for (const name of readdirSync(path.join(root, bundled)).filter((file) => /^licen[cs]e/i.test(file))) {
      copy(`${bundled}/${name}`);
    }
  }
  for (const name of strays) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), name.endsWith('.json') ? JSON.stringify({ name: STRAY }) : STRAY);
  }
  return folder;
}

/** Adds the keyring's native code as npm installs it: of one system only. For a system that is not ours its bytes are made up. */
export function addKeyring(project: string, system: 'linux-x64-gnu' | 'win32-x64-msvc'): string {
  const own = `node_modules/@napi-rs/keyring-${system}`;
  if (existsSync(path.join(root, own))) {
    cpSync(path.join(root, own), path.join(project, own), { recursive: true });
    return project;
  }
  mkdirSync(path.join(project, own));
  const { version } = z
    .object({ version: z.string() })
    .parse(
      JSON.parse(readFileSync(path.join(project, 'node_modules/@napi-rs/keyring/package.json'), 'utf8')),
    );
  const main = `keyring.${system}.node`;
  const manifest = { name: `@napi-rs/keyring-${system}`, version, main, license: 'MIT' };
  writeFileSync(path.join(project, own, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(project, own, 'LICENSE.third-party.md'), 'Licences of what was compiled in');
  writeFileSync(path.join(project, own, main), 'made up');
  return project;
}

/** The folders of the packages that the build took in. */
export function bundledPackages(): string[] {
  const lists = path.join(root, 'out', 'bundled-packages');
  return readdirSync(lists).flatMap((name) =>
    z.array(z.string()).parse(JSON.parse(readFileSync(path.join(lists, name), 'utf8'))),
  );
}
