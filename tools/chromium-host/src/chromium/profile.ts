/** Chromium's own profile folder: in the temporary folder, named after this process, removed at exit. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'chromium-host-';
const ownName = /^chromium-host-(?:profile|userdata)-(\d+)-/;

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

/** Removes what hosts that were killed outright have left behind. */
export function sweepAbandonedFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = ownName.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
