import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const file = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');

const Versions = z.record(z.string(), z.string());
const manifest = z
  .object({ dependencies: Versions, devDependencies: Versions })
  .parse(JSON.parse(file('package.json')));
const locked = Object.keys(
  z.object({ packages: z.record(z.string(), z.unknown()) }).parse(JSON.parse(file('package-lock.json')))
    .packages,
);
const all = { ...manifest.dependencies, ...manifest.devDependencies };

describe('the dependencies', () => {
  it('are pinned exactly', () => {
    const exact = /^(npm:[\w./@-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;
    expect(Object.entries(all).filter(([, version]) => !exact.test(version))).toEqual([]);
  });

  it.each(['@electron/remote', 'keytar', 'sqlite3', 'libsecret'])(
    'never bring %s, not even through another',
    (name) => {
      expect(locked.filter((entry) => entry.endsWith(`node_modules/${name}`))).toEqual([]);
    },
  );

  it('ship two packages and no more', () => {
    expect(Object.keys(manifest.dependencies).toSorted()).toEqual(['@napi-rs/keyring', 'better-sqlite3']);
  });

  it('take the encrypted SQLite under the name whose API it keeps', () => {
    expect(manifest.dependencies['better-sqlite3']).toMatch(/^npm:better-sqlite3-multiple-ciphers@/);
  });

  it('are each explained in docs/dependencies.md', () => {
    const explained = file('docs/dependencies.md');
    const missing = Object.keys(all).filter(
      (name) => !explained.includes(`\`${name}\``) && !name.startsWith('@types/'),
    );
    expect(missing).toEqual([]);
  });
});
