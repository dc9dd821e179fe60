import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeBatchFile } from '../../../src-training/batch-files/make-batch-file.ts';
import type { Ended } from './run-check-file.ts';

const here = (name: string): string => path.join(import.meta.dirname, name);
const CHECK_FILE = path.resolve('tools/check-file/check-file.ts');
/** `training` is the password of the keyring that ./start makes beside a terminal. */
const UNLOCKED = `printf training | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"`;

const installed = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;

type Session = 'unlocked' | 'locked' | 'no-bus';

describe.skipIf(!installed('dbus-run-session') || !installed('gnome-keyring-daemon'))(
  'a terminal whose key lies in a real credential store (needs dbus and gnome-keyring)',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'check-file-keyring-'));
    const keyrings = path.join(folder, 'keyring');
    const file = path.join(folder, 'file.csv');
    const made = makeBatchFile({
      kind: 'records',
      rows: 60,
      encoding: 'utf-8',
      people: 1_000,
      errors: { 'ticket-not-issued': 2 },
    });
    let data = '';

    beforeAll(async () => {
      writeFileSync(file, made.bytes);
      mkdirSync(keyrings, { mode: 0o700 });
      const { stdout, stderr } = await run('unlocked', [here('terminal-in-keyring.ts'), folder]);
      ({ data } = JSON.parse(stdout.split('\n').findLast((line) => line.startsWith('{')) ?? stderr) as {
        data: string;
      });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    /** A program of ours in a login session of that kind, whose keyring lies in `keyrings`. */
    async function run(session: Session, words: readonly string[], home = keyrings): Promise<Ended> {
      const node = [process.execPath, '--disable-warning=ExperimentalWarning', ...words];
      const commands: Readonly<Record<Session, readonly string[]>> = {
        unlocked: ['dbus-run-session', '--', 'sh', '-c', UNLOCKED, 'sh', ...node],
        locked: ['dbus-run-session', '--', ...node],
        'no-bus': node,
      };
      const [command = '', ...rest] = commands[session];
      const env = { PATH: process.env['PATH'], HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home };
      const child = spawn(command, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
      const [exit, stdout, stderr] = await Promise.all([code, text(child.stdout), text(child.stderr)]);
      return { code: exit, stdout, stderr };
    }

    const against = (session: Session, terminal = data, home = keyrings): Promise<Ended> =>
      run(session, [CHECK_FILE, file, '--against', terminal, '--today', '2026-04-01', '--json'], home);

    test('is opened in the session of its person, and what stands is held against the file', async () => {
      const { code, stdout } = await against('unlocked');
      expect(code).toBe(1);
      const printed = stdout.split('\n').findLast((line) => line.startsWith('{'));
      const { findingsByCode } = JSON.parse(printed ?? '') as { findingsByCode: Record<string, number> };
      // The copy has a hundred people; the tickets of the others are unknown to it, as are the two that were planted.
      expect(findingsByCode['ticket-not-issued']).toBeGreaterThanOrEqual(2);
      expect(stdout).not.toContain('検査できません');
    });

    test('is found by its keyring beside it, where there is no session at all', async () => {
      const beside = path.join(folder, 'beside');
      mkdirSync(beside);
      cpSync(keyrings, path.join(beside, 'keyring'), { recursive: true });
      cpSync(data, path.join(beside, 'terminal'), { recursive: true });
      const empty = path.join(folder, 'nobody');
      mkdirSync(empty, { mode: 0o700 });
      const { code, stdout, stderr } = await against('no-bus', path.join(beside, 'terminal'), empty);
      expect([code, stdout]).toEqual([1, expect.stringContaining('"ticket-not-issued"')]);
      // What the bus has to say of its limits is nobody's business.
      expect(stderr).not.toContain('dbus');
    });

    test('says that the credential store is locked, and checks nothing', async () => {
      const { code, stdout, stderr } = await against('locked');
      expect(code).toBe(2);
      expect(stderr).toContain('ロックされています');
      expect(stdout).not.toContain('findings');
    });

    test('says that there is no credential store, where there is no session and no keyring beside it', async () => {
      // A terminal on its own: nothing lies beside it.
      const alone = path.join(folder, 'alone', 'terminal');
      cpSync(data, alone, { recursive: true });
      const { code, stdout, stderr } = await against('no-bus', alone);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^検査できません： /m);
      expect(stderr).not.toContain('    at ');
      expect(stdout).not.toContain('findings');
    });

    test('says that this person has no key for it, in the session of somebody else', async () => {
      const somebodyElse = path.join(folder, 'somebody-else');
      mkdirSync(somebodyElse, { mode: 0o700 });
      const alone = path.join(folder, 'elsewhere', 'terminal');
      cpSync(data, alone, { recursive: true });
      const { code, stderr } = await against('unlocked', alone, somebodyElse);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^検査できません： /m);
      expect(stderr).not.toContain('    at ');
    });
  },
);
