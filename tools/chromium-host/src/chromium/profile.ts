/** Chromium's own profile folder: in the temporary folder, named after this process, removed at exit. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'chromium-host-';
const ownFolder = /^chromium-host-(?:profile|userdata)-(\d+)-/;
const ownLock = /^chromium-host-[0-9a-f]{24}\.lock$/;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** A new folder that {@link removeFolder} takes away; a host that was killed leaves it to the next one's sweep. */
export function temporaryFolder(purpose: 'profile' | 'userdata'): string {
  return mkdtempSync(join(tmpdir(), `${prefix}${purpose}-${process.pid}-`));
}

/** Chromium's helpers may still be writing while they die, so it is tried for a second. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

/** Removes what hosts that were killed outright have left behind: folders, and locks with their sockets. */
export function sweepAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const path = join(tmpdir(), name);
    const pid = ownFolder.exec(name)?.[1] ?? (ownLock.test(name) ? readText(path) : undefined);
    if (pid === undefined || pid === '' || isAlive(Number(pid))) continue;
    try {
      rmSync(path, { recursive: true, force: true });
      rmSync(path.replace(/\.lock$/, '.sock'), { recursive: true, force: true });
    } catch {
      // Its Chromium is still at it; the next start will find it quiet.
    }
  }
}

/** Nothing if another process has just removed it. */
const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};
