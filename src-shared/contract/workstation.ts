import { z } from 'zod';

import { IsoTimestamp, Sha256 } from '../domain/identifiers.ts';
import { OneTimePassword, Password } from '../vrs-api/session.ts';
import { ChainState } from './operation-log.ts';
import { defineOperations } from './operation.ts';
import { CacheState, Connection } from './session.ts';

/** What the IT section sees: the terminal, never a resident. */
export const WorkstationStatus = z.strictObject({
  profile: z.strictObject({
    kind: z.enum(['training', 'production']),
    version: z.string(),
    municipalityCode: z.string(),
    municipalityName: z.string(),
    vrsOrigin: z.string(),
    workstation: z.string(),
    idleMinutes: z.int(),
    caFingerprint: z.string(),
  }),
  versions: z.strictObject({
    app: z.string(),
    electron: z.string(),
    chromium: z.string(),
    node: z.string(),
    platform: z.string(),
  }),
  keychain: z.enum(['available', 'memory-only', 'unavailable', 'locked']),
  /** `lost`: at this start the keys of before were gone, and what lay under them was discarded. */
  keys: z.enum(['kept', 'made', 'lost']),
  cache: CacheState,
  log: ChainState,
  connection: Connection,
  /** Bytes free on the disk that holds the app's data. */
  freeBytes: z.number(),
});
export type WorkstationStatus = z.infer<typeof WorkstationStatus>;

export const ConnectionTest = z.strictObject({
  at: IsoTimestamp,
  steps: z
    .array(
      z.strictObject({
        step: z.enum(['reach', 'certificate', 'client-certificate', 'answer', 'clock']),
        passed: z.boolean(),
        detail: z.string().max(300),
      }),
    )
    .max(10),
});
export type ConnectionTest = z.infer<typeof ConnectionTest>;

export const workstationOperations = defineOperations({
  'workstation.status': {
    summary: '端末の状態（設定・版・資格情報ストア・写し・ログ・空き容量）',
    session: 'unlocked',
    roles: ['it', 'administrator'],
    log: { notRecordedBecause: '住民の情報を含まない' },
    reauthentication: false,
    input: z.strictObject({}),
    output: WorkstationStatus,
  },
  'workstation.testConnection': {
    summary: 'VRSへの接続試験',
    session: 'unlocked',
    roles: ['it', 'administrator'],
    log: { action: '接続試験', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({}),
    output: ConnectionTest,
  },
  'workstation.rotateKeys': {
    summary: '資格情報ストアの鍵（主鍵）を新しくする。パスワードとワンタイムパスワードがもう一度要る',
    session: 'unlocked',
    roles: ['it', 'administrator'],
    log: { action: '鍵の交換', effect: 'changes' },
    reauthentication: true,
    input: z.strictObject({ password: Password, oneTimePassword: OneTimePassword }),
    output: z.strictObject({ at: IsoTimestamp }),
  },
  'workstation.exportDiagnostics': {
    summary:
      '診断情報をファイルに出力する（版・設定・鍵とログの状態・問題の符号と件数。住民と利用者の情報は入らない）',
    session: 'unlocked',
    roles: ['it', 'administrator'],
    log: { action: '診断情報の出力', effect: 'changes' },
    reauthentication: false,
    input: z.strictObject({}),
    /** Of the file that was written: whoever receives it can tell that it is this one. */
    output: z.strictObject({ at: IsoTimestamp, sha256: Sha256 }),
  },
});
