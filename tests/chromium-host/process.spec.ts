import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
  apps,
  expect,
  hostBinary,
  inheritedEnvironment,
  launchApp,
  logOf,
  test,
  violationsOf,
} from './fixture.ts';

/** The host as a process: what it starts, leaves behind, ends with. */

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(hostBinary, args, {
    env: { ...inheritedEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const small = path.join(apps, 'app-small');
const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};
interface LivingProcess {
  readonly pid: number;
  readonly parent: number;
  /** Pid and start time: a pid alone may be another process's later. */
  readonly identity: string;
}
function livingProcesses(): LivingProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    // pid (name) state parent … start time as field 22; the name may hold anything but is in the last parentheses
    const stat = /^\d+$/.test(name) ? textOf(`/proc/${name}/stat`) : '';
    const [state = 'Z', parent = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const identity = `${name} ${rest[17]}`;
    return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), identity }];
  });
}
/** The process and everything that it started, directly or not. */
function family(pid: number): string[] {
  const all = livingProcesses();
  const members = new Set([pid]);
  for (let size = 0; size < members.size;) {
    size = members.size;
    for (const each of all) if (members.has(each.parent)) members.add(each.pid);
  }
  return all.filter((each) => members.has(each.pid)).map((each) => each.identity);
}
const stillLiving = (identities: readonly string[]): string[] => {
  const living = new Set(livingProcesses().map((each) => each.identity));
  return identities.filter((identity) => living.has(identity));
};
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
const leftovers = (pid: number): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`chromium-host-`) && name.includes(`-${pid}-`));
/** Locks that the process holds, or held. */
const locksOf = (pid: number): string[] =>
  readdirSync(tmpdir()).filter(
    (name) =>
      /^chromium-host-[0-9a-f]+\.lock$/.test(name) && textOf(path.join(tmpdir(), name)) === String(pid),
  );

test.describe('ended by a signal', () => {
  test.skip(process.platform !== 'linux', 'looks into /proc');

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    test(`${signal} ends every process and removes every folder`, async ({ userData }) => {
      const app = await launchApp({ target: 'chromium-host', userData });
      await (await app.firstWindow()).getByRole('heading').waitFor();
      const child = app.process();
      const members = family(child.pid ?? 0);
      expect(members.length).toBeGreaterThan(3);
      expect(leftovers(child.pid ?? 0)).toHaveLength(1);
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
      await expect.poll(() => stillLiving(members)).toEqual([]);
      expect(leftovers(child.pid ?? 0)).toEqual([]);
    });
  }

  test('an app that refuses to quit is ended all the same', async ({ userData }) => {
    const app = await launchApp({ target: 'chromium-host', userData });
    await app.evaluate((electron) => electron.app.on('before-quit', (event) => event.preventDefault()));
    const child = app.process();
    const members = family(child.pid ?? 0);
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exited).toEqual([143, null]);
    await expect.poll(() => stillLiving(members)).toEqual([]);
  });

  test('SIGKILL leaves nothing running either, and the next start removes its folders', async ({
    userData,
  }) => {
    const app = await launchApp({ target: 'chromium-host', userData });
    const child = app.process();
    const members = family(child.pid ?? 0);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    // Chromium notices that its pipe has closed.
    await expect.poll(() => stillLiving(members), { timeout: 10_000 }).toEqual([]);
    // Any host that starts sweeps, so another worker's may have been faster.
    await run([small, 'exit']);
    expect([...leftovers(child.pid ?? 0), ...locksOf(child.pid ?? 0)]).toEqual([]);
  });
});

test.describe('Chromium’s end', () => {
  test('ends the host with code 70', async ({ page, electronApp }) => {
    await expect(page.getByRole('heading')).toBeVisible();
    const exited = once(electronApp.process(), 'exit');
    const devTools = await page.context().newCDPSession(page);
    devTools.send('Browser.crash').catch(() => undefined);
    expect(await exited).toEqual([70, null]);
  });
});

test('what a page stores is in memory: nothing is in the app’s folder, neither while it runs nor after', async ({
  userData,
}) => {
  const canary = `canary${randomUUID().replaceAll('-', '')}`;
  const app = await launchApp({ target: 'chromium-host', userData });
  const page = await app.firstWindow();
  await page.getByRole('heading').waitFor();
  await page.getByLabel('券番号').fill(canary);
  await page.evaluate(async (text) => {
    // oxlint-disable-next-line no-restricted-globals -- what must not reach the disk
    localStorage.setItem(text, text);
    document.cookie = `${text}=${text}`;
    history.pushState(null, '', `#${text}`);
    await window.vrs.echo(text);
  }, canary);
  const { pid = 0 } = app.process();
  const [profile = ''] = leftovers(pid);
  const holdingCanary = (): string[] =>
    filesIn(path.join(tmpdir(), profile)).filter((file) => {
      const bytes = readFileSync(file);
      return bytes.includes(canary) || bytes.includes(Buffer.from(canary, 'utf16le'));
    });
  await page.waitForTimeout(1000);
  expect(filesIn(userData)).toEqual([]);
  expect(holdingCanary()).toEqual([]);
  await app.close();
  expect(filesIn(userData)).toEqual([]);
  expect(existsSync(path.join(tmpdir(), profile))).toBe(false);
});

test('nothing is written into the person’s home, not even when a page crashes', async ({ userData }) => {
  const home = path.join(userData, 'home');
  mkdirSync(home);
  const app = await launchApp({ target: 'chromium-host', userData, env: { HOME: home } });
  await (await app.firstWindow()).getByRole('heading').waitFor();
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await expect.poll(() => logOf(app)).toContain('gone crashed');
  await app.close();
  expect(filesIn(home)).toEqual([]);
});

