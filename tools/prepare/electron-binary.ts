import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { complain, say } from './say.ts';

const PACKAGE = path.resolve('node_modules', 'electron');
/** Long enough for a slow answer, short enough that nobody waits on a closed network. */
const REACH_WITHIN = 4_000;

/** Path of the real Electron binary where it is installed. The package is not loaded: loading it would begin a download. */
export function electronBinary(): string | undefined {
  const named = path.join(PACKAGE, 'path.txt');
  const fallback = process.platform === 'win32' ? 'electron.exe' : 'electron';
  const file = existsSync(named) ? readFileSync(named, 'utf8').trim() : fallback;
  const binary = path.join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(PACKAGE, 'dist'), file);
  return existsSync(binary) ? binary : undefined;
}

/** Fetches the binary the way Electron's own package does, and says in one line where that is out of reach. */
export async function fetchElectronBinary(): Promise<string | undefined> {
  const present = electronBinary();
  if (present !== undefined) return present;
  const source = process.env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/';
  const reached = await fetch(source, { method: 'HEAD', signal: AbortSignal.timeout(REACH_WITHIN) }).then(
    (response) => response.status < 500,
    () => false,
  );
  if (!reached) {
    complain('準備', 'Electron本体の配布元に届かないため、Chromium host（開発・試験用）で動かします。');
    return undefined;
  }
  say('準備', 'Electron本体を取り寄せます');
  spawnSync(process.execPath, [path.join(PACKAGE, 'install.js')], { stdio: 'inherit', timeout: 300_000 });
  const fetched = electronBinary();
  if (fetched === undefined)
    complain('準備', 'Electron本体を取り寄せられなかったため、Chromium host で動かします。');
  return fetched;
}
