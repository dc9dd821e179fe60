import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import {
  type BatchFile,
  type BatchFileWanted,
  makeBatchFile,
} from '../../src-training/batch-files/make-batch-file.ts';

type WithoutPeople<Wanted> = Wanted extends unknown ? Omit<Wanted, 'people'> : never;

/** Where files lie that somebody brings: outside of everything that the app keeps. */
export const filesOf = (terminalFolder: string): string => `${terminalFolder}-files`;

/** A made-up file of the same 300 people as the training VRS of these tests, written where the dialog will find it. */
export async function writeBatchFile(
  terminalFolder: string,
  wanted: WithoutPeople<BatchFileWanted>,
): Promise<BatchFile & { readonly path: string }> {
  const made = makeBatchFile({ ...wanted, people: 300 });
  return { ...made, path: await writeFileFor(terminalFolder, made.fileName, made.bytes) };
}

export async function writeFileFor(
  terminalFolder: string,
  name: string,
  content: string | Uint8Array,
): Promise<string> {
  const folder = filesOf(terminalFolder);
  await mkdir(folder, { recursive: true });
  const written = path.join(folder, name);
  await writeFile(written, content);
  return written;
}
