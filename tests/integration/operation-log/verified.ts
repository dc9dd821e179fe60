import { spawnSync } from 'node:child_process';

import type { ChainState } from '../../../src-shared/contract/operation-log.ts';
import type { OperationLog } from '../../../src-main/operation-log/operation-log.ts';
import { valueOf } from './a-log.ts';

const verifier = new URL('../../../tools/verify-log/verify-log.ts', import.meta.url).pathname;

/** Runs the verifier as whoever audits the log does. */
export function verify(...given: readonly string[]): {
  readonly status: number | null;
  readonly said: string;
} {
  const done = spawnSync(process.execPath, [verifier, ...given], { encoding: 'utf8' });
  return { status: done.status, said: done.stdout + done.stderr };
}

/** Has the app check every entry, and gives what it shows then. */
export async function untilVerified(log: OperationLog): Promise<ChainState> {
  return valueOf(await log.verify(new AbortController().signal, () => undefined));
}
