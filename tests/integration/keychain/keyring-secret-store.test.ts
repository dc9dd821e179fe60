import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const probe = new URL('probe.ts', import.meta.url).pathname;

const installed = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
const hasStore = installed('dbus-run-session') && installed('gnome-keyring-daemon');
const hasPrompt = hasStore && installed('Xvfb') && existsSync('/usr/libexec/gcr-prompter');

/** The home of a made-up person: the keyring's files lie there. */
let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'keychain-'));
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

type Session = 'no-bus' | 'unlocked' | 'locked' | 'nobody-answers';
const display = ':' + String(100 + (process.pid % 400));

/** Runs one task of the probe in a login session of that kind. */
async function run(task: string, session: Session): Promise<unknown> {
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_DATA_HOME: home,
    XDG_RUNTIME_DIR: home,
    ...(session === 'nobody-answers' ? { DISPLAY: display } : {}),
  };
  const node = [process.execPath, probe, task];
  const unlocked = `printf a-password | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@"`;
  const commands: Record<Session, readonly string[]> = {
    'no-bus': node,
    unlocked: ['dbus-run-session', '--', 'sh', '-c', unlocked, 'sh', ...node],
    locked: ['dbus-run-session', '--', ...node],
    'nobody-answers': ['dbus-run-session', '--', ...node],
  };
  const [command = '', ...rest] = commands[session];
  const child = spawn(command, rest, { env, timeout: 25_000, stdio: ['ignore', 'pipe', 'ignore'] });
  const printed = await text(child.stdout);
  // Services that the bus started print too.
  return JSON.parse(printed.split('\n').findLast((line) => line.startsWith('{')) ?? 'null');
}

describe('the credential store of a session without a message bus', () => {
  it('is unavailable, and nothing is kept in the kernel instead', async () => {
    for (const task of ['self-test', 'write', 'read']) {
      expect(await run(task, 'no-bus')).toEqual({ failure: 'unavailable' });
    }
  });

  it('lets no production profile start, and gives a training profile keys for this process', async () => {
    expect(await run('data-keys-production', 'no-bus')).toEqual({ value: 'keychain-unavailable' });
    expect(await run('data-keys-training', 'no-bus')).toMatchObject({ value: { kept: 'memory-only' } });
  });
});

describe.skipIf(!hasStore)('the unlocked credential store (needs dbus and gnome-keyring)', () => {
  it('passes the self test', async () => {
    expect(await run('self-test', 'unlocked')).toEqual({ value: 'passed' });
  });

  it('keeps any bytes, replaces and deletes them', async () => {
    expect(await run('round-trip', 'unlocked')).toEqual({
      value: { read: true, deleted: true, again: false, after: true },
    });
  });

  it('takes many calls at the same time', async () => {
    expect(await run('parallel', 'unlocked')).toEqual({ value: true });
  });

  it('still has a secret, and the same keys, in the next session', async () => {
    await run('write', 'unlocked');
    expect(await run('read', 'unlocked')).toEqual({ value: [1, 2, 3] });
    const first = await run('data-keys-production', 'unlocked');
    expect(first).toMatchObject({ value: { kept: 'in-keychain' } });
    expect(await run('data-keys-production', 'unlocked')).toEqual(first);
  });
});

describe.skipIf(!hasStore)('the locked credential store (needs dbus and gnome-keyring)', () => {
  beforeAll(() => run('write', 'unlocked'));

  it('says that it is locked, and never that a secret is missing', async () => {
    expect(await run('read', 'locked')).toEqual({ failure: 'locked' });
    expect(await run('write', 'locked')).toEqual({ failure: 'locked' });
  });

  it('lets no production profile start', async () => {
    expect(await run('data-keys-production', 'locked')).toEqual({ value: 'keychain-locked' });
  });
});

describe.skipIf(!hasPrompt)('a prompt that nobody answers (needs gnome-keyring, gcr and Xvfb)', () => {
  let screen: ReturnType<typeof spawn> | undefined;
  beforeAll(async () => {
    await run('write', 'unlocked');
    screen = spawn('Xvfb', [display], { stdio: 'ignore' });
    await pause(1_000);
  });
  afterAll(() => {
    screen?.kill();
  });

  it('is waited for once, and the calls after it fail at once', async () => {
    expect(await run('twice-too-late', 'nobody-answers')).toEqual({
      value: { first: 'timeout', second: 'timeout', onlyOneWait: true },
    });
  });

  it('lets no production profile start', async () => {
    expect(await run('data-keys-production', 'nobody-answers')).toEqual({ value: 'keychain-locked' });
  });
});
