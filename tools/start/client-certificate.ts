import { spawnSync } from 'node:child_process';

import { complain, say } from '../prepare/say.ts';

/**
 * Puts the training client certificate where Electron finds it on Windows and macOS: the person's own certificate store.
 * On Linux the app imports it by itself, and the Chromium host takes it from the file everywhere.
 */
export function installClientCertificate(file: string, passphrase: string): void {
  const command = commands[process.platform]?.(file, passphrase);
  if (!command) return;
  const [program, ...words] = command;
  const { status } = spawnSync(program, words, { stdio: 'ignore' });
  if (status === 0) say('起動', '研修用のクライアント証明書を、利用者の証明書ストアに入れました');
  else complain('起動', `研修用のクライアント証明書を入れられませんでした。手で入れてください：${file}`);
}

type Command = readonly [program: string, ...words: string[]];

const commands: Partial<Record<NodeJS.Platform, (file: string, passphrase: string) => Command>> = {
  win32: (file, passphrase) => [
    'certutil',
    '-user',
    '-f',
    '-p',
    passphrase,
    '-importpfx',
    'My',
    file,
    'NoRoot',
  ],
  darwin: (file, passphrase) => ['security', 'import', file, '-P', passphrase],
};
