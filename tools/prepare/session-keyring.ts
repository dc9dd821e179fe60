import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';

import type { Children } from './children.ts';
import { parts } from './debian-packages.ts';

/** Unlocks a keyring that lies in the given folder, then becomes the program. `printf`, because a line feed would be part of the password. */
const UNLOCK =
  'printf training | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; printf . >&3; exec "$@" 2>&4 4>&-';

/** True where this process has no session bus, and the parts for one are there (Linux without a desktop). */
export function needsSessionKeyring(): boolean {
  return (
    process.platform === 'linux' &&
    (process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '') === '' &&
    parts.keyring.present()
  );
}

/**
 * Runs this same program again inside a session bus with an unlocked keyring of its own, and gives its exit code.
 * On Windows, macOS and a Linux desktop the person's own credential store is used as it is.
 */
export async function runInSessionKeyring(children: Children, folder: string): Promise<number> {
  const keyrings = path.resolve(folder, 'keyring');
  mkdirSync(keyrings, { recursive: true, mode: 0o700 });
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = children.start('dbus-run-session', ['--', 'sh', '-c', UNLOCK, 'sh', ...again], {
    // Third: what the bus itself says. Fourth: says once that there is a session; it closes when the last process inside has ended, which
    // the bus does not wait for. Fifth: where the program inside writes its errors.
    stdio: ['inherit', 'inherit', 'pipe', 'pipe', process.stderr.fd],
    env: { ...process.env, XDG_DATA_HOME: keyrings },
  });
  const lifeline = child.stdio[3];
  let hasSession = false;
  if (lifeline instanceof Readable) lifeline.on('data', () => (hasSession = true));
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      // A bus in a container complains of limits it may not raise; that is of interest only where the bus itself failed.
      if (!hasSession) process.stderr.write(said);
      resolve(code ?? 1);
    });
  });
}
