import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { msiProjectCreated } from '../../../tools/package/msi-project.ts';

const builder = createRequire(import.meta.url).resolve('app-builder-lib/package.json');
const template = path.join(path.dirname(builder), 'templates', 'msi', 'template.xml');

function aProject(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'msi-project-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'project.wxs');
  copyFileSync(template, file);
  return file;
}

describe('the project of the MSI package', () => {
  it('is made Japanese, and nothing else in electron-builder’s template changes', async () => {
    const file = aProject();
    await msiProjectCreated(file);
    const before = readFileSync(template, 'utf8').split('\n');
    const after = readFileSync(file, 'utf8').split('\n');
    const changed = after.filter((line, index) => line !== before[index]);
    expect(after).toHaveLength(before.length);
    expect(changed).toEqual([
      expect.stringContaining('Language="1041"'),
      expect.stringContaining('「[ProductName]」の新しい版が、すでに入っています。'),
    ]);
  });

  it('is refused where the template is another than we know', async () => {
    const file = aProject();
    writeFileSync(file, readFileSync(file, 'utf8').replace('1033', '1036'));
    await expect(msiProjectCreated(file)).rejects.toThrow('Language="1033"');
  });
});
