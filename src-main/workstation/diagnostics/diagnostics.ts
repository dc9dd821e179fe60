import { z } from 'zod';

import { type ProblemCode, problemSentences } from '../../../src-shared/contract/problem-sentences.ts';
import { CacheState } from '../../../src-shared/contract/session.ts';
import { ConnectionTest, PolicyValue, WorkstationStatus } from '../../../src-shared/contract/workstation.ts';
import { IsoTimestamp, Sha256 } from '../../../src-shared/domain/identifiers.ts';
import { Profile } from '../profile.ts';

/** What programs and systems call themselves. No Japanese letter fits, so that no name of a person does. */
const Word = z.string().regex(/^[\w.,:;+/@()#~ -]{0,120}$/);
const Code = z.custom<ProblemCode>(
  (code) => typeof code === 'string' && Object.hasOwn(problemSentences, code),
);

/** How often something went wrong, and when first and last. The code alone: its sentence could carry a value. */
const ProblemCount = z.strictObject({
  code: Code,
  count: z.int().min(1),
  firstAt: IsoTimestamp,
  lastAt: IsoTimestamp,
});
export type ProblemCount = z.infer<typeof ProblemCount>;

/** A bug, as gateway/incident.ts keeps it, without the places in the code. */
export const KeptIncident = z.strictObject({
  time: IsoTimestamp,
  number: z.string().regex(/^[0-9A-F]{8}$/),
  operation: z.string().regex(/^[\w.-]{1,60}$/),
  error: z.string().regex(/^[\w. -]{1,130}$/),
});

/** A part of the data folder: how much lies there, never what. */
const FolderSize = z.strictObject({
  files: z.int().min(0),
  bytes: z.int().min(0),
});

/**
 * 診断情報: all that may leave a terminal for whoever looks for a fault. SECURITY: P3 — an allow-list: what is not named here can't be
 * written, whatever the parts of the app come to know, and what is named is a count, a code, a version, a time or a decision of IT.
 */
export const Diagnostics = z.strictObject({
  説明: z.literal(
    '接種記録ワークステーションの診断情報です。住民と利用者の情報、鍵、パスワード、ファイルの中身は含みません。',
  ),
  format: z.literal(1),
  at: IsoTimestamp,
  versions: z.strictObject({
    app: Word,
    electron: Word,
    chromium: Word,
    node: Word,
    platform: Word,
  }),
  profile: z.strictObject({
    kind: Profile.shape.kind,
    version: Profile.shape.version,
    municipalityCode: Profile.shape.municipalityCode,
    workstation: Profile.shape.workstation,
    installationId: Profile.shape.installationId,
    vrsOrigin: Word,
    certificateAuthority: z.strictObject({ fingerprint: Word, validUntil: IsoTimestamp }),
    clientCertificate: z.enum(['beside-profile', 'system-store']),
    pins: z.int(),
    /** Fingerprint of the key that signed it; `null` for a training profile from source. */
    signedBy: Word.nullable(),
  }),
  /** What IT decided of how the terminal behaves. */
  policy: z.strictObject({
    idleMinutes: Profile.shape.idleMinutes.unwrap(),
    offlineMinutes: Profile.shape.offlineMinutes.unwrap(),
    unsentDays: z.int(),
    endedDays: z.int(),
    ownRules: z.boolean(),
    logSecondPlace: z.boolean(),
    proxy: z.enum(['system', 'direct', 'fixed']),
    contentProtection: z.boolean(),
    /** Which of these the policy of the machine decided. */
    fromMachine: z.array(PolicyValue),
  }),
  keys: z.strictObject({
    keychain: WorkstationStatus.shape.keychain,
    /** `null`: without the store this program can't tell. */
    found: WorkstationStatus.shape.keys.nullable(),
  }),
  cache: z.strictObject({
    state: CacheState,
    /** `null`: the copy could not be looked into, or there is none. */
    rows: z
      .strictObject({
        schemaVersion: z.int(),
        people: z.int(),
        drafts: z.int(),
        columnMappings: z.int(),
        asOf: IsoTimestamp.nullable(),
      })
      .nullable(),
  }),
  /** `null` where the log is not open in this program. */
  log: z
    .strictObject({
      state: z.enum(['verified', 'verifying', 'broken']),
      entries: z.int(),
      verifiedUpTo: z.int(),
      verifiedAt: IsoTimestamp.nullable(),
      brokenAt: z.int().nullable(),
      headHash: Sha256.nullable(),
      checkpoints: z.strictObject({
        newest: z.strictObject({ sequence: z.int(), time: IsoTimestamp }).nullable(),
        keyIsKept: z.boolean(),
        isWritten: z.boolean(),
        secondPlace: Word,
      }),
    })
    .nullable(),
  /** Refusals of the last thirty days, as the operation log has them; the newest 20,000 entries at most. */
  problems: z.array(ProblemCount).max(300),
  /** The newest bugs. */
  incidents: z.strictObject({ kept: z.int(), newest: z.array(KeptIncident).max(20) }),
  connectionTest: z.strictObject({
    at: IsoTimestamp,
    steps: z
      .array(
        z.strictObject({
          step: ConnectionTest.shape.steps.element.shape.step,
          passed: z.boolean(),
          code: Code.nullable(),
        }),
      )
      .max(10),
    clockOffSeconds: z.int().nullable(),
  }),
  disk: z.strictObject({
    freeBytes: z.number(),
    totalBytes: z.number(),
    folders: z.strictObject({
      cache: FolderSize,
      staging: FolderSize,
      log: FolderSize,
      layouts: FolderSize,
    }),
    /** Whether nobody but the app's own user can read the data folder; `null` where the system has other rights. */
    isPrivate: z.boolean().nullable(),
  }),
  system: z.strictObject({
    type: Word,
    release: Word,
    version: Word,
    architecture: Word,
    processors: z.int(),
    memoryBytes: z.number(),
    freeMemoryBytes: z.number(),
    upSeconds: z.int(),
    timeZone: Word,
    locale: Word,
  }),
  /** Japanese fonts of the system beside the one that the app brings along. */
  fonts: z.array(z.strictObject({ family: Word, isInstalled: z.boolean() })).max(20),
});
export type Diagnostics = z.infer<typeof Diagnostics>;

/** The file: UTF-8, one value on a line. Throws for anything that is not on the list. */
export function diagnosticsText(diagnostics: Diagnostics): string {
  return `${JSON.stringify(Diagnostics.parse(diagnostics), undefined, 2)}\n`;
}
