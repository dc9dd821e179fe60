import { setTimeout as sleep } from 'node:timers/promises';

import type { Outcome } from '../../../src-shared/contract/problem.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import type { Telling } from '../../jobs/jobs.ts';
import type { VrsClient } from '../../vrs/vrs-client.ts';

/** VRS compares every row with what stands: a million of them take it a while. In milliseconds. */
export const DIFFERENCE_TIMEOUT = 300_000;
const LOOK_EVERY = 500;
const LOOK_TIMEOUT = 5_000;

/** Lets VRS compare every row of the batch with what stands now, and tells meanwhile how far it is. */
export async function makeDifference(
  vrs: VrsClient,
  { batchId, rowCount }: Pick<Batch, 'batchId' | 'rowCount'>,
  { signal, progress }: Telling,
): Promise<Outcome<Batch>> {
  const path = { batchId };
  const over = new AbortController();
  const looking = look(vrs, path, AbortSignal.any([signal, over.signal]), (compared) =>
    progress(Math.min(compared, rowCount), rowCount, 'comparing'),
  );
  progress(0, rowCount, 'comparing');
  try {
    return await vrs.call('batches.computeDifference', { path }, { signal, timeout: DIFFERENCE_TIMEOUT });
  } finally {
    over.abort();
    await looking;
  }
}

/** What can't be asked just now is asked again: only the answer to the call itself counts. */
async function look(
  vrs: VrsClient,
  path: { readonly batchId: Batch['batchId'] },
  signal: AbortSignal,
  tell: (compared: number) => void,
): Promise<void> {
  for (;;) {
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const seen = await vrs.call('batches.differenceProgress', { path }, { signal, timeout: LOOK_TIMEOUT });
    if (seen.ok && seen.value.compared !== null && !signal.aborted) tell(seen.value.compared);
  }
}
