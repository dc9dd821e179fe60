import { z } from 'zod';

import { AddresseeNumber, IsoTimestamp, Sha256 } from '../domain/identifiers.ts';
import { Job } from './jobs.ts';
import { defineOperations } from './operation.ts';
import { OneTimePassword, Password } from '../vrs-api/session.ts';

/** One entry of the operation log as the responsible person reads it. */
export const LogEntryView = z.strictObject({
  sequence: z.int().min(1),
  time: IsoTimestamp,
  userId: z.string().max(64),
  name: z.string().max(50),
  department: z.string().max(50),
  role: z.string().max(20),
  workstation: z.string().max(64),
  operation: z.string().max(60),
  action: z.string().max(60),
  /** 処理事由 in words; empty where the operation has none. */
  reason: z.string().max(200),
  /** 宛名番号 whose data left the main process. `sealed`: written under a key that this terminal no longer has. */
  subjects: z.union([z.array(z.string().max(15)).max(2000), z.literal('sealed')]),
  subjectCount: z.int().min(0),
  /** `done`, or the code of the refusal. */
  result: z.string().max(60),
  detail: z.record(z.string().max(40), z.union([z.string().max(200), z.number()])),
});
export type LogEntryView = z.infer<typeof LogEntryView>;

/** 署名点: what was signed last, and whether it is where it has to be. */
const CheckpointState = z.strictObject({
  newest: z
    .strictObject({
      sequence: z.int().min(1),
      time: IsoTimestamp,
      /** The day of its tree, in Japan, and the first entry of that day. */
      day: z.iso.date(),
      first: z.int().min(1),
      /** Of the entry, and the head of the day's tree. */
      hash: Sha256,
      root: Sha256,
      keyId: Sha256,
      signature: z.string().max(86),
    })
    .nullable(),
  /** False: the key ends with this session, because there is no credential store. */
  keyIsKept: z.boolean(),
  /** False: the log's folder could not be written the last time; what is missing follows. */
  isWritten: z.boolean(),
  /** The copies outside the terminal; `none` where the profile names no place. */
  secondPlace: z.enum(['none', 'copying', 'copied', 'unreachable', 'differs']),
  /** From the last reading of the whole log: the first entry that lacks a checkpoint, and its day in Japan. */
  missing: z.strictObject({ sequence: z.int().min(1), day: z.iso.date() }).nullable(),
  /** From the same: the first line of the checkpoint file that is not as it was written. */
  damagedLine: z.int().min(1).nullable(),
});

/** 検証済み up to an entry, or broken at one. */
export const ChainState = z.strictObject({
  state: z.enum(['verified', 'verifying', 'broken']),
  entries: z.int().min(0),
  verifiedUpTo: z.int().min(0),
  brokenAt: z.int().nullable(),
  headHash: Sha256.nullable(),
  verifiedAt: IsoTimestamp.nullable(),
  checkpoints: CheckpointState,
});
export type ChainState = z.infer<typeof ChainState>;

const readers = ['supervisor', 'administrator'] as const;

/** Which entries; empty strings let everything through. Days are days in Japan, `until` included. */
const filter = {
  userId: z.string().max(64),
  addresseeNumber: z.union([AddresseeNumber, z.literal('')]),
  action: z.string().max(60),
  from: z.union([z.iso.date(), z.literal('')]),
  until: z.union([z.iso.date(), z.literal('')]),
};

export const LogExportFormat = z.enum(['csv', 'json-lines', 'rfc-5424']);
export type LogExportFormat = z.infer<typeof LogExportFormat>;

export const operationLogOperations = defineOperations({
  'log.entries': {
    summary: '操作ログを新しい順に読む。利用者・人・操作・期間で絞れる',
    session: 'unlocked',
    roles: readers,
    log: { action: '操作ログの閲覧', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({
      ...filter,
      /** Only entries before this one; null from the newest. */
      before: z.int().min(1).nullable(),
      limit: z.int().min(1).max(200),
    }),
    output: z.strictObject({
      entries: z.array(LogEntryView).max(200),
      /** Where to go on; null at the start of the log. */
      before: z.int().min(1).nullable(),
    }),
  },
  'log.export': {
    summary:
      '操作ログを出力する（CSV・JSON Lines・RFC 5424）。パスワードとワンタイムパスワードがもう一度要る',
    session: 'unlocked',
    roles: readers,
    log: { action: '操作ログの出力', effect: 'changes' },
    reauthentication: true,
    input: z.strictObject({
      ...filter,
      format: LogExportFormat,
      password: Password,
      oneTimePassword: OneTimePassword,
    }),
    output: Job,
  },
  'log.state': {
    summary: '操作ログの鎖の状態',
    session: 'unlocked',
    roles: [...readers, 'it'],
    log: { notRecordedBecause: '件数と検証の状態だけを返す' },
    reauthentication: false,
    input: z.strictObject({}),
    output: ChainState,
  },
  'log.verify': {
    summary: '操作ログを最初から検証する',
    session: 'unlocked',
    roles: [...readers, 'it'],
    log: { action: '操作ログの検証', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({}),
    output: Job,
  },
});
