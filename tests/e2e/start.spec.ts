import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { expect, test } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '../..');

interface Started {
  readonly process: ChildProcess;
  readonly output: () => string;
}

function start(data: string, ...words: readonly string[]): Started {
  const command = [
    'tools/start/start.ts',
    '--headless',
    '--offline',
    '--people',
    '300',
    '--data',
    data,
    ...words,
  ];
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  return { process: child, output: () => output };
}

/** Command lines of living processes that name the folder. */
async function processesNaming(folder: string): Promise<readonly string[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    numbers.map((number) => readFile(`/proc/${number}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(folder));
}

test.skip(process.platform !== 'linux', 'looks at processes where Linux shows them');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`./start comes to the sign-in screen, tells of a second start, and leaves nothing running after ${signal}`, async () => {
    const data = await mkdtemp(path.join(tmpdir(), 'start-'));
    const picture = path.join(data, 'first-screen.png');
    try {
      const first = start(data, '--screenshot', picture);
      await expect.poll(first.output, { timeout: 40_000 }).toContain('サインイン画面が出ました');
      await expect.poll(first.output).toContain('最初の画面を写しました');
      expect((await stat(picture)).size).toBeGreaterThan(10_000);

      const second = start(data);
      const [code] = await once(second.process, 'exit');
      expect(code).toBe(3);
      expect(second.output()).toContain('もう起動しています');

      first.process.kill(signal);
      await once(first.process, 'exit');
      expect(await processesNaming(data)).toEqual([]);
    } finally {
      await rm(data, { recursive: true, force: true });
    }
  });
}

test('./start refuses an option that it does not know, and says so', async () => {
  const { process: child, output } = start(path.join(tmpdir(), 'never-made'), '--no-such-option');
  const [code] = await once(child, 'exit');
  expect(code).toBe(1);
  expect(output()).toContain('--no-such-option');
});
