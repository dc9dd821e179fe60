import path from 'node:path';

import type { Sha256 } from '../../src-shared/domain/identifiers.ts';
import { countCopy } from '../cache/count-copy.ts';
import { readCacheKey } from '../keychain/open-data-keys.ts';
import { ConnectionMonitor } from '../vrs/connection-monitor.ts';
import { VrsClient } from '../vrs/vrs-client.ts';
import { type ProbedConnection, probeConnection } from '../workstation/connection-test.ts';
import { collectDiagnostics } from '../workstation/diagnostics/collect-diagnostics.ts';
import { writeDiagnostics } from '../workstation/diagnostics/write-diagnostics.ts';
import { readMachinePolicy } from '../workstation/policy/machine-policy.ts';
import type { Profile } from '../workstation/profile.ts';
import { profileForStart } from '../workstation/profile-trust.ts';
import { type Provisioned, ok, refusedBy } from './refusals.ts';
import type { Surroundings } from './surroundings.ts';

/** 診断情報 of a terminal at which nobody is signed in, also while the app runs or will not start. Gives the file's SHA-256. */
export async function exportDiagnostics(target: string, around: Surroundings): Promise<Provisioned<Sha256>> {
  const { folder, secretsOf, isPackaged, clock } = around;
  const policy = await readMachinePolicy(around.policy);
  const effective = policy.ok
    ? await profileForStart({ folder, policy: policy.value, secretsOf, isPackaged })
    : policy;
  if (!effective.ok) return refusedBy(effective.problem);
  const { profile, fromPolicy } = effective.value;
  const { installationId } = profile;
  const key = await readCacheKey({ store: secretsOf(installationId), installationId, folder });
  const diagnostics = await collectDiagnostics({
    profile,
    folder,
    fromPolicy,
    versions: {
      app: around.version,
      electron: process.versions['electron'] ?? '',
      chromium: process.versions['chrome'] ?? '',
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
    },
    keys: key.ok
      ? { keychain: 'available', found: 'kept' }
      : { keychain: key.problem.code === 'keychain-locked' ? 'locked' : 'unavailable', found: null },
    cache: { state: 'closed' },
    countCopy: () =>
      Promise.resolve(key.ok ? countCopy(path.join(folder, 'cache', 'people.db'), key.value) : undefined),
    log: null,
    probe: () => probe(profile, around),
    clock,
  });
  if (key.ok) key.value.fill(0); // SECURITY: H57
  const written = await writeDiagnostics(diagnostics, target);
  return written.ok ? ok(written.value.sha256) : refusedBy(written.problem);
}

async function probe(profile: Profile, around: Surroundings): Promise<ProbedConnection> {
  const connection = await around.connect(profile, around.secretsOf(profile.installationId));
  try {
    const vrs = new VrsClient({
      origin: profile.vrs.origin,
      transport: connection.transport,
      monitor: new ConnectionMonitor(() => undefined),
      token: () => undefined,
      tokenRefused: () => undefined,
    });
    return await probeConnection(vrs, around.clock);
  } finally {
    await connection.close();
  }
}
