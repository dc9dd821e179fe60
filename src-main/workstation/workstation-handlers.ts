import { X509Certificate } from 'node:crypto';
import { statfs } from 'node:fs/promises';

import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type {
  PolicyValue,
  WorkstationStatus,
  workstationOperations,
} from '../../src-shared/contract/workstation.ts';
import { type Clock, dayInJapan, timestampOf } from '../../src-shared/domain/clock.ts';
import type { ChooseTarget } from '../batches/choose-target.ts';
import type { CopyCounts } from '../cache/count-copy.ts';
import type { HandlersOf } from '../gateway/handler.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import type { LocalCopy } from '../people/local-copy.ts';
import type { Session } from '../session/session.ts';
import type { ConnectionMonitor } from '../vrs/connection-monitor.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';
import { probeConnection, testConnection } from './connection-test.ts';
import { collectDiagnostics } from './diagnostics/collect-diagnostics.ts';
import { writeDiagnostics } from './diagnostics/write-diagnostics.ts';
import { signerFingerprint } from './profile-signature.ts';
import type { Profile } from './profile.ts';
import { selfCheck, type SelfCheckParts } from './self-check/self-check.ts';

export interface WorkstationParts extends Pick<
  SelfCheckParts,
  'secrets' | 'installation' | 'certificateFault'
> {
  readonly profile: Profile;
  /** Which of the profile's values the policy of the machine decided. */
  readonly fromPolicy: readonly PolicyValue[];
  readonly folder: string;
  readonly versions: WorkstationStatus['versions'];
  readonly keychain: WorkstationStatus['keychain'];
  /** What was found of the keys at this start. */
  readonly keys: WorkstationStatus['keys'];
  /** Makes another master key the one that counts. */
  readonly rotateKeys: () => Promise<Outcome<undefined>>;
  /** That the person at the screen is who signed in. */
  readonly prove: Session['prove'];
  readonly localCopy: LocalCopy;
  /** How many rows the copy has, open or not. */
  readonly countCopy: () => Promise<CopyCounts | undefined>;
  readonly chooseTarget: ChooseTarget;
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
          pins: profile.vrs.pins.length,
          signedBy: profile.signature === undefined ? null : signerFingerprint(profile.signature),
          proxy: profile.proxy.mode,
          contentProtection: profile.contentProtection,
          logSecondPlace: profile.log.secondPlace ?? null,
          fromPolicy: [...parts.fromPolicy],
        },
        versions: parts.versions,
        keychain: parts.keychain,
        keys: parts.keys,
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

    'workstation.selfCheck': async () => {
      const result = await selfCheck(parts);
      const failures = result.items.filter((item) => item.result === 'failed').length;
      return ok({ result, subjects: [], detail: { failed: failures } });
    },

    'workstation.rotateKeys': async (credentials) => {
      if (parts.keychain !== 'available') return failed('keychain-unavailable');
      const proven = await parts.prove(credentials);
      if (!proven.ok) return proven;
      const rotated = await parts.rotateKeys();
      if (!rotated.ok) return rotated;
      return ok({ result: { at: timestampOf(parts.clock.now()) }, subjects: [] });
    },

    'workstation.exportDiagnostics': async () => {
      const at = parts.clock.now();
      const day = dayInJapan(at).replaceAll('-', '');
      const target = await parts.chooseTarget(`診断情報_${profile.workstation}_${day}.json`);
      if (target === undefined) return failed('file-not-chosen');
      const diagnostics = await collectDiagnostics({
        profile,
        folder: parts.folder,
        fromPolicy: parts.fromPolicy,
        versions: parts.versions,
        keys: { keychain: parts.keychain, found: parts.keys },
        cache: parts.localCopy.state,
        countCopy: parts.countCopy,
        log: parts.log.state(),
        probe: () => probeConnection(parts.vrs, parts.clock),
        clock: parts.clock,
      });
      const written = await writeDiagnostics(diagnostics, target);
      if (!written.ok) return written;
      const { sha256 } = written.value;
      return ok({ result: { at: timestampOf(at), sha256 }, subjects: [], detail: { file: sha256 } });
    },
  };
}
