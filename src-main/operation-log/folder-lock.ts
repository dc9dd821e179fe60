import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';

import { z } from 'zod';

import { LogUnavailable } from './file-error.ts';

/** Who holds the lock. `started` tells a process from a later one with the same number (Linux only; empty elsewhere). */
const Holder = z.strictObject({ pid: z.int().min(1), started: z.string(), uptime: z.number() });
type Holder = z.infer<typeof Holder>;

/**
 * Takes a lock file for this process and gives the function that takes it away. Rejects while another living process holds it; what
 * a dead one left behind is taken over. The shell's single-instance lock stands before this one.
 */
export async function lockFile(path: string): Promise<() => Promise<void>> {
  const own: Holder = { pid: process.pid, started: await startOf(process.pid), uptime: uptime() };
  // A link appears at once with all of its content: nobody ever reads half a lock.
  const prepared = `${path}.${randomUUID()}`;
  await writeFile(prepared, JSON.stringify(own), { mode: 0o600 });
  try {
    await takeOver(path);
    await link(prepared, path);
  } finally {
    await rm(prepared, { force: true });
  }
  return () => rm(path, { force: true });
}

/** Removes a lock whose holder is gone. */
async function takeOver(path: string): Promise<void> {
  const found = await readFile(path, 'utf8').catch(() => undefined);
  if (found === undefined) return;
  const holder = Holder.safeParse(parseJson(found));
  if (holder.success && (await isAlive(holder.data))) {
    throw new LogUnavailable('The folder is in use by another process.');
  }
  await rm(path, { force: true });
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (uptime() < holder.uptime) return false; // The machine was started again since.
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return (await startOf(holder.pid)) === holder.started;
}

/**
 * When a process began, in ticks since the machine did: field 22 of /proc/PID/stat. Empty where there is no such file, and for a
 * process that has ended and only waits for its parent to notice.
 */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is the program's name in parentheses and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? '' : (fields[19] ?? '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
