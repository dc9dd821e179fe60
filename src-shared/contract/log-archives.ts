import { z } from 'zod';

import { AddresseeNumber, IsoTimestamp } from '../domain/identifiers.ts';
import { OneTimePassword, Password } from '../vrs-api/session.ts';
import { Job } from './jobs.ts';
import { defineOperations } from './operation.ts';

/** 書庫: the sealed entries of a fiscal year (April to March). */
export const LogArchive = z.strictObject({
  fiscalYear: z.int(),
  /** The numbers of its first and its last entry. */
  first: z.int().min(1),
  last: z.int().min(1),
  entries: z.int().min(1),
  /** The last day, in Japan, on which it has to be there. */
  keepUntil: z.iso.date(),
  sealedAt: IsoTimestamp,
  bytes: z.int().min(0),
  /** `over`: it may be destroyed. `destroyed`: only what proves that it was there is left. */
  state: z.enum(['kept', 'over', 'destroyed']),
  /** The copy outside the terminal; `behind`: it is not there, or not as it is here. */
  copy: z.enum(['none', 'copied', 'behind']),
});
export type LogArchive = z.infer<typeof LogArchive>;

export const logArchiveOperations = defineOperations({
  'log.archives': {
    summary: '操作ログの書庫（年度ごとの封）の一覧',
    session: 'unlocked',
    roles: ['supervisor', 'administrator', 'it'],
    log: { notRecordedBecause: '年度と件数と保存の期限だけを返す' },
    reauthentication: false,
    input: z.strictObject({}),
    output: z.strictObject({ archives: z.array(LogArchive).max(200) }),
  },
  'log.destroyArchive': {
    summary: '保存期間の過ぎた書庫を廃棄する。目録は残る。パスワードとワンタイムパスワードがもう一度要る',
    session: 'unlocked',
    roles: ['supervisor', 'administrator'],
    log: { action: '書庫の廃棄', effect: 'changes' },
    reauthentication: true,
    input: z.strictObject({
      /** The number of the archive's first entry. */
      first: z.int().min(1),
      password: Password,
      oneTimePassword: OneTimePassword,
    }),
    output: LogArchive,
  },
  'log.redact': {
    summary: '一人の宛名番号を操作ログと書庫から墨消しする。パスワードとワンタイムパスワードがもう一度要る',
    session: 'unlocked',
    roles: ['supervisor'],
    log: { action: '墨消し', effect: 'changes' },
    reauthentication: true,
    input: z.strictObject({
      addresseeNumber: AddresseeNumber,
      /** Why; sealed in the log. */
      note: z.string().trim().min(1).max(200),
      password: Password,
      oneTimePassword: OneTimePassword,
    }),
    output: Job,
  },
});
