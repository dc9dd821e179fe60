import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import {
  type BatchFileWanted,
  type BatchFile,
  makeBatchFile,
} from '../../src-training/batch-files/make-batch-file.ts';

/** A made-up file of the same 300 people as the training VRS of these tests, written where the dialog will find it. */
export async function writeBatchFile(
  folder: string,
  wanted: Omit<BatchFileWanted, 'people' | 'encoding'> & Partial<Pick<BatchFileWanted, 'encoding'>>,
): Promise<BatchFile & { readonly path: string }> {
  const made = makeBatchFile({ encoding: 'cp932', ...wanted, people: 300 } as BatchFileWanted);
  const files = path.join(folder, 'files');
  await mkdir(files, { recursive: true });
  const written = path.join(files, made.fileName);
  await writeFile(written, made.bytes);
  return { ...made, path: written };
}
