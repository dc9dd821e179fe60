import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { onTestFinished } from 'vitest';

import { Batches, type BatchesParts } from '../../../src-main/batches/batches.ts';
import { Events } from '../../../src-main/gateway/events.ts';
import { Jobs } from '../../../src-main/jobs/jobs.ts';
import { ConnectionMonitor } from '../../../src-main/vrs/connection-monitor.ts';
import { VrsClient } from '../../../src-main/vrs/vrs-client.ts';
import { Profile } from '../../../src-main/workstation/profile.ts';
import { timestampOf } from '../../../src-shared/domain/clock.ts';
import { UserId } from '../../../src-shared/domain/identifiers.ts';
import { SignedInUser } from '../../../src-shared/vrs-api/session.ts';
import { inMemoryCache, type InMemoryCache } from './in-memory-cache.ts';

export const fileCheckWorker = new URL('../../../src-main/batches/file-check-worker.ts', import.meta.url);

export const clerk = SignedInUser.parse({
  userId: 'clerk01',
  personId: 'staff-clerk01',
  name: '試験 職員',
  department: '予防課',
  role: 'clerk',
  municipalityCode: '131237',
  municipalityName: '試験区',
});
export const otherClerk = { ...clerk, userId: UserId.parse('clerk02') };

export const profile = Profile.parse({
  formatVersion: 1,
  kind: 'training',
  version: 'test-1',
  municipalityCode: '131237',
  municipalityName: '試験区',
  workstation: 'TEST-01',
  installationId: '00000000-0000-4000-8000-000000000001',
  vrs: { origin: 'https://localhost:1', caCertificate: '-----BEGIN CERTIFICATE-----' },
});

export interface MadeBatches {
  readonly batches: Batches;
  readonly cache: InMemoryCache;
  readonly jobs: Jobs;
  readonly folder: string;
  /** What the file dialog gives next. */
  chosen: string | undefined;
  /** Writes a file beside and chooses it. */
  choose(bytes: string | Uint8Array): string;
}

/** Batches over a cache in memory, without a VRS: what happens before anything is sent. They end with the test. */
export function madeBatches(
  change: Partial<BatchesParts> = {},
  cache: InMemoryCache = inMemoryCache(),
): MadeBatches {
  const folder = mkdtempSync(path.join(tmpdir(), 'batches-'));
  const clock = { now: () => new Date('2021-10-01T03:00:00Z') };
  const jobs = new Jobs(clock, new Events(), ({ error }) => {
    throw new Error(error);
  });
  const vrs = new VrsClient({
    origin: profile.vrs.origin,
    transport: () => Promise.reject(new Error('no VRS here')),
    monitor: new ConnectionMonitor(() => undefined),
    token: () => undefined,
    tokenRefused: () => undefined,
    retry: { attempts: 1, firstWait: 0, longestWait: 0 },
  });
  const made: MadeBatches = {
    folder,
    cache,
    jobs,
    chosen: undefined,
    choose: (bytes) => {
      made.chosen = path.join(folder, 'chosen.csv');
      writeFileSync(made.chosen, bytes);
      return made.chosen;
    },
    batches: new Batches({
      folder: path.join(folder, 'staging'),
      wrappingKey: createSecretKey(randomBytes(32)),
      profile,
      vrs,
      localCopy: {
        cache,
        state: { state: 'ready', people: 0, asOf: timestampOf(clock.now()), memoryOnly: false },
      },
      jobs,
      clock,
      chooseFile: async () => made.chosen,
      chooseTarget: async () => undefined,
      worker: fileCheckWorker,
      recordErasure: async () => true,
      recordExport: async () => true,
      reportIncident: () => undefined,
      ...change,
    }),
  };
  onTestFinished(async () => {
    await made.batches.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return made;
}
