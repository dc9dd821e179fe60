import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { FileWorker } from '../../src-main/batches/file-worker.ts';
import { openCache } from '../../src-main/cache/open-cache.ts';
import { IsoDate, MunicipalityCode, Sha256 } from '../../src-shared/domain/identifiers.ts';
import { LayoutProfile } from '../../src-shared/domain/layouts/layout-profile.ts';
import { shippedProfiles } from '../../src-shared/domain/rules/layouts.ts';
import { ownMunicipality } from '../../src-training/residents/municipalities.ts';
import type { Figures, Stopwatch } from './harness.ts';

/** The workers as they are shipped: taking the types out of a hundred files costs memory that the product does not need. */
const worker = new URL('../../out/main/file-check-worker.js', import.meta.url);
const cacheWorker = new URL('../../out/main/cache-worker.js', import.meta.url);

export interface CheckedFile {
  readonly path: string;
  readonly rows: number;
  readonly kind: 'records' | 'subjects';
  /** The local copy of as many people; without it the file is checked by itself. */
  readonly people?: { readonly file: string; readonly key: Uint8Array };
}

function profileOf(kind: 'records' | 'subjects'): LayoutProfile {
  return LayoutProfile.parse(shippedProfiles.find((each) => LayoutProfile.parse(each).kind === kind));
}

/** The check as the product runs it: a worker of its own, staging encrypted, the main thread looked at meanwhile. */
export async function check({ path, rows, kind, people }: CheckedFile, watch: Stopwatch): Promise<Figures> {
  const profile = profileOf(kind);
  const folder = mkdtempSync(join(tmpdir(), 'bench-check-'));
  const opening = people ? await openCache({ ...people, worker: cacheWorker }) : undefined;
  const cache = opening?.ok === true ? opening.cache : undefined;
  let longestSilence = 0;
  let heardAt = performance.now();
  const checker = new FileWorker({
    worker,
    ticketPort: cache?.openTicketPort?.(),
    onProgress: () => {
      longestSilence = Math.max(longestSilence, performance.now() - heardAt);
      heardAt = performance.now();
    },
  });
  // In a process of its own: what a digest needs is no memory of the check.
  const sha256 = Sha256.parse(execFileSync('sha256sum', [path], { encoding: 'utf8' }).slice(0, 64));
  const request = {
    path,
    sha256,
    encoding: 'cp932',
    profile,
    columns: profile.columns.map(({ id }) => id),
    municipalityCode: MunicipalityCode.parse(ownMunicipality.code),
    today: IsoDate.parse('2026-11-20'),
    rulesVersion: 'bench',
    lines: rows + 1,
    seenBefore: null,
    staging: {
      rows: { file: join(folder, 'rows.db'), key: randomBytes(32) },
      individualNumbers: { file: join(folder, 'numbers.db'), key: randomBytes(32) },
    },
  } as const;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  heardAt = performance.now();
  watch.start();
  const checked = await checker.call('check', request);
  watch.stop();
  delay.disable();
  if (!checked.ok) throw new Error(checked.problem.code);
  await checker.close();
  await cache?.close();
  const { summary } = checked.value;
  const bytes = statSync(join(folder, 'rows.db')).size;
  rmSync(folder, { recursive: true });
  return {
    'rows/s': (summary.rows / watch.milliseconds) * 1_000,
    rows: summary.rows,
    'good rows': summary.good,
    findings: summary.rules.reduce((sum, { count }) => sum + count, 0),
    'main thread p99 ms': delay.percentile(99) / 1e6,
    'main thread max ms': delay.max / 1e6,
    'longest without progress ms': longestSilence,
    'staged MiB': bytes / 1_048_576,
  };
}
