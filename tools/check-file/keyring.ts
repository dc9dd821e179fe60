import { existsSync } from 'node:fs';
import path from 'node:path';

import { Children } from '../prepare/children.ts';
import { needsSessionKeyring, runInSessionKeyring } from '../prepare/session-keyring.ts';
import { PROFILE_FILE } from '../../src-main/workstation/profile.ts';

/**
 * A terminal that ./start made on a machine without a desktop has its keyring beside its data: the check is run again inside of that
 * keyring. Gives the exit code of that run; undefined where the credential store is there as it is, or none is needed.
 */
export async function inOwnKeyring(against: string | null, signal: AbortSignal): Promise<number | undefined> {
  if (against === null || !existsSync(path.join(against, PROFILE_FILE)) || !needsSessionKeyring())
    return undefined;
  const beside = path.dirname(path.resolve(against));
  if (!existsSync(path.join(beside, 'keyring'))) return undefined;
  const children = new Children();
  signal.addEventListener('abort', () => void children.end());
  try {
    return await runInSessionKeyring(children, beside);
  } finally {
    await children.end();
  }
}
