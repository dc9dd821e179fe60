import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { lockFile } from './folder-lock.ts';
import { archiveOf, firstSequenceOf, type LogFile, type LogFolder } from './log-folder.ts';

/** A folder of the real file system; it is made, for this user alone, where there is none. */
export function nodeLogFolder(folder: string): LogFolder {
  const namesThat = async (are: (name: string) => boolean): Promise<readonly string[]> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return (await readdir(folder)).filter(are).toSorted();
  };
  return {
    segments: () => namesThat((name) => firstSequenceOf(name) !== undefined),
    async archives() {
      const names = await namesThat((name) => archiveOf(name) !== undefined);
      // A clock that was wrong may have given a later year to earlier entries.
      return names.toSorted((a, b) => (archiveOf(a)?.first ?? 0) - (archiveOf(b)?.first ?? 0));
    },
    unfinished: () => namesThat((name) => /^operation-log-.*\.jsonl\.new$/.test(name)),
    async open(name, as) {
      return fileOf(name, await open(join(folder, name), as === 'append' ? 'r+' : 'r'));
    },
    async create(name) {
      const handle = await open(join(folder, name), 'wx+', 0o600);
      await syncFolder(folder);
      return fileOf(name, handle);
    },
    async remove(name) {
      await rm(join(folder, name));
      await syncFolder(folder);
    },
    async rename(from, to) {
      await rename(join(folder, from), join(folder, to));
      await syncFolder(folder);
    },
    async lock() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return lockFile(join(folder, 'operation-log.lock'));
    },
  };
}

function fileOf(name: string, handle: FileHandle): LogFile {
  return {
    name,
    size: async () => (await handle.stat()).size,
    read: async (target, position) => (await handle.read(target, 0, target.length, position)).bytesRead,
    async write(bytes, position) {
      let written = 0;
      while (written < bytes.length) {
        const part = await handle.write(bytes, written, bytes.length - written, position + written);
        written += part.bytesWritten;
      }
    },
    sync: () => handle.datasync(),
    truncate: (length) => handle.truncate(length),
    close: () => handle.close(),
  };
}

/** A new name is safe only once its folder is on disk. Windows writes it through by itself and can't open a folder. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
