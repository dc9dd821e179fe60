import { X509Certificate } from 'node:crypto';
import { statfs } from 'node:fs/promises';

import { ok } from '../../src-shared/contract/problem.ts';
import type { WorkstationStatus, workstationOperations } from '../../src-shared/contract/workstation.ts';
import type { Clock } from '../../src-shared/domain/clock.ts';
import type { HandlersOf } from '../gateway/handler.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import type { LocalCopy } from '../people/local-copy.ts';
import type { ConnectionMonitor } from '../vrs/connection-monitor.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';
import { testConnection } from './connection-test.ts';
import type { Profile } from './profile.ts';

export interface WorkstationParts {
  readonly profile: Profile;
  readonly folder: string;
  readonly versions: WorkstationStatus['versions'];
  readonly keychain: WorkstationStatus['keychain'];
  readonly localCopy: LocalCopy;
  readonly log: OperationLog;
  readonly vrs: VrsClient;
  readonly monitor: ConnectionMonitor;
  readonly clock: Clock;
}

/** What the IT section needs to look after a terminal. No resident's data passes here. */
export function workstationHandlers(parts: WorkstationParts): HandlersOf<typeof workstationOperations> {
  const { profile } = parts;
  const authority = new X509Certificate(profile.vrs.caCertificate);
  return {
    'workstation.status': async () => {
      const disk = await statfs(parts.folder);
      return ok({
        profile: {
          kind: profile.kind,
          version: profile.version,
          municipalityCode: profile.municipalityCode,
          municipalityName: profile.municipalityName,
          vrsOrigin: profile.vrs.origin,
          workstation: profile.workstation,
          idleMinutes: profile.idleMinutes,
          caFingerprint: authority.fingerprint256,
        },
        versions: parts.versions,
        keychain: parts.keychain,
        cache: parts.localCopy.state,
        log: parts.log.state(),
        connection: parts.monitor.connection,
        freeBytes: disk.bavail * disk.bsize,
      });
    },

    'workstation.testConnection': async () => {
      const result = await testConnection(parts.vrs, parts.clock);
      const passed = result.steps.every((step) => step.passed);
      return ok({ result, subjects: [], detail: { passed: passed ? 1 : 0 } });
    },
  };
}
