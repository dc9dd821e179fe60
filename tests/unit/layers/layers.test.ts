import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '../../..');

/** A file of a folder and what it imports. */
type Import = readonly [file: string, imported: string];

const refused: readonly Import[] = [
  ['src-shared/domain/a.ts', 'node:fs'],
  ['src-shared/domain/b.ts', '../../src-main/vrs/vrs-client.ts'],
  ['src-shared/contract/c.ts', 'electron'],
  ['src-renderer/app/d.ts', '../../src-main/gateway/gateway.ts'],
  ['src-renderer/app/e.ts', 'node:child_process'],
  ['src-renderer/app/f.ts', 'electron'],
  ['src-renderer/app/g.ts', 'better-sqlite3'],
  ['src-training/h.ts', '../src-main/vrs/vrs-client.ts'],
  ['src-main/people/i.ts', 'electron'],
  ['src-main/people/j.ts', '../shell/main-window.ts'],
  ['src-main/people/k.ts', 'better-sqlite3'],
  ['src-main/people/l.ts', 'node:https'],
  ['src-main/people/m.ts', '@napi-rs/keyring'],
  ['src-main/people/n.ts', '../../src-training/server.ts'],
  ['src-main/people/o.ts', '../../src-renderer/app/main.tsx'],
  ['src-main/vrs/p.ts', 'undici'],
  ['src-main/vrs/q.ts', '../session/session.ts'],
  ['src-main/cache/r.ts', '../people/local-copy.ts'],
  ['src-main/operation-log/s.ts', '../gateway/gateway.ts'],
  ['src-main/shell/t.ts', '@electron/remote'],
  ['src-main/shell/u.ts', 'chromium-host'],
];

const allowed: readonly Import[] = [
  ['src-main/shell/v.ts', 'electron'],
  ['src-main/cache/w.ts', 'better-sqlite3'],
  ['src-main/keychain/x.ts', '@napi-rs/keyring'],
  ['src-main/people/y.ts', '../cache/cache.ts'],
  ['src-renderer/app/z.ts', '../../src-shared/contract/bridge.ts'],
  ['src-training/aa.ts', 'better-sqlite3'],
];

const Report = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) });

let folder: string;
let refusedFiles: Set<string>;

beforeAll(async () => {
  // The rules are about paths from the repository's root, so they are tried in a root of their own.
  folder = await mkdtemp(path.join(tmpdir(), 'layers-'));
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  await copyFile(path.join(root, 'oxlint.config.ts'), path.join(folder, 'oxlint.config.ts'));
  await writeFile(path.join(folder, '.gitignore'), 'node_modules\n');
  for (const [file, imported] of [...refused, ...allowed]) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), `import * as it from '${imported}';\nexport const use = it;\n`);
  }
  const oxlint = path.join(root, 'node_modules/oxlint/bin/oxlint');
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [oxlint, '--format=json', '.'], { cwd: folder }, (_, stdout) =>
      resolve(stdout),
    );
  });
  const { diagnostics } = Report.parse(JSON.parse(output));
  refusedFiles = new Set(
    diagnostics.filter(({ code }) => code.includes('no-restricted-imports')).map(({ filename }) => filename),
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it.each(refused)('%s must not import %s', (file) => {
  expect(refusedFiles).toContain(file);
});

it.each(allowed)('%s may import %s', (file) => {
  expect(refusedFiles).not.toContain(file);
});
