import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

const lines = readFileSync(path.resolve(import.meta.dirname, '../../../electron-builder.yml'), 'utf8')
  .split('\n')
  .map((line) => line.replace(/\s+#.*$/, ''));

/** The lines below a key at the left edge. */
function section(key: string): string[] {
  const from = lines.findIndex((line) => line.startsWith(`${key}:`)) + 1;
  const rest = lines.slice(from);
  const to = rest.findIndex((line) => /^\S/.test(line) && !line.startsWith('#'));
  return rest.slice(0, to === -1 ? undefined : to).map((line) => line.trim());
}

describe('the settings of the packages', () => {
  it.each(['msi', 'nsis'])('install by %s for the machine, where only an administrator writes', (kind) => {
    expect(section(kind)).toEqual(expect.arrayContaining(['oneClick: false', 'perMachine: true']));
    expect(section(kind)).not.toContain('allowToChangeInstallationDirectory: true');
  });

  it('speak Japanese', () => {
    expect(section('nsis')).toEqual(
      expect.arrayContaining(['installerLanguages: [ja_JP]', "language: '1041'"]),
    );
    expect(section('msi')).toContain("additionalLightArgs: ['-cultures:ja-jp']");
  });

  it('bring no updates from anywhere, and no helper for one', () => {
    expect(lines).toContain('publish: null');
    expect(lines.filter((line) => /^\s*(provider|protocols|fileAssociations)\b/.test(line))).toEqual([]);
    expect(section('nsis')).toContain('include: tools/package/installer.nsh');
  });

  it('sign native code too, and hold no certificate and no password', () => {
    expect(section('win')).toContain("signExts: ['.node', '.dll']");
    expect(lines.filter((line) => /csc|certificate|password|signtool|azure/i.test(line))).toEqual([]);
  });

  it('leave the fuses to the step that knows all nine', () => {
    expect(lines.filter((line) => line.startsWith('electronFuses'))).toEqual([]);
    expect(lines).toContain('afterPack: ./tools/package/after-pack.ts');
  });
});
