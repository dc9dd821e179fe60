import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** The program of a packed app with Electron's own binary: `PACKAGED_APP=dist/linux-unpacked/… ./test --suite integration`. */
const program = process.env['PACKAGED_APP'] ?? '';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'packaged-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Starts it in a home of its own; ends it after that many seconds, by that signal, where it is still there. */
async function started(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  end: { readonly seconds: number; readonly signal: NodeJS.Signals } = { seconds: 10, signal: 'SIGKILL' },
): Promise<{ readonly code: unknown; readonly output: string }> {
  const folders = { HOME: home, LOCALAPPDATA: home, APPDATA: home, XDG_CONFIG_HOME: home };
  const child = spawn(program, words, { env: { ...process.env, ...folders, ...environment } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const timer = setTimeout(() => child.kill(end.signal), end.seconds * 1_000);
  const [code] = await once(child, 'close');
  clearTimeout(timer);
  return { code, output };
}

describe.skipIf(program === '' || !existsSync(program))('a packed app (needs Electron’s binary)', () => {
  it.each([
    '--inspect=0',
    '--remote-debugging-port=0',
    '--no-sandbox',
    '--ignore-certificate-errors',
    '--proxy-server=127.0.0.1:9',
    '--js-flags=--expose-gc',
    '--load-extension=/tmp',
    '--log-net-log=/tmp/net.json',
    '--data=/tmp',
  ])('ends with code 64 when it is started with %s', async (word) => {
    const { code, output } = await started([word]);
    expect(code).toBe(64);
    expect(output).not.toMatch(/listening on ws:/i);
  });

  it('is no Node, whatever the environment says', async () => {
    const asNode = await started(['-e', 'process.exit(7)'], { ELECTRON_RUN_AS_NODE: '1' });
    expect(asNode.code).not.toBe(7);
    const inspected = await started([], { NODE_OPTIONS: '--inspect=0' }, { seconds: 5, signal: 'SIGTERM' });
    expect(inspected.output).not.toMatch(/listening on ws:/i);
  });

  it.skipIf(process.platform === 'win32')(
    'leaves no dump of its memory when it is killed by a fault',
    async () => {
      await started([], {}, { seconds: 5, signal: 'SIGSEGV' });
      const left = await readdir(home, { recursive: true });
      expect(left.filter((name) => /\.dmp$|(?:^|\/)core(?:\.\d+)?$/.test(name))).toEqual([]);
    },
  );
});
