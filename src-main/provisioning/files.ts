import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { syncFolder } from '../operation-log/node-log-folder.ts';
import { ok, type Provisioned, refused } from './refusals.ts';

/** Where a write can be cut by a power failure. */
export type WriteStep = 'begun' | 'written' | 'synced' | 'renamed' | 'folder-synced';
/** Called between the steps; a test ends the program there. */
export type AtStep = (step: WriteStep) => Promise<void> | void;

const MOST_BYTES = 1_000_000;

/** A file that somebody named on the command line. */
export async function readGiven(file: string): Promise<Provisioned<Buffer>> {
  try {
    const bytes = await readFile(file);
    return bytes.length > MOST_BYTES
      ? refused('content-invalid', `ファイルが大きすぎます：${file}`)
      : ok(bytes);
  } catch {
    return refused('input-missing', `ファイルを読めません。場所と権限を確かめてください：${file}`);
  }
}

/**
 * All or nothing: what was there stays until the new content is on disk. For this account alone (0600).
 * Rejects with the system's error.
 */
export async function writeWhole(file: string, bytes: string | Uint8Array, at?: AtStep): Promise<void> {
  const written = `${file}.new`;
  // What a cut left half-written is nobody's.
  await rm(written, { force: true });
  const handle = await open(
    written,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o600,
  );
  await fill(handle, bytes, at).catch(async (error: unknown) => {
    await rm(written, { force: true }).catch(() => undefined);
    throw error;
  });
  await rename(written, file);
  await at?.('renamed');
  await syncFolder(path.dirname(file));
  await at?.('folder-synced');
}

async function fill(handle: FileHandle, bytes: string | Uint8Array, at?: AtStep): Promise<void> {
  try {
    await at?.('begun');
    await handle.writeFile(bytes);
    await at?.('written');
    await handle.sync();
    await at?.('synced');
  } finally {
    await handle.close();
  }
}

/** SECURITY: H52 — the data folder, for this account alone; one that is there is made so. */
export async function ownFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.chmod(0o700);
  } finally {
    await handle.close();
  }
}

/** A new file that somebody named; one that is there is never written over. */
export async function writeNew(
  file: string,
  bytes: string | Uint8Array,
  mode: number,
): Promise<Provisioned<undefined>> {
  if ((await lstat(file).catch(() => undefined)) !== undefined) {
    return refused('not-written', `同じ名前のファイルがあります。別の名前を指定してください：${file}`);
  }
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'wx', mode);
    await handle.writeFile(bytes);
    await handle.sync();
    return ok(undefined);
  } catch (error) {
    if (handle !== undefined) await rm(file, { force: true }).catch(() => undefined);
    return notWritten(file, error);
  } finally {
    await handle?.close();
  }
}

/** What the system said of a write that failed, for a person. Throws what is no answer of the system's. */
export function notWritten(
  place: string,
  error: unknown,
): { readonly ok: false; readonly refusal: { readonly reason: 'not-written'; readonly sentence: string } } {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
  const isFull = error.code === 'ENOSPC' || error.code === 'EDQUOT';
  const why = isFull
    ? '空き容量が足りません。空き容量を増やしてください'
    : `書き込めません（${error.code}）。フォルダーの権限を確かめてください`;
  return { ok: false, refusal: { reason: 'not-written', sentence: `${why}：${place}` } };
}