test('the app’s own folder is temporary unless one is named', async () => {
  const { code, stderr } = await run([small, 'exit']);
  expect({ code, violations: stderr.includes('VIOLATION') }).toEqual({ code: 5, violations: false });
});

test('a second instance hands over its words and leaves', async ({ page, electronApp, userData }) => {
  await expect(page.getByRole('heading')).toBeVisible();
  const second = await run([path.join(apps, 'app'), `--user-data-dir=${userData}`, '--open=二']);
  expect(second.code).toBe(0);
  await expect
    .poll(() => electronApp.evaluate(() => globalThis.secondInstances))
    .toEqual([{ argv: ['--open=二'], data: { from: 'second' } }]);
});

test('an instance for another folder is no second instance, and a dead one’s lock is taken over', async ({
  userData,
}) => {
  const first = await launchApp({ target: 'chromium-host', userData });
  const exited = once(first.process(), 'exit');
  first.process().kill('SIGKILL');
  await exited;
  const again = await launchApp({ target: 'chromium-host', userData });
  const other = await launchApp({ target: 'chromium-host', userData: path.join(userData, 'other') });
  for (const app of [again, other]) {
    await (await app.firstWindow()).getByRole('heading').waitFor();
    await app.close();
  }
});

test.describe('an ES module as the entry', () => {
  test.use({ appFolder: path.join(apps, 'app-esm') });

  test('runs, with named and default imports', async ({ page }) => {
    await page.getByRole('button', { name: '照会' }).click();
    await expect(page.getByRole('status')).toHaveText('neko! esm true function');
  });
});

test('an entry that awaits whenReady at its top level ends with code 71', async () => {
  const { code, stderr } = await run([path.join(apps, 'app-deadlock', 'main.mjs')]);
  expect(code).toBe(71);
  expect(stderr).toContain('top-level await');
});

test('a folder is an app with its name and version; a bare script is called Electron', async () => {
  const folder = await run([small, 'names']);
  expect(JSON.parse(folder.stdout.split('\n')[0] ?? '')).toEqual(['app-small', '0.0.1', '', false]);
  const script = await run(['--packaged', path.join(small, 'main.js'), 'names']);
  const [name, version, , packaged] = JSON.parse(script.stdout.split('\n')[0] ?? '') as unknown[];
  expect([name, packaged]).toEqual(['Electron', true]);
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(script.stdout).toContain('will-quit');
});

test('process.versions names Electron and the Chromium that runs', async () => {
  const { stdout } = await run([small, 'versions']);
  const [electron, chrome, type] = JSON.parse(stdout.split('\n')[0] ?? '') as [string, string, string];
  expect(electron).toMatch(/^\d+\.\d+\.\d+$/);
  expect(chrome).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  expect(type).toBe('browser');
});

test('Node as a child and writing into the app’s folder are refused; other children and folders are not', async () => {
  const { stdout, stderr } = await run([small, 'guards']);
  const [fork, spawned, echo, write, read, elsewhere] = stdout.split('\n');
  expect(fork).toContain('child_process.fork');
  expect(spawned).toContain('child_process.spawnSync(process.execPath)');
  expect(echo).toBe('other programs run');
  expect(write).toContain('EACCES');
  expect([read, elsewhere]).toEqual(['true', 'undefined']);
  expect(existsSync(path.join(small, 'written.txt'))).toBe(false);
  expect(stderr.match(/VIOLATION [\w-]+/g)).toEqual([
    'VIOLATION node-child',
    'VIOLATION node-child',
    'VIOLATION app-folder-write',
  ]);
});

test('a rejection that nobody handles is a violation, not the end', async ({ userData }) => {
  const file = path.join(userData, 'violations.jsonl');
  const { code, stderr } = await run([small, 'reject'], { CHROMIUM_HOST_VIOLATIONS: file });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    kind: 'unhandledRejection',
    detail: 'nobody waits',
  });
  expect(code).toBe(0);
  expect(stderr).toContain('VIOLATION unhandledRejection: nobody waits');
});

test('without an app it says how it is used, and --version names both engines', async () => {
  expect(await run([])).toMatchObject({ code: 64, stderr: expect.stringContaining('usage:') });
  expect(await run(['--version'])).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('stands in for Electron'),
  });
});

test('a browser that does not exist, or is none, is named in the message', async () => {
  const missing = await run([small, 'exit'], { CHROMIUM_HOST_BROWSER: '/nowhere/chromium' });
  expect(missing.code).not.toBe(0);
  expect(missing.stderr).toContain('/nowhere/chromium');
  const wrong = await run([small, 'exit'], { CHROMIUM_HOST_BROWSER: '/bin/true' });
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr).toContain('Chromium ended at its start');
});

test.describe('a preload', () => {
  test.use({ allowedViolations: ['preload-error', 'preload-world-exception'] });

  for (const [what, source, message] of [
    ['that throws', "throw new RangeError('no good')", 'no good'],
    ['with a syntax error', 'const = 1;', 'Unexpected token'],
    ['that requires what a sandbox does not have', "require('node:fs')", 'module not found: node:fs'],
  ] as const) {
    test(`${what} is announced, and the page loads without it`, async ({ userData }, info) => {
      const preload = info.outputPath('preload.js');
      writeFileSync(preload, source);
      const app = await launchApp({ target: 'chromium-host', userData, env: { HOST_SPEC_PRELOAD: preload } });
      await (await app.firstWindow()).getByRole('heading').waitFor();
      await expect
        .poll(async () => (await violationsOf(app)).map(({ detail }) => detail).join())
        .toContain(message);
      expect(await logOf(app)).toContain('did-finish-load app://local/index.html');
      await app.close();
    });
  }
});
