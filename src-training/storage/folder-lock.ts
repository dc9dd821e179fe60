import { mkdirSync } from 'node:fs';
import path from 'node:path';

import Database from 'better-sqlite3';

export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

/**
 * Keeps a second training VRS out of the folder. The lock is SQLite's on a file of its own: the operating system lets go of it
 * whatever way the process ends, and it also holds between two servers of one process.
 */
export function lockFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = new Database(path.join(folder, 'in-use.sqlite'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new FolderInUse(`another training VRS works in ${folder}`);
  }
  return { release: () => void lock.close() };
}
