import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { makeDifference } from '../../src-main/batches/difference/make-difference.ts';
import { readDifference } from '../../src-main/batches/difference/read-difference.ts';
import { uploadRows } from '../../src-main/batches/sending/upload-rows.ts';
import type { VrsClient } from '../../src-main/vrs/vrs-client.ts';
import type { Outcome } from '../../src-shared/contract/problem.ts';
import type { Batch } from '../../src-shared/vrs-api/batches.ts';
import { buildIfNeeded } from '../../tools/prepare/build.ts';
import { defineBench, type Figures, type Stopwatch } from './harness.ts';
import { openingOf, placesOf, SEED, type Staged, stagedRecords } from './upload-inputs.ts';
import { filledVrs, VrsProcess } from './vrs-process.ts';

/** The worker as it is shipped. */
const worker = new URL('../../out/main/file-check-worker.js', import.meta.url);

interface Input {
  readonly staged: Staged;
  readonly vrs: string;
}

/** What of a part of the way is told: how long, who worked how much, and whether anybody would have had to wait for the window. */
class Parts {
  readonly figures: Record<string, number> = {};
  readonly #server: VrsProcess;

  constructor(server: VrsProcess) {
    this.#server = server;
  }

  async measure<Value>(
    name: string,
    work: (progress: () => void) => Promise<Outcome<Value>>,
  ): Promise<Value> {
    let heardAt = performance.now();
    let silence = 0;
    const hear = (): void => {
      silence = Math.max(silence, performance.now() - heardAt);
      heardAt = performance.now();
    };
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const [before, own, startedAt] = [this.#server.taken(), process.cpuUsage(), performance.now()];
    delay.enable();
    const done = await work(hear);
    delay.disable();
    hear();
    if (!done.ok) throw new Error(`${name}: ${done.problem.code}`);
    const { user, system } = process.cpuUsage(own);
    const after = this.#server.taken();
    Object.assign(this.figures, {
      [`${name}: ms`]: performance.now() - startedAt,
      [`${name}: app CPU ms`]: (user + system) / 1_000,
      [`${name}: server CPU ms`]: after.cpuMilliseconds - before.cpuMilliseconds,
      [`${name}: main thread p99 ms`]: delay.percentile(99) / 1e6,
      [`${name}: main thread max ms`]: delay.max / 1e6,
      [`${name}: longest without progress ms`]: silence,
      [`${name}: server peak MiB`]: after.peakMiB,
    });
    return done.value;
  }
}

function reportIncident({ error }: { readonly error: string }): void {
  throw new Error(error);
}

const noStop = new AbortController().signal;

async function readToTheEnd(
  vrs: VrsClient,
  batch: Batch,
  progress: () => void,
  staging?: ReturnType<typeof placesOf>,
): ReturnType<typeof readDifference> {
  return readDifference({ vrs, worker, reportIncident }, batch, { signal: noStop, progress }, staging);
}

/** All that two people and VRS do with a file, from the first chunk to the last row of the result. */
async function wholeWay({ staged, vrs: folder }: Input, watch: Stopwatch): Promise<Figures> {
  const server = await VrsProcess.start(folder);
  const clerk = await server.signIn('clerk01');
  const chief = await server.signIn('chief01');
  const parts = new Parts(server);
  try {
    watch.start();
    const opened = await parts.measure('open', () =>
      clerk.vrs.call('batches.open', { body: openingOf(staged) }),
    );
    const path = { batchId: opened.batchId };
    const handle = (progress: () => void) => ({ signal: noStop, progress });
    await parts.measure('upload', (progress) =>
      uploadRows({ vrs: clerk.vrs, worker }, opened, placesOf(staged), handle(progress)),
    );
    const ready = await parts.measure('difference made', (progress) =>
      makeDifference(clerk.vrs, opened, handle(progress)),
    );
    const { overview } = await parts.measure('difference read beside the rows', (progress) =>
      readToTheEnd(clerk.vrs, ready, progress, placesOf(staged)),
    );
    const { fingerprint, differenceFingerprint } = ready;
    if (fingerprint === null || differenceFingerprint === null) throw new Error('no fingerprint');
    const submission = { comment: '', acknowledgementReason: '', fingerprint, differenceFingerprint };
    await parts.measure('submit', () => clerk.vrs.call('batches.submit', { path, body: submission }));
    const seen = await parts.measure('difference made for the chief', (progress) =>
      makeDifference(chief.vrs, opened, handle(progress)),
    );
    await parts.measure('difference read by the chief', (progress) =>
      readToTheEnd(chief.vrs, seen, progress),
    );
    const { password, oneTimePassword } = await server.credentials('chief01');
    const purpose = { action: 'batch.approve', batchId: opened.batchId } as const;
    const proof = await chief.vrs.call('session.reauthenticate', {
      body: { password, oneTimePassword, purpose },
    });
    if (!proof.ok) throw new Error(proof.problem.code);
    const approval = { proof: proof.value.proof, fingerprint, differenceFingerprint };
    const applied = await parts.measure('approve and apply', async (progress) => {
      const approved = await chief.vrs.call('batches.approve', { path, body: approval });
      if (!approved.ok) return approved;
      for (let last = -1; ;) {
        const batch = await chief.vrs.call('batches.read', { path });
        if (!batch.ok || batch.value.state !== 'applying') return batch;
        if (batch.value.appliedCount > last) progress();
        last = batch.value.appliedCount;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    });
    watch.stop();
    return {
      ...parts.figures,
      'rows/s made': (staged.rows / (parts.figures['difference made: ms'] ?? 0)) * 1_000,
      ...Object.fromEntries(
        Object.entries(overview.counts).map(([outcome, rows]) => [`rows ${outcome}`, rows]),
      ),
      'rows applied': applied.appliedCount,
    };
  } finally {
    await clerk.close();
    await chief.close();
    await server.close();
  }
}

export const bench = defineBench<Input>({
  name: 'difference',
  about:
    'A batch of 接種記録 against the people whom it is about: upload, difference made and read, approved, applied. Nobody else does this; it is measured part by part.',
  unit: 'rows',
  sizes: [60_000, 1_000_000],
  rounds: 1,
  prepare: async (rows, folder) => {
    buildIfNeeded();
    const staged = await stagedRecords(rows, folder);
    const people = Math.max(100_000, Math.ceil(staged.people / 10_000) * 10_000);
    return { staged, vrs: await filledVrs(join(folder, `vrs-${people}`), people, SEED) };
  },
  baseline: 'whole way',
  contenders: { 'whole way': wholeWay },
});
