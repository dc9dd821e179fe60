import { readdir, stat, statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { Diagnostics } from './diagnostics.ts';

type Folders = Diagnostics['disk']['folders'];

/** Room on the disk, and how much lies in each part of the data folder. */
export async function diskFacts(folder: string): Promise<Diagnostics['disk']> {
  const disk = await statfs(folder);
  const [cache, staging, log, layouts] = await Promise.all(
    ['cache', 'staging', 'log', 'layouts'].map((part) => sizeOf(path.join(folder, part))),
  );
  const nothing = { files: 0, bytes: 0 };
  const folders: Folders = {
    cache: cache ?? nothing,
    staging: staging ?? nothing,
    log: log ?? nothing,
    layouts: layouts ?? nothing,
  };
  return {
    freeBytes: disk.bavail * disk.bsize,
    totalBytes: disk.blocks * disk.bsize,
    folders,
    // Windows has lists of rights instead of these bits.
    isPrivate: process.platform === 'win32' ? null : ((await stat(folder)).mode & 0o077) === 0,
  };
}

async function sizeOf(folder: string): Promise<{ files: number; bytes: number }> {
  let files = 0;
  let bytes = 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    // It may have gone meanwhile.
    const found = await stat(path.join(entry.parentPath, entry.name)).catch(() => undefined);
    if (!found) continue;
    files += 1;
    bytes += found.size;
  }
  return { files, bytes };
}

/** The machine. Not its name and not its user: both are often somebody's. */
export function systemFacts(): Diagnostics['system'] {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  return {
    type: os.type(),
    release: os.release(),
    version: printable(os.version()),
    architecture: process.arch,
    processors: os.cpus().length,
    memoryBytes: os.totalmem(),
    freeMemoryBytes: os.freemem(),
    upSeconds: Math.floor(os.uptime()),
    timeZone,
    locale,
  };
}

function printable(text: string): string {
  return text.replaceAll(/[^\w.,:;+/@()#~ -]/g, '~').slice(0, 120);
}

/** Families that a screen falls back on, with the beginnings of the names of their files on Windows and Linux. */
const families: readonly (readonly [family: string, ...files: string[]])[] = [
  ['BIZ UDGothic', 'biz-udgothic', 'bizudgothic'],
  ['Yu Gothic', 'yugoth'],
  ['Meiryo', 'meiryo'],
  ['MS Gothic', 'msgothic'],
  ['Noto Sans CJK', 'notosanscjk', 'notosansjp'],
  ['IPAex Gothic', 'ipaexg'],
  ['IPAmj Mincho', 'ipamjm'],
  ['OCR-B', 'ocrb', 'ocr-b'],
];

/** Which of them the system has, by the files in its font folders. */
export async function fontFacts(folders: readonly string[] = fontFolders()): Promise<Diagnostics['fonts']> {
  const listed = await Promise.all(
    folders.map((folder) => readdir(folder, { recursive: true }).catch((): string[] => [])),
  );
  const files = listed.flat().map((file) => path.basename(file).toLowerCase());
  return families.map(([family, ...beginnings]) => ({
    family,
    isInstalled: beginnings.some((beginning) => files.some((file) => file.startsWith(beginning))),
  }));
}

function fontFolders(): readonly string[] {
  const windows = process.env['SystemRoot'] ?? String.raw`C:\Windows`;
  return process.platform === 'win32'
    ? [path.join(windows, 'Fonts')]
    : ['/usr/share/fonts', '/usr/local/share/fonts'];
}
