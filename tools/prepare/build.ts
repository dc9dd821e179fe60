import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { say } from './say.ts';

const sources = ['src-main', 'src-renderer', 'src-shared', 'electron.vite.config.ts', 'package-lock.json'];
const STAMP = 'out/.built';

/** Builds the app where a source is newer than the last build. Ends the process where it does not build. */
export function buildIfNeeded(): void {
  const builtAt = existsSync(STAMP) ? statSync(STAMP).mtimeMs : 0;
  if (sources.every((source) => newestUnder(source) <= builtAt)) return;
  say('準備', 'アプリを組み立てます');
  const startedAt = new Date();
  const vite = path.join('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}\n`);
    process.exit(70);
  }
  writeFileSync(STAMP, startedAt.toISOString());
}

function newestUnder(entry: string): number {
  const stat = statSync(entry);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(entry, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && !each.name.endsWith('.tsbuildinfo'))
    .map((each) => statSync(path.join(each.parentPath, each.name)).mtimeMs);
  return Math.max(0, ...inside);
}
