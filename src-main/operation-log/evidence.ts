import { createHash, randomBytes } from 'node:crypto';

import type { LogFolder } from './log-folder.ts';
import type { Evidence } from './opening.ts';

export function newLogId(): string {
  return randomBytes(16).toString('hex');
}

/** Length and digest of a segment as it lies there; of nothing where there is no such file. */
export async function evidenceOf(files: LogFolder, segment: string): Promise<Evidence> {
  const digest = createHash('sha256');
  if (segment === '') return { bytes: 0, sha256: digest.digest('hex') };
  const file = await files.open(segment, 'read');
  try {
    const block = Buffer.allocUnsafe(1_048_576);
    let bytes = 0;
    for (let count = await file.read(block, 0); count > 0; count = await file.read(block, bytes)) {
      digest.update(block.subarray(0, count));
      bytes += count;
    }
    return { bytes, sha256: digest.digest('hex') };
  } finally {
    await file.close();
  }
}
