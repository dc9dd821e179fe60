import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { flipFuses } from '@electron/fuses';
import { describe, expect, it, onTestFinished } from 'vitest';

import { burnFuses, readFuses, wantedFuses } from '../../../tools/package/fuses.ts';

/** A file with a wire of fuses in it, as in Electron's binary. */
function binary(signs: string | undefined): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'fuses-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'electron');
  const wire =
    signs === undefined
      ? []
      : [Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, signs.length]), Buffer.from(signs)];
  writeFileSync(file, Buffer.concat([Buffer.alloc(5000, 7), ...wire, Buffer.alloc(100, 9)]));
  return file;
}

describe('the fuses of a packed app', () => {
  it('are nine, and each is set', async () => {
    const file = binary('101100011');
    await burnFuses(file, wantedFuses('release'));
    expect(await readFuses(file)).toEqual({
      RunAsNode: 'off',
      EnableCookieEncryption: 'on',
      EnableNodeOptionsEnvironmentVariable: 'off',
      EnableNodeCliInspectArguments: 'off',
      EnableEmbeddedAsarIntegrityValidation: 'on',
      OnlyLoadAppFromAsar: 'on',
      LoadBrowserProcessSpecificV8Snapshot: 'off',
      GrantFileProtocolExtraPrivileges: 'off',
      WasmTrapHandlers: 'on',
    });
  });

  it('differ in a test build by the one for the test runner', () => {
    const release = wantedFuses('release');
    expect(wantedFuses('e2e')).toEqual({ ...release, EnableNodeCliInspectArguments: true });
    expect(release.EnableNodeCliInspectArguments).toBe(false);
  });

  it.each([
    ['knows a tenth', '1011000110', /has 10 fuses but you only provided a config for 9/],
    ['knows only eight', '10110001', /WasmTrapHandlers/],
    ['has none', undefined, /sentinel/],
  ])('are not set by halves where the binary %s', async (_, signs, refusal) => {
    await expect(burnFuses(binary(signs), wantedFuses('release'))).rejects.toThrow(refusal);
  });

  it.each([
    [0, 'RunAsNode', true],
    [1, 'EnableCookieEncryption', false],
    [2, 'EnableNodeOptionsEnvironmentVariable', true],
    [3, 'EnableNodeCliInspectArguments', true],
    [4, 'EnableEmbeddedAsarIntegrityValidation', false],
    [5, 'OnlyLoadAppFromAsar', false],
    [6, 'LoadBrowserProcessSpecificV8Snapshot', true],
    [7, 'GrantFileProtocolExtraPrivileges', true],
    [8, 'WasmTrapHandlers', false],
  ])('are refused where number %i, %s, reads back the wrong way', async (number, name, wrong) => {
    const burning = burnFuses(binary('101100011'), wantedFuses('release'), (file, config) =>
      flipFuses(file, { ...config, [number]: wrong }),
    );
    await expect(burning).rejects.toThrow(`do not read back as wanted: ${name}=${wrong ? 'on' : 'off'}`);
  });

  it('are refused where the binary calls one of them removed and nothing was written', async () => {
    const burning = burnFuses(binary('r11100011'), wantedFuses('release'), () => Promise.resolve());
    await expect(burning).rejects.toThrow('RunAsNode=removed');
  });
});
