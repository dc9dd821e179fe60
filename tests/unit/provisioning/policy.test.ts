import { chmod, chown, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readMachinePolicy } from '../../../src-main/workstation/policy/machine-policy.ts';
import { policyFile } from '../../../src-main/workstation/policy/policy-file.ts';
import { policyRegistry, type Printed } from '../../../src-main/workstation/policy/policy-registry.ts';

const KEY = 'ab'.repeat(32);
const whole = {
  formatVersion: 1,
  vrsOrigins: ['https://vrs.example.lg.jp'],
  trustedProfileKey: KEY,
  maximumIdleMinutes: 5,
  logSecondPlace: '/mnt/log',
  contentProtection: false,
  proxy: { mode: 'fixed', server: 'proxy.example.lg.jp:8080', bypass: ['*.lg.jp'] },
};

describe.skipIf(process.platform === 'win32')('the policy of the machine, as a file', () => {
  const owner = process.getuid?.() ?? 0;
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'policy-')), 'vaccination-record-workstation');
    file = path.join(folder, 'policy.json');
  });
  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));
  const write = async (content: unknown): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o755 });
    await writeFile(file, JSON.stringify(content), { mode: 0o644 });
  };
  const read = () => readMachinePolicy(policyFile(file, owner));

  it('decides nothing where there is none', async () => {
    expect(await read()).toEqual({ ok: true, value: { formatVersion: 1 } });
  });

  it('is read as it stands', async () => {
    await write(whole);
    expect(await read()).toEqual({ ok: true, value: whole });
  });

  it.each([
    ['a field that nobody knows', { ...whole, idleMinutes: 5 }],
    ['a value that is none', { ...whole, maximumIdleMinutes: 0 }],
    ['another format', { ...whole, formatVersion: 2 }],
    ['no object', []],
  ])('with %s stops the start', async (_, content) => {
    await write(content);
    expect(await read()).toMatchObject({ ok: false, problem: { code: 'policy-invalid' } });
  });

  it('that others may write, or whose folder they may write, is refused', async () => {
    await write(whole);
    await chmod(file, 0o664);
    expect(await read()).toMatchObject({ problem: { code: 'policy-unprotected' } });
    await chmod(file, 0o644);
    await chmod(folder, 0o777);
    expect(await read()).toMatchObject({ problem: { code: 'policy-unprotected' } });
  });

  it.skipIf(owner !== 0)('of another owner is refused (needs root)', async () => {
    await write(whole);
    await chown(file, 65_534, 65_534);
    expect(await read()).toMatchObject({ problem: { code: 'policy-unprotected' } });
  });

  it('that is a link is refused', async () => {
    await write(whole);
    await symlink(file, `${file}.link`);
    expect(await readMachinePolicy(policyFile(`${file}.link`, owner))).toMatchObject({
      problem: { code: 'policy-invalid' },
    });
  });
});

/** As reg.exe prints it: written down from its documentation and the form of its columns, four blanks apart. */
const PARENT = String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Policies`;
const parent = (...names: readonly string[]): string =>
  ['', ...names.map((name) => `${PARENT}\\${name}`), ''].join('\r\n');
const own = (...lines: readonly string[]): string =>
  ['', `${PARENT}\\VaccinationRecordWorkstation`, ...lines.map((line) => `    ${line}`), '', ''].join('\r\n');
const registry = (answers: Readonly<Record<string, Printed>>) =>
  readMachinePolicy(policyRegistry((key) => Promise.resolve(answers[key] ?? { code: 1, text: '' })));
const withValues = (...lines: readonly string[]) =>
  registry({
    [PARENT]: { code: 0, text: parent('Microsoft', 'VaccinationRecordWorkstation') },
    [`${PARENT}\\VaccinationRecordWorkstation`]: { code: 0, text: own(...lines) },
  });

describe('the policy of the machine, in the registry', () => {
  it('is read value by value', async () => {
    expect(
      await withValues(
        String.raw`VrsOrigins    REG_MULTI_SZ    https://vrs.example.lg.jp\0https://vrs2.example.lg.jp`,
        `TrustedProfileKey    REG_SZ    ${KEY}`,
        'MaximumIdleMinutes    REG_DWORD    0xa',
        'ContentProtection    REG_DWORD    0x0',
        'ProxyMode    REG_SZ    fixed',
        'ProxyServer    REG_SZ    proxy.example.lg.jp:8080',
      ),
    ).toEqual({
      ok: true,
      value: {
        formatVersion: 1,
        vrsOrigins: ['https://vrs.example.lg.jp', 'https://vrs2.example.lg.jp'],
        trustedProfileKey: KEY,
        maximumIdleMinutes: 10,
        contentProtection: false,
        proxy: { mode: 'fixed', server: 'proxy.example.lg.jp:8080', bypass: [] },
      },
    });
  });

  it('decides nothing where its key is not there', async () => {
    const text = parent('Microsoft', 'Google');
    expect(await registry({ [PARENT]: { code: 0, text } })).toEqual({
      ok: true,
      value: { formatVersion: 1 },
    });
  });

  it.each([
    ['a slip in a name', ['MaximumIdleMinute    REG_DWORD    0x5']],
    ['a value of another type', ['MaximumIdleMinutes    REG_SZ    5']],
    ['a switch that is neither on nor off', ['ContentProtection    REG_DWORD    0x2']],
  ])('with %s stops the start', async (_, lines) => {
    expect(await withValues(...lines)).toMatchObject({ problem: { code: 'policy-invalid' } });
  });

  it('that can’t be asked stops the start', async () => {
    expect(await registry({})).toMatchObject({ problem: { code: 'policy-invalid' } });
    const text = parent('VaccinationRecordWorkstation');
    expect(await registry({ [PARENT]: { code: 0, text } })).toMatchObject({
      problem: { code: 'policy-invalid' },
    });
  });
});
