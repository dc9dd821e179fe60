import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { Pool } from 'undici';

import { FileWorker } from '../../src-main/batches/file-worker.ts';
import { uploadRows } from '../../src-main/batches/sending/upload-rows.ts';
import type { Batch } from '../../src-shared/vrs-api/batches.ts';
import { buildIfNeeded } from '../../tools/prepare/build.ts';
import { defineBench, type Figures, type Stopwatch } from './harness.ts';
import { fileWorker, openingOf, placesOf, type Staged, stagedRecords } from './upload-inputs.ts';
import { filledVrs, VrsProcess } from './vrs-process.ts';

/** Rows are taken in without a look at who is there: few people will do. */
const PEOPLE = 300;
/** The worker as it is shipped: in one piece, so that its start is not the reading of a hundred files. */
const shippedWorker = new URL('../../out/main/file-check-worker.js', import.meta.url);

interface Input {
  readonly staged: Staged;
  /** The bytes of every chunk as our upload sends them, one after another, with their lengths and digests. */
  readonly packed: string;
  readonly chunks: readonly { readonly bytes: number; readonly digest: string }[];
  readonly vrs: string;
}

/** The very bytes that our upload sends, made beforehand. */
async function pack(staged: Staged, packed: string): Promise<Input['chunks']> {
  const packer = new FileWorker({ worker: fileWorker });
  const { layoutId, layoutVersion, layoutDigest, rulesVersion, fileSha256 } = openingOf(staged);
  const layout = { layoutId, layoutVersion, layoutDigest };
  const edits = { editedRowCount: 0, editsSha256: null };
  const { rows: rowCount } = staged;
  const header = { kind: 'records', ...layout, rulesVersion, fileSha256, maker: '', rowCount, ...edits };
  const opened = await packer.call('openChunks', { staging: placesOf(staged), header, received: [] });
  if (!opened.ok) throw new Error(opened.problem.code);
  const bodies: Uint8Array[] = [];
  const chunks: { bytes: number; digest: string }[] = [];
  for (;;) {
    const next = await packer.call('nextChunk', undefined);
    if (!next.ok) throw new Error(next.problem.code);
    if (next.value.last) break;
    bodies.push(next.value.body);
    chunks.push({ bytes: next.value.body.length, digest: next.value.digest });
  }
  await packer.close();
  writeFileSync(packed, Buffer.concat(bodies));
  return chunks;
}

async function withBatch(
  { vrs: folder, staged }: Input,
  work: (
    server: VrsProcess,
    signedIn: Awaited<ReturnType<VrsProcess['signIn']>>,
    batch: Batch,
  ) => Promise<Figures>,
): Promise<Figures> {
  const server = await VrsProcess.start(folder);
  const signedIn = await server.signIn('clerk01');
  try {
    const opened = await signedIn.vrs.call('batches.open', { body: openingOf(staged) });
    if (!opened.ok) throw new Error(opened.problem.code);
    const before = server.taken().cpuMilliseconds;
    const figures = await work(server, signedIn, opened.value);
    const { cpuMilliseconds, peakMiB } = server.taken();
    return { ...figures, 'server CPU ms': cpuMilliseconds - before, 'server peak MiB': peakMiB };
  } finally {
    await signedIn.close();
    await server.close();
  }
}

/** As the product does it: from the encrypted staging, with the fingerprint over all rows computed on the way. */
function upload(input: Input, watch: Stopwatch): Promise<Figures> {
  return withBatch(input, async (_, { vrs }, batch) => {
    let silence = 0;
    let heardAt = performance.now();
    const progress = (): void => {
      silence = Math.max(silence, performance.now() - heardAt);
      heardAt = performance.now();
    };
    const handle = { signal: new AbortController().signal, progress };
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    watch.start();
    const sent = await uploadRows({ vrs, worker: shippedWorker }, batch, placesOf(input.staged), handle);
    watch.stop();
    delay.disable();
    if (!sent.ok) throw new Error(sent.problem.code);
    const read = await vrs.call('batches.read', { path: { batchId: batch.batchId } });
    if (!read.ok || read.value.receivedChunks.length !== input.chunks.length)
      throw new Error('not all there');
    return {
      'rows/s': (input.staged.rows / watch.milliseconds) * 1_000,
      'main thread p99 ms': delay.percentile(99) / 1e6,
      'main thread max ms': delay.max / 1e6,
      'longest without progress ms': silence,
    };
  });
}

/** The bytes that lie ready, so many on their way at a time: what undici and TLS can do. */
async function post(
  { chunks, packed, staged }: Input,
  watch: Stopwatch,
  origin: string,
  tls: VrsProcess['tls'],
  request: (chunk: number) => { readonly path: string; readonly headers: Readonly<Record<string, string>> },
  inFlight: number,
): Promise<Figures> {
  const connect = { ca: tls.caPem, cert: tls.clientCertPem, key: tls.clientKeyPem };
  const pool = new Pool(origin, { connect, connections: inFlight });
  const bytes = readFileSync(packed);
  let next = 0;
  let from = 0;
  const sendOn = async (): Promise<void> => {
    while (next < chunks.length) {
      const chunk = next;
      const { bytes: length = 0, digest = '' } = chunks[chunk] ?? {};
      const body = bytes.subarray(from, from + length);
      next += 1;
      from += length;
      const { path, headers } = request(chunk);
      const encoding = { 'content-encoding': 'zstd', 'content-digest': `sha-256=:${digest}:` };
      const answer = await pool.request({ path, method: 'PUT', headers: { ...headers, ...encoding }, body });
      await answer.body.dump();
      if (answer.statusCode !== 204) throw new Error(`status ${answer.statusCode}`);
    }
  };
  watch.start();
  await Promise.all(Array.from({ length: inFlight }, sendOn));
  watch.stop();
  await pool.close();
  return { 'rows/s': (staged.rows / watch.milliseconds) * 1_000 };
}

function bare(inFlight: number): (input: Input, watch: Stopwatch) => Promise<Figures> {
  return (input, watch) =>
    withBatch(input, ({ origin, tls }, { token }, { batchId }) =>
      post(
        input,
        watch,
        origin,
        tls,
        (chunk) => ({
          path: `/v1/batches/${batchId}/chunks/${chunk}`,
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/jsonl',
            'idempotency-key': `${batchId}-${chunk}`,
          },
        }),
        inFlight,
      ),
    );
}

export const bench = defineBench<Input>({
  name: 'upload',
  about:
    'Checked rows from the encrypted staging to the training VRS over TLS on loopback, chunked, compressed, resumable, with their fingerprint, against undici alone sending the same bytes that lie ready.',
  unit: 'rows',
  sizes: [200_000, 1_000_000],
  rounds: 5,
  prepare: async (rows, folder) => {
    buildIfNeeded();
    const staged = await stagedRecords(rows, folder);
    const packed = join(folder, `packed-${rows}`);
    const vrs = await filledVrs(join(folder, 'vrs'), PEOPLE, 'bench');
    return { staged, packed, chunks: await pack(staged, packed), vrs };
  },
  baseline: 'undici, two at a time',
  contenders: {
    upload,
    'undici, two at a time': bare(2),
    'undici, one at a time': bare(1),
  },
});
