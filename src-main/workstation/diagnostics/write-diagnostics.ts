import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import { type Diagnostics, diagnosticsText } from './diagnostics.ts';

/**
 * Writes 診断情報 to a file that is there as a whole or not at all; one of that name is replaced. Gives its SHA-256. Problem
 * `export-not-writable`.
 */
export async function writeDiagnostics(
  diagnostics: Diagnostics,
  target: string,
): Promise<Outcome<{ readonly sha256: Sha256 }>> {
  const bytes = Buffer.from(diagnosticsText(diagnostics));
  const beside = `${target}.${randomUUID()}.part`;
  try {
    const file = await open(beside, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, target);
    return ok({ sha256: Sha256.parse(createHash('sha256').update(bytes).digest('hex')) });
  } catch (thrown) {
    if (!(thrown instanceof Error) || !('syscall' in thrown)) throw thrown;
    return failed('export-not-writable');
  } finally {
    await rm(beside, { force: true }).catch(() => undefined);
  }
}
