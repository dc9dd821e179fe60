import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';

/** Where the wrapped root secret lies. Whoever has the file alone has nothing. */
export interface RootFile {
  read(): Promise<Uint8Array | undefined>;
  /** All or nothing: what was there stays until the new one is on disk. */
  write(bytes: Uint8Array): Promise<void>;
}

export const ROOT_FILE = 'data-keys.bin';

export function rootFileIn(folder: string): RootFile {
  const file = path.join(folder, ROOT_FILE);
  return {
    read: async () => {
      try {
        return await readFile(file);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write: async (bytes) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const written = `${file}.new`;
      const handle = await open(written, 'w', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(written, file);
      await syncFolder(folder);
    },
  };
}

/** So that the new name outlives a power cut. Windows opens no folders; there renaming is enough. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
