import type { Outcome } from '../../../src-shared/contract/problem.ts';
import type { BatchId } from '../../../src-shared/domain/identifiers.ts';
import type { VrsClient } from '../../vrs/vrs-client.ts';

/** Lines as they travel: zstd, and SHA-256 over the bytes as they are sent, in Base64. */
export interface Packed {
  readonly chunk: number;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly digest: string;
}

const CHUNK_TIMEOUT = 60_000;
/** A chunk that arrived damaged is sent again so often. */
const DAMAGED_ATTEMPTS = 3;
/** Under which key a chunk is sent, however often and by whichever process. */
const keys = {
  'batches.sendChunk': (batchId: BatchId, chunk: number) => `${batchId}-${chunk}`,
  'batches.sendEdits': (batchId: BatchId, chunk: number) => `${batchId}-edits-${chunk}`,
} as const;

/** One chunk of rows or of edits. VRS takes the same chunk again as what it has already. */
export async function sendPacked(
  vrs: VrsClient,
  call: keyof typeof keys,
  batchId: BatchId,
  { chunk, body, digest }: Packed,
  signal: AbortSignal,
): Promise<Outcome<undefined>> {
  const headers = { 'content-encoding': 'zstd', 'content-digest': `sha-256=:${digest}:` };
  const options = {
    signal,
    timeout: CHUNK_TIMEOUT,
    idempotencyKey: keys[call](batchId, chunk),
    bytes: { body, headers },
  };
  for (let attempt = 1; ; attempt += 1) {
    const sent = await vrs.call(call, { path: { batchId, chunk } }, options);
    if (sent.ok || sent.problem.code !== 'transfer-damaged' || attempt === DAMAGED_ATTEMPTS) return sent;
  }
}
