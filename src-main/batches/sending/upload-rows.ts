import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { Sha256 } from '../../../src-shared/domain/identifiers.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import type { StagingPlaces } from '../../cache/staging/staging-database.ts';
import type { Telling } from '../../jobs/jobs.ts';
import type { VrsClient } from '../../vrs/vrs-client.ts';
import { type InWorker, inFileWorker, type WorkerCalls } from '../file-worker.ts';
import { forgetPlaces } from '../staging-key.ts';
import type { Chunk } from './chunks.ts';
import { sendPacked } from './send-packed.ts';

export interface Uploading {
  readonly vrs: VrsClient;
  readonly worker: URL;
  /** Where the worker's tasks run; in a thread of their own unless said otherwise. */
  readonly inWorker?: InWorker;
}

const IN_FLIGHT = 2;

type PackedChunk = Extract<Chunk, { last: false }>;

/**
 * Sends every row of a draft that VRS does not have yet, and gives the fingerprint over all of them as it was computed here. The keys of
 * the staging are forgotten as soon as the worker has them.
 */
export async function uploadRows(
  { vrs, worker, inWorker = inFileWorker }: Uploading,
  batch: Batch,
  staging: StagingPlaces,
  handle: Telling,
): Promise<Outcome<Sha256>> {
  const { kind, layoutId, layoutVersion, layoutDigest, rulesVersion, fileSha256, rowCount } = batch;
  const { editedRowCount, editsSha256 } = batch;
  const maker = batch.maker.userId;
  const layout = { layoutId, layoutVersion, layoutDigest };
  const edits = { editedRowCount, editsSha256 };
  const header = { kind, ...layout, rulesVersion, fileSha256, maker, rowCount, ...edits };
  return inWorker({ worker, signal: handle.signal }, async (packer) => {
    const ready = await packer.call('openChunks', { staging, header, received: batch.receivedChunks });
    forgetPlaces(staging);
    return ready.ok ? sendFrom(vrs, packer, batch, handle) : ready;
  });
}

/** Two on their way at a time, and the next is packed meanwhile: never more than three in memory. */
async function sendFrom(
  vrs: VrsClient,
  packer: WorkerCalls,
  batch: Batch,
  handle: Telling,
): Promise<Outcome<Sha256>> {
  const flying = new Set<Promise<unknown>>();
  const failures: Outcome<never>[] = [];
  const fly = (chunk: PackedChunk): void => {
    const flight = sendPacked(vrs, 'batches.sendChunk', batch.batchId, chunk, handle.signal).then((sent) => {
      flying.delete(flight);
      if (sent.ok) handle.progress(chunk.rowsSoFar, batch.rowCount, 'uploading');
      else failures.push(sent);
      return sent;
    });
    flying.add(flight);
  };
  let fingerprint: Outcome<Sha256> | undefined;
  while (!fingerprint && failures.length === 0) {
    const packing = packer.call('nextChunk', undefined);
    if (flying.size >= IN_FLIGHT) await Promise.race(flying);
    const next = await packing;
    if (!next.ok) fingerprint = next;
    else if (next.value.last) fingerprint = ok(next.value.fingerprint);
    else fly(next.value);
  }
  await Promise.all(flying);
  return failures[0] ?? fingerprint ?? failed('job-cancelled');
}
