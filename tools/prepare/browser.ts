import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

import { parts } from './debian-packages.ts';
import { complain, say } from './say.ts';

/** Pinned: it unpacks a browser, so what comes must be what was looked at. */
const NPM_BROWSER = '@sparticuz/chromium@153.0.0';

/** Where Debian gives no browser (no rights, another system), brings a headless one from the npm registry. */
export function prepareBrowser(): void {
  if (
    process.env['CHROMIUM_HOST_BROWSER'] !== undefined ||
    parts.headlessBrowser.present() ||
    parts.browser.present()
  )
    return;
  if (existsSync(path.join('node_modules', '@sparticuz', 'chromium'))) return;
  say('準備', 'ブラウザーを npm レジストリーから取り寄せます（約75 MB）');
  const words = ['install', '--no-save', '--no-package-lock', '--loglevel=error', NPM_BROWSER];
  const { status } = spawnSync('npm', words, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) complain('準備', 'ブラウザーを取り寄せられませんでした。画面の試験は失敗します。');
  // It unpacks itself when it is first asked for; two tests at once must not do that side by side.
  else spawnSync(process.execPath, [path.join('tools', 'chromium-host', 'src', 'cli.ts'), '--version']);
}
