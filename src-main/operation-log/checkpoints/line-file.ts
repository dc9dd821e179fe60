import { constants } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { LINE_FEED } from '../entry.ts';
import { isFileError } from '../file-error.ts';
import { syncFolder } from '../node-log-folder.ts';

/** More than any line has. */
const TAIL_BYTES = 65_536;

/** The whole lines of a file, without line feeds; none where there is no such file. What follows the last line feed is left out. */
export async function linesOf(path: string): Promise<readonly string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  } catch (error) {
    if (isFileError(error) && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Adds lines behind the last whole one and waits for the disk. What a crash or a full disk left half-written is cut off. */
export async function addLines(path: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    const whole = await wholeLength(file);
    await file.truncate(whole);
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    for (let written = 0; written < bytes.length;) {
      const part = await file.write(bytes, written, bytes.length - written, whole + written);
      written += part.bytesWritten;
    }
    await file.datasync();
    if (whole === 0) await syncFolder(dirname(path));
  } finally {
    await file.close();
  }
}

/** The position behind the last line feed. */
async function wholeLength(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  const from = Math.max(0, size - TAIL_BYTES);
  const tail = Buffer.alloc(size - from);
  const { bytesRead } = await file.read(tail, 0, tail.length, from);
  const at = tail.lastIndexOf(LINE_FEED, bytesRead - 1);
  // So much without a line feed was never written here: it stays, as somebody's trace.
  return at === -1 && from > 0 ? size : from + at + 1;
}
