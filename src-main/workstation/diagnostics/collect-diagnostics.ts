import { X509Certificate } from 'node:crypto';
import path from 'node:path';

import type { ChainState } from '../../../src-shared/contract/operation-log.ts';
import type { PolicyValue } from '../../../src-shared/contract/workstation.ts';
import { type Clock, timestampOf } from '../../../src-shared/domain/clock.ts';
import type { CopyCounts } from '../../cache/count-copy.ts';
import type { ProbedConnection } from '../connection-test.ts';
import { signerFingerprint } from '../profile-signature.ts';
import type { Profile } from '../profile.ts';
import type { Diagnostics } from './diagnostics.ts';
import { keptIncidents, recentProblems } from './recent-problems.ts';
import { diskFacts, fontFacts, systemFacts } from './system-facts.ts';

/** What only the caller knows: the app while it runs, or a program beside it. */
export interface DiagnosticSources {
  readonly profile: Profile;
  /** The data folder. */
  readonly folder: string;
  /** Which of the profile's values the policy of the machine decided. */
  readonly fromPolicy: readonly PolicyValue[];
  readonly versions: Diagnostics['versions'];
  readonly keys: Diagnostics['keys'];
  readonly cache: Diagnostics['cache']['state'];
  /** How many rows the copy has; undefined where it can't be looked into. */
  readonly countCopy: () => Promise<CopyCounts | undefined>;
  /** Null where the log is not open in this program. */
  readonly log: ChainState | null;
  readonly probe: () => Promise<ProbedConnection>;
  readonly clock: Clock;
}

/** Gathers the facts of a terminal for whoever looks for a fault. Nothing of a resident or of a user is asked for. */
export async function collectDiagnostics(sources: DiagnosticSources): Promise<Diagnostics> {
  const { profile, folder, clock } = sources;
  const now = clock.now();
  const probed = await sources.probe();
  return {
    説明: '接種記録ワークステーションの診断情報です。住民と利用者の情報、鍵、パスワード、ファイルの中身は含みません。',
    format: 1,
    at: timestampOf(now),
    versions: sources.versions,
    profile: profileFacts(profile),
    policy: {
      idleMinutes: profile.idleMinutes,
      offlineMinutes: profile.offlineMinutes,
      unsentDays: profile.retention.unsentDays,
      endedDays: profile.retention.endedDays,
      ownRules: profile.rules !== undefined,
      logSecondPlace: profile.log.secondPlace !== undefined,
      proxy: profile.proxy.mode,
      contentProtection: profile.contentProtection,
      fromMachine: [...sources.fromPolicy],
    },
    keys: sources.keys,
    cache: { state: sources.cache, rows: (await sources.countCopy()) ?? null },
    log: sources.log && logFacts(sources.log),
    problems: [...(await recentProblems(path.join(folder, 'log'), now))],
    incidents: await keptIncidents(path.join(folder, 'incidents.jsonl')),
    connectionTest: {
      at: probed.at,
      steps: probed.steps.map(({ step, problem }) => ({
        step,
        passed: problem === undefined,
        code: problem?.code ?? null,
      })),
      clockOffSeconds: probed.clockOffSeconds ?? null,
    },
    disk: await diskFacts(folder),
    system: systemFacts(),
    fonts: await fontFacts(),
  };
}

/** Without the passphrase of a training certificate, and without the places of files: a path often has somebody's name in it. */
function profileFacts(profile: Profile): Diagnostics['profile'] {
  const authority = new X509Certificate(profile.vrs.caCertificate);
  return {
    kind: profile.kind,
    version: profile.version,
    municipalityCode: profile.municipalityCode,
    workstation: profile.workstation,
    installationId: profile.installationId,
    vrsOrigin: profile.vrs.origin,
    certificateAuthority: {
      fingerprint: authority.fingerprint256,
      validUntil: timestampOf(new Date(authority.validTo)),
    },
    clientCertificate: profile.vrs.clientCertificate === undefined ? 'system-store' : 'beside-profile',
    pins: profile.vrs.pins.length,
    signedBy: profile.signature === undefined ? null : signerFingerprint(profile.signature),
  };
}

/** Named one by one: what the log's state may come to say besides stays in the app. */
function logFacts({ checkpoints, ...chain }: ChainState): Diagnostics['log'] {
  const { state, entries, verifiedUpTo, verifiedAt, brokenAt, headHash } = chain;
  const { newest, keyIsKept, isWritten, secondPlace } = checkpoints;
  return {
    state,
    entries,
    verifiedUpTo,
    verifiedAt,
    brokenAt,
    headHash,
    checkpoints: {
      newest: newest && { sequence: newest.sequence, time: newest.time },
      keyIsKept,
      isWritten,
      secondPlace,
    },
  };
}
