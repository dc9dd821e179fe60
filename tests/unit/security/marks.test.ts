import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const explained = new Set(
  [...readFileSync(path.join(root, 'docs/security.md'), 'utf8').matchAll(/^\| ([HP]\d+) /gm)].map(
    ([, id]) => id,
  ),
);

function sources(): string[] {
  const folders = ['src-main', 'src-renderer', 'src-shared', 'src-training'];
  const inside = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.join(folder, name),
    ),
  );
  return [...inside, 'electron.vite.config.ts', 'oxlint.config.ts'].filter((name) =>
    /\.(tsx?|html)$/.test(name),
  );
}

const marked = new Map<string, string[]>();
for (const name of sources()) {
  for (const [, ids = ''] of readFileSync(path.join(root, name), 'utf8').matchAll(
    /SECURITY: ((?:[HP]\d+(?:, )?)+)/g,
  )) {
    for (const id of ids.split(', ')) marked.set(id, [...(marked.get(id) ?? []), name]);
  }
}

describe('the marks of security measures', () => {
  it('stand only for measures that docs/security.md explains', () => {
    expect([...marked.keys()].filter((id) => !explained.has(id))).toEqual([]);
  });

  it('are there for every measure that docs/security.md lists', () => {
    expect([...explained].filter((id) => id !== undefined && !marked.has(id))).toEqual([]);
  });
});

const text = (name: string): string => readFileSync(path.join(root, name), 'utf8');

describe('the window', () => {
  const main = sources().filter((name) => name.startsWith('src-main'));
  it('is made in one place', () => {
    expect(
      main.filter((name) => /new (BrowserWindow|WebContentsView|BaseWindow)\b/.test(text(name))),
    ).toEqual([path.join('src-main', 'shell', 'main-window.ts')]);
  });

  it('is never weakened anywhere', () => {
    const weak =
      /sandbox: false|nodeIntegration\w*: true|contextIsolation: false|webSecurity: false|webviewTag: true|\bipcMain\b|openExternal|crashReporter|registerPreloadScript|loadExtension|sendSync|allowServiceWorkers|bypassCSP/;
    expect(main.filter((name) => weak.test(text(name)))).toEqual([]);
  });
});
