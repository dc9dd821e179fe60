import { execFile } from 'node:child_process';

import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { PolicySource } from './machine-policy.ts';

/** Where group policies of Windows lie: only administrators write here. */
const PARENT = String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Policies`;
const NAME = 'VaccinationRecordWorkstation';
/** By its full name: a program of the same name in another folder is not asked. */
const REG = String.raw`C:\Windows\System32\reg.exe`;

/** What `reg.exe` printed and how it ended. */
export interface Printed {
  readonly code: number;
  readonly text: string;
}

/** The policy as values of the registry. Its form was tested with recorded output; it never ran on Windows here. */
export function policyRegistry(query: (key: string) => Promise<Printed> = queryRegistry): PolicySource {
  return {
    async read(): Promise<Outcome<unknown>> {
      // The parent is always there: so a key that is missing is told from one that could not be read.
      const parent = await query(PARENT);
      if (parent.code !== 0) return failed('policy-invalid', { field: PARENT });
      if (!keysIn(parent.text).includes(NAME.toLowerCase())) return ok(undefined);
      const own = await query(`${PARENT}\\${NAME}`);
      if (own.code !== 0) return failed('policy-invalid', { field: `${PARENT}\\${NAME}` });
      return policyOf(valuesIn(own.text));
    },
  };
}

function keysIn(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.toLowerCase().startsWith(`${PARENT.toLowerCase()}\\`))
    .map((line) =>
      line
        .slice(PARENT.length + 1)
        .trim()
        .toLowerCase(),
    );
}

interface RegistryValue {
  readonly name: string;
  readonly type: string;
  readonly data: string;
}

/** `    Name    REG_SZ    data`, four blanks before each. */
function valuesIn(text: string): readonly RegistryValue[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^ {4}(\S+) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/.exec(line);
    return match ? [{ name: match[1] ?? '', type: match[2] ?? '', data: match[3] ?? '' }] : [];
  });
}

const words = ({ type, data }: RegistryValue): unknown => (type === 'REG_SZ' ? data : undefined);
const list = ({ type, data }: RegistryValue): unknown =>
  type === 'REG_MULTI_SZ' ? data.split(String.raw`\0`).filter((each) => each !== '') : undefined;
const number = ({ type, data }: RegistryValue): number | undefined =>
  type === 'REG_DWORD' && /^0x[0-9a-f]{1,8}$/i.test(data) ? Number(data) : undefined;
const onOff = (value: RegistryValue): unknown => [false, true][number(value) ?? 2];

/** Value of the registry → field of the policy, and how it is read. `undefined` from a reader: of the wrong type. */
const readers: Readonly<Record<string, readonly [field: string, read: (value: RegistryValue) => unknown]>> = {
  VrsOrigins: ['vrsOrigins', list],
  TrustedProfileKey: ['trustedProfileKey', words],
  MaximumIdleMinutes: ['maximumIdleMinutes', number],
  LogSecondPlace: ['logSecondPlace', words],
  ContentProtection: ['contentProtection', onOff],
  ProxyMode: ['mode', words],
  ProxyServer: ['server', words],
  ProxyBypass: ['bypass', list],
};
const ofProxy = new Set(['mode', 'server', 'bypass']);

function policyOf(values: readonly RegistryValue[]): Outcome<unknown> {
  const policy: Record<string, unknown> = { formatVersion: 1 };
  const proxy: Record<string, unknown> = {};
  for (const value of values) {
    const reader = Object.hasOwn(readers, value.name) ? readers[value.name] : undefined;
    const read = reader?.[1](value);
    // A slip in a name must not make a policy silently weaker.
    if (reader === undefined || read === undefined) {
      return failed('policy-invalid', { field: value.name.slice(0, 100) });
    }
    const [field] = reader;
    (ofProxy.has(field) ? proxy : policy)[field] = read;
  }
  return ok(Object.keys(proxy).length === 0 ? policy : { ...policy, proxy });
}

/** Console programs write in the code page of Japanese Windows. */
function queryRegistry(key: string): Promise<Printed> {
  return new Promise((resolve) => {
    execFile(
      REG,
      ['query', key],
      { encoding: 'buffer', timeout: 10_000, windowsHide: true },
      (error, stdout) => {
        resolve({ code: error === null ? 0 : 1, text: new TextDecoder('shift_jis').decode(stdout) });
      },
    );
  });
}
