import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { extractAll } from '@electron/asar';
import { flipFuses } from '@electron/fuses';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

import { readFuses } from '../../../tools/package/fuses.ts';
import { pack, type PackOptions } from '../../../tools/package/pack.ts';
import { filesBelow, Package } from './a-package.ts';
import { addKeyring, bundledPackages, makeProject, STRAY } from './a-project.ts';
import { makeElectron, makeFpm } from './stand-ins.ts';

// Each package takes seconds; beside a busy machine's other work it may take many.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const scratch = mkdtempSync(path.join(tmpdir(), 'package-test-'));
const inScratch = (name: string): string => path.join(scratch, name);
const connected = vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(() => {
  throw new Error('The packing tried to open a connection');
});

async function packed(
  name: string,
  options: Pick<PackOptions, 'platform' | 'projectDir'> & Partial<PackOptions>,
) {
  await pack({
    targets: ['dir'],
    output: inScratch(name),
    electronDist: makeElectron(inScratch(`electron-for-${name}`), options.platform),
    signed: false,
    ...options,
  });
  return new Package(inScratch(name), options.platform);
}

const binaryOf = (made: Package, name: string): string => path.join(made.unpacked, name);

/** The golden list names each file; only what the bundler names by its content or by its parts stands as a pattern. */
const golden = readFileSync(path.join(import.meta.dirname, 'content.golden.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const patternOf = (line: string): RegExp =>
  new RegExp(
    `^${line
      .replaceAll(/[.+]/g, String.raw`\$&`)
      .replaceAll('*', '[^/]*')
      .replaceAll('<hash>', '[\\w-]{8}')}$`,
  );
const targets = {
  'linux-x64': ['keyring-linux-x64-gnu', 'keyring.linux-x64-gnu'],
  'win32-x64': ['keyring-win32-x64-msvc', 'keyring.win32-x64-msvc'],
} as const;

function againstGolden(names: readonly string[], target: keyof typeof targets) {
  const [folder, file] = targets[target];
  const lines = golden.map((line) =>
    line.replaceAll('<target>', target).replace('<keyring folder>', folder).replace('<keyring>', file),
  );
  const patterns = lines.map(patternOf);
  return {
    unexpected: names.filter((name) => !patterns.some((pattern) => pattern.test(name))),
    missing: lines.filter((line) => !names.some((name) => patternOf(line).test(name))),
  };
}

const releaseFuses = {
  RunAsNode: 'off',
  EnableCookieEncryption: 'on',
  EnableNodeOptionsEnvironmentVariable: 'off',
  EnableNodeCliInspectArguments: 'off',
  EnableEmbeddedAsarIntegrityValidation: 'on',
  OnlyLoadAppFromAsar: 'on',
  LoadBrowserProcessSpecificV8Snapshot: 'off',
  GrantFileProtocolExtraPrivileges: 'off',
  WasmTrapHandlers: 'on',
};

afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('a package for Linux, made without Electron’s binary', () => {
  const project = inScratch('project');
  let made: Package;
  beforeAll(async () => {
    addKeyring(makeProject(project, { withFonts: true }), 'linux-x64-gnu');
    made = await packed('linux', { platform: 'linux', projectDir: project });
  });

  it('holds the files of the golden list and no other', () => {
    expect(againstGolden(made.names(), 'linux-x64')).toEqual({ unexpected: [], missing: [] });
  });

  it('holds the built files byte for byte, and of the window exactly what its manifest lists', () => {
    const built = made.names().filter((name) => name.startsWith('out/'));
    const changed = built.filter(
      (name) => !made.content(name).equals(readFileSync(path.join(project, name))),
    );
    const manifest = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(made.content('out/renderer-manifest.json').toString()));
    expect(changed).toEqual([]);
    expect(
      Object.keys(manifest)
        .map((name) => `out/renderer${name}`)
        .toSorted(),
    ).toEqual(built.filter((name) => name.startsWith('out/renderer/')));
  });

  it('holds nothing of sources, maps, tests, settings and the tools, in no file', () => {
    const telling = [STRAY, 'sourceMappingURL=', 'chromium-host'];
    const found = made.names().filter((name) => {
      const content = made.content(name);
      return telling.some((text) => content.includes(text));
    });
    expect(found).toEqual([]);
  });

  it('keeps native code outside the archive, and nothing else', () => {
    expect(filesBelow(`${made.archive}.unpacked`)).toEqual([
      'node_modules/@napi-rs/keyring-linux-x64-gnu/keyring.linux-x64-gnu.node',
      'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ]);
  });

  it('says who it is, without scripts and without what it was made with', () => {
    const manifest = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(made.content('package.json').toString()));
    expect(manifest).toMatchObject({ productName: '接種記録ワークステーション', main: 'out/main/main.js' });
    expect(Object.keys(manifest)).not.toContain('scripts');
    expect(Object.keys(manifest)).not.toContain('devDependencies');
  });

  it('brings Japanese and the language that Chromium falls back to', () => {
    expect(filesBelow(path.join(made.unpacked, 'locales'))).toEqual(['en-US.pak', 'ja.pak']);
  });

  it('has all nine fuses as they must be, in the binary and in the record', async () => {
    expect(await readFuses(binaryOf(made, 'vaccination-record-workstation'))).toEqual(releaseFuses);
    expect(made.json('fuses.json')).toEqual({ 'linux-x64': releaseFuses });
  });

  it('comes with the list of its parts: what lies in it, what is inside its bundles, and Electron', () => {
    const { components, dependencies } = made.parts('linux-x64');
    const names = components.map(({ name }) => name);
    const bundled = bundledPackages().map((folder) => folder.replace('node_modules/', ''));
    const expected = [
      ...new Set(bundled),
      '@napi-rs/keyring',
      '@napi-rs/keyring-linux-x64-gnu',
      'better-sqlite3-multiple-ciphers',
      'electron',
    ];
    expect(names.toSorted()).toEqual(expected.toSorted());
    expect(names).toEqual(
      expect.arrayContaining(['react', 'zod', 'tailwindcss', '@fontsource/biz-udpgothic']),
    );
    expect(dependencies[0]?.dependsOn).toEqual(components.map((part) => part['bom-ref']));
  });

  it('names each part with the version and the digest of the lockfile', () => {
    const lock = z
      .object({ packages: z.record(z.string(), z.object({ integrity: z.string().optional() })) })
      .parse(JSON.parse(readFileSync(path.join(project, 'package-lock.json'), 'utf8')));
    const locked = new Set(
      Object.values(lock.packages).map(({ integrity = '' }) =>
        Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex'),
      ),
    );
    const digests = made.parts('linux-x64').components.map(({ hashes }) => hashes[0].content);
    expect(digests.filter((digest) => !locked.has(digest))).toEqual([]);
  });

  it('brings the licence text of each part, and Electron’s and Chromium’s beside it', () => {
    const texts = made.text('LICENSES.packages.txt');
    const missing = made
      .parts('linux-x64')
      .components.filter(({ name, version }) => !texts.includes(`\n${name} ${version} — `));
    expect(missing).toEqual([]);
    expect(texts).toContain('Permission is hereby granted, free of charge');
    expect(texts).toContain('SIL Open Font License');
    const beside = ['LICENSE.electron.txt', 'LICENSES.chromium.html', 'LICENSES.packages.txt'];
    expect(filesBelow(made.folder)).toEqual(expect.arrayContaining(beside));
    expect(filesBelow(made.unpacked)).toEqual(expect.arrayContaining(beside));
  });

  it('is listed with the digest of every file, and no file is left out', () => {
    const lines = made.text('SHA256SUMS').trimEnd().split('\n');
    const listed = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
    const files = filesBelow(made.folder).filter((name) => name !== 'SHA256SUMS');
    expect([...listed.keys()]).toEqual(files);
    const wrong = files.filter((name) => {
      const content = readFileSync(path.join(made.folder, name));
      return createHash('sha256').update(content).digest('hex') !== listed.get(name);
    });
    expect(wrong).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
    'has all that its native code needs: the encrypted database opens, the keyring loads',
    () => {
      const extracted = inScratch('extracted');
      extractAll(made.archive, extracted);
      const script = `
        const database = require('better-sqlite3')(':memory:');
        const { Entry } = require('@napi-rs/keyring');
        console.log(database.pragma('cipher', { simple: true }), typeof Entry);
      `;
      // By a Node of its own: nothing of ours is found from there.
      const said = execFileSync(process.execPath, ['--eval', script], { cwd: extracted, encoding: 'utf8' });
      expect(said.trim()).toMatch(/^\w+ function$/);
    },
  );

  it('leaves no note of the machine that it was made on', () => {
    const notes = filesBelow(made.folder).filter((name) => /\.ya?ml$/.test(name));
    expect(notes).toEqual([]);
  });
});

/** What Windows reads in the packed program. */
const program = (made: Package) =>
  NtExecutableResource.from(
    NtExecutable.from(readFileSync(binaryOf(made, 'vaccination-record-workstation.exe'))),
  );

describe('a package for Windows, made without Electron’s binary', () => {
  let made: Package;
  beforeAll(async () => {
    const project = makeProject(inScratch('windows-project'), { withFonts: false });
    addKeyring(project, 'win32-x64-msvc');
    made = await packed('windows', { platform: 'win', projectDir: project });
  });

  it('holds the files of the golden list, with the native code of Windows', () => {
    const { unexpected, missing } = againstGolden(made.names(), 'win32-x64');
    expect(unexpected).toEqual([]);
    expect(missing.filter((line) => !line.includes('woff'))).toEqual([]);
  });

  it('has all nine fuses as they must be', async () => {
    expect(await readFuses(binaryOf(made, 'vaccination-record-workstation.exe'))).toEqual(releaseFuses);
  });

  it('carries the digest of the archive’s header in the program, for Electron to refuse another', () => {
    const entry = program(made).entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR');
    const digest = createHash('sha256').update(made.header()).digest('hex');
    expect(JSON.parse(Buffer.from(entry?.bin ?? new ArrayBuffer()).toString())).toEqual([
      { file: String.raw`resources\app.asar`, alg: 'SHA256', value: digest },
    ]);
  });

  it('shows its Japanese name to Windows', () => {
    const [version] = Resource.VersionInfo.fromEntries(program(made).entries);
    const [language = { lang: 0, codepage: 0 }] = version?.getAllLanguagesForStringValues() ?? [];
    expect(version?.getStringValues(language)).toMatchObject({ ProductName: '接種記録ワークステーション' });
  });
});

describe('a test build', () => {
  it('lets a runner attach, has a name of its own, and differs in nothing else', async () => {
    const projectDir = makeProject(inScratch('small-project'), { withFonts: false });
    addKeyring(projectDir, 'linux-x64-gnu');
    const release = await packed('release', { platform: 'linux', projectDir });
    vi.stubEnv('APP_E2E_BUILD', '1');
    const e2e = await packed('e2e', { platform: 'linux', projectDir });

    expect(e2e.json('fuses.json')).toEqual({
      'linux-x64': { ...releaseFuses, EnableNodeCliInspectArguments: 'on' },
    });
    expect(e2e.names()).toEqual(release.names());
    const differing = release.names().filter((name) => !e2e.content(name).equals(release.content(name)));
    expect(differing).toEqual(['package.json']);
    const manifests = [release, e2e].map((each) =>
      z.record(z.string(), z.unknown()).parse(JSON.parse(each.content('package.json').toString())),
    );
    const [ours = {}, theirs = {}] = manifests;
    expect(
      Object.keys(theirs).filter((key) => JSON.stringify(ours[key]) !== JSON.stringify(theirs[key])),
    ).toEqual(['name', 'productName']);
    expect(filesBelow(e2e.unpacked)).toContain('vaccination-record-workstation-e2e');
  });
});

describe.skipIf(process.platform === 'win32')('a deb, made by a stand-in for fpm', () => {
  it('names its maker and what it needs, lies where only root writes, and asks the network for nothing', async () => {
    const projectDir = makeProject(inScratch('deb-project'), { withFonts: false });
    addKeyring(projectDir, 'linux-x64-gnu');
    vi.stubEnv('CUSTOM_FPM_PATH', makeFpm(inScratch('fpm')));
    vi.stubEnv('FPM_RECORD', inScratch('fpm-record'));
    await packed('deb', { platform: 'linux', projectDir, targets: ['deb'] });

    const words = readFileSync(inScratch('fpm-record'), 'utf8').split('\n');
    const after = (option: string): (string | undefined)[] =>
      words.flatMap((word, index) => (word === option ? [words[index + 1]] : []));
    expect(after('--name')).toEqual(['vaccination-record-workstation']);
    expect(after('--maintainer')).toEqual(['接種記録ワークステーション <it@example.jp>']);
    expect(after('-d')).toEqual(expect.arrayContaining(['libsecret-1-0', 'libnss3']));
    expect(after('--deb-recommends')).toEqual([]);
    expect(words).toContain(`${inScratch('deb')}/linux-unpacked/=/opt/接種記録ワークステーション`);
    const script = readFileSync(inScratch('fpm-record.after-install'), 'utf8').replaceAll(/^\s*#.*$/gm, '');
    expect(script).toContain('/usr/bin/vaccination-record-workstation');
    expect(script).not.toMatch(/https?:|curl|wget|apt-get|sources\.list/);
  });
});

describe('nothing is packed', () => {
  it('where a fuse does not read back as wanted', async () => {
    const projectDir = makeProject(inScratch('fuse-project'), { withFonts: false });
    const making = packed('refused', {
      platform: 'linux',
      projectDir,
      // As if the binary had kept one switch as it came.
      flip: (binary, config) => flipFuses(binary, { ...config, 0: true }),
    });
    await expect(making).rejects.toThrow(/do not read back as wanted: RunAsNode=on/);
    expect(filesBelow(inScratch('refused'))).not.toContain('SHA256SUMS');
  });

  it('where it must be signed and there is no certificate', async () => {
    const projectDir = makeProject(inScratch('unsigned-project'), { withFonts: false });
    addKeyring(projectDir, 'win32-x64-msvc');
    const making = packed('unsigned', { platform: 'win', projectDir, signed: true });
    await expect(making).rejects.toThrow(/not signed|forceCodeSigning/i);
  });

  it('where the native code of the system is missing', async () => {
    const projectDir = makeProject(inScratch('foreign-project'), { withFonts: false });
    const making = packed('foreign', { platform: 'win', projectDir });
    await expect(making).rejects.toThrow(/keyring-win32-x64-msvc.* is not in the package for win32-x64/);
  });
});

describe('all of this', () => {
  it('was packed without opening a single connection', () => {
    expect(connected).not.toHaveBeenCalled();
  });
});
