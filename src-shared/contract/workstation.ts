import { z } from 'zod';

import { IsoTimestamp, Sha256 } from '../domain/identifiers.ts';
import { OneTimePassword, Password } from '../vrs-api/session.ts';
import { ChainState } from './operation-log.ts';
import { defineOperations } from './operation.ts';
import { CacheState, Connection } from './session.ts';

/** What the policy of the machine can decide over the profile. */
export const PolicyValue = z.enum([
  'vrsOrigin',
  'trustedProfileKey',
  'idleMinutes',
  'logSecondPlace',
  'contentProtection',
  'proxy',
]);
export type PolicyValue = z.infer<typeof PolicyValue>;

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
    pins: z.int(),
    /** SHA-256 of the key that signed the profile; null: it is not signed (training from source). */
    signedBy: z.string().nullable(),
    proxy: z.enum(['system', 'direct', 'fixed']),
    contentProtection: z.boolean(),
    logSecondPlace: z.string().nullable(),
    fromPolicy: z.array(PolicyValue),
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

/** 自己点検: what must be as it is before somebody works here, in the order in which one rests on the other. */
export const SelfCheckItem = z.enum([
  'profile',
  'reach',
  'certificate',
  'client-certificate',
  'answer',
  'clock',
  'keychain',
  'disk',
  'data-folder',
  'install-folder',
  'font',
  'chromium',
]);
export type SelfCheckItem = z.infer<typeof SelfCheckItem>;

export const selfCheckItemNames: Readonly<Record<SelfCheckItem, string>> = {
  profile: '端末設定',
  reach: 'VRSに届く',
  certificate: 'VRSの証明書',
  'client-certificate': '端末の証明書',
  answer: 'VRSの返事',
  clock: '時計のずれ',
  keychain: '資格情報ストア',
  disk: 'ディスク',
  'data-folder': 'データのフォルダー',
  'install-folder': '導入先のフォルダー',
  font: '書体',
  chromium: 'Electron と Chromium',
};

export const SelfCheck = z.strictObject({
  at: IsoTimestamp,
  items: z
    .array(
      z.strictObject({
        item: SelfCheckItem,
        /** `not-checked`: it can't be known here, or rests on one that failed. */
        result: z.enum(['passed', 'failed', 'not-checked']),
        /** What was found and, where it failed, what to do. */
        sentence: z.string().max(400),
      }),
    )
    .max(SelfCheckItem.options.length),
});
export type SelfCheck = z.infer<typeof SelfCheck>;

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
  'workstation.selfCheck': {
    summary: '端末の自己点検（通信・証明書・時計・資格情報ストア・ディスク・権限・書体・Chromium）',
    session: 'unlocked',
    roles: ['it', 'administrator'],
    log: { action: '自己点検', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({}),
    output: SelfCheck,
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
