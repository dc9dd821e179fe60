import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import { z } from 'zod';

import { startTrainingVrs } from '../../../src-training/start.ts';
import { Municipality } from './a-municipality.ts';

export interface LoopInput {
  readonly profile: string;
  readonly fingerprint: string;
  readonly terminals: readonly {
    readonly name: string;
    readonly folder: string;
    readonly certificate: string;
    readonly passphrase: string;
  }[];
}

/** What came of one terminal: the exit codes of apply, import and self-check, and how long they took together. */
const MadeTerminal = z.object({
  name: z.string(),
  codes: z.array(z.int()),
  said: z.string(),
  check: z.string(),
  milliseconds: z.number(),
  checkMilliseconds: z.number(),
});
export type MadeTerminal = z.infer<typeof MadeTerminal>;

const installed = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
/** A Secret Service of its own needs these two. */
export const hasStore = (): boolean => installed('dbus-run-session') && installed('gnome-keyring-daemon');

const UNLOCKED =
  'printf a-password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"';

/** Makes so many production terminals of one profile, unattended, each against a training VRS and in a real Secret Service. */
export async function makeTerminals(count: number): Promise<readonly MadeTerminal[]> {
  const city = await Municipality.begin();
  const home = await mkdtemp(path.join(tmpdir(), 'session-'));
  const vrs = await startTrainingVrs({ folder: city.in('vrs'), people: 20, passwordHashCost: 16 });
  try {
    const { code, name } = vrs.municipality;
    const { created, file } = await city.sign(
      city.draft({
        municipalityCode: code,
        municipalityName: name,
        vrs: { origin: vrs.origin, caCertificate: vrs.caPem },
      }),
    );
    if (!created.ok) throw new Error(created.refusal.sentence);
    const names = Array.from({ length: count }, (_, index) => `PC-${String(index + 1).padStart(2, '0')}`);
    const terminals = await Promise.all(
      names.map(async (each) => {
        const { p12Path: certificate, passphrase } = await vrs.issueClientCertificate(each);
        return { name: each, folder: city.in(each), certificate, passphrase };
      }),
    );
    const input: LoopInput = { profile: file, fingerprint: city.fingerprint, terminals };
    await writeFile(city.in('loop.json'), JSON.stringify(input));
    return await runLoop(city.in('loop.json'), home);
  } finally {
    await vrs.close();
    await city.end();
    await rm(home, { recursive: true, force: true });
  }
}

async function runLoop(input: string, home: string): Promise<readonly MadeTerminal[]> {
  const loop = path.join(import.meta.dirname, 'provision-loop.ts');
  const node = [process.execPath, '--no-wasm-code-gc', loop, input];
  const child = spawn('dbus-run-session', ['--', 'sh', '-c', UNLOCKED, 'sh', ...node], {
    env: { PATH: process.env['PATH'], HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const printed = await text(child.stdout);
  // Services that the bus started print too.
  const line = printed.split('\n').findLast((each) => each.startsWith('['));
  return z.array(MadeTerminal).parse(JSON.parse(line ?? 'null'));
}
