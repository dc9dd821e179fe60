import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Page } from '@playwright/test';

import { spelledIn } from '../integration/spellings.ts';
import type { Terminal } from './fixture.ts';

/** A name that nobody has and nothing else spells. */
export const CANARY = '金糸雀　啼子';

/** Files below the folder in which one of the texts stands in one of its spellings. */
export async function filesWith(folder: string, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(path.join(entry.parentPath, entry.name));
    if (spelledIn(bytes, texts).length > 0) found.push(entry.name);
  }
  return found;
}

/** Starts the app with a folder for temporary files that nobody else uses, so that what it leaves there is seen. */
export async function startWithTemporaryFolder(
  terminal: Terminal,
): Promise<{ readonly window: Page; readonly temporary: string }> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'canary-temporary-'));
  const usual = process.env['TMPDIR'];
  process.env['TMPDIR'] = temporary;
  const window = await terminal.start();
  if (usual === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usual;
  return { window, temporary };
}
