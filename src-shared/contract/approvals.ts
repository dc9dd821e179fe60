import { z } from 'zod';

import { BatchId, IsoTimestamp, Sha256 } from '../domain/identifiers.ts';
import { Batch, BatchEdit, DifferenceCounts, DifferenceRow, RowOutcome } from '../vrs-api/batches.ts';
import { OneTimePassword, Password } from '../vrs-api/session.ts';
import { DifferencePage } from './batches.ts';
import { Job } from './jobs.ts';
import { defineOperations } from './operation.ts';

const checkers = ['supervisor', 'administrator'] as const;

/** Something about a batch that the approver should look at before anything else. */
export const BatchCaution = z.strictObject({
  code: z.enum([
    'size-unusual',
    'conflicting-rows',
    'must-correct-left',
    'rejected-left-out',
    'locked-rows',
    'many-changes',
    'many-edits',
    'from-medium',
    'seen-before',
    'other-municipality',
    'reversal',
  ]),
  sentence: z.string().max(300),
});
export type BatchCaution = z.infer<typeof BatchCaution>;

/** 受領書: what became of an application. It names no resident. */
export const Receipt = z.strictObject({
  batch: Batch,
  /** The undoing of it, if somebody asked for that. */
  reversal: Batch.nullable(),
  /** When the data at the applicant's terminal were destroyed, and whether the operation log says so; null where that is not known here. */
  erasure: z.strictObject({ at: IsoTimestamp, recorded: z.boolean() }).nullable(),
});
export type Receipt = z.infer<typeof Receipt>;

const rows = z.int().min(0);

/** Rows that change the same fields in the same way, with examples. A row that makes something new has no fields here: all are new. */
export const ChangeKind = z.strictObject({
  outcome: RowOutcome,
  fields: z.array(z.string().max(40)).max(20),
  rows,
  examples: z.array(DifferenceRow).max(2),
});
export type ChangeKind = z.infer<typeof ChangeKind>;

/** What a whole difference changes, made here from every row that VRS lists, once its fingerprint was found right. */
export const ChangeOverview = z.strictObject({
  differenceFingerprint: Sha256,
  counts: DifferenceCounts,
  /** How many rows of an outcome have something to say about a field. */
  fields: z.array(z.strictObject({ field: z.string().max(40), outcome: RowOutcome, rows })).max(100),
  kinds: z.array(ChangeKind).max(40),
  /** Rows of kinds that are not listed. */
  otherKinds: rows,
  /** Conflicting rows that are another municipality's. */
  otherMunicipality: rows,
  edited: rows,
});
export type ChangeOverview = z.infer<typeof ChangeOverview>;

export const approvalOperations = defineOperations({
  'approvals.inbox': {
    summary: '承認を待っている申請',
    session: 'unlocked',
    roles: checkers,
    log: { notRecordedBecause: '申請の件数と大きさだけを返す' },
    reauthentication: false,
    input: z.strictObject({}),
    output: z.strictObject({ batches: z.array(Batch).max(500) }),
  },
  'approvals.open': {
    summary: '申請を開き、VRSにある差分を見る。確かめるまでは承認できない',
    session: 'unlocked',
    roles: checkers,
    log: { action: '承認（申請を開く）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ batchId: BatchId }),
    output: z.strictObject({
      batch: Batch,
      cautions: z.array(BatchCaution).max(20),
      /** A random sample of rows that change something. */
      sample: z.array(DifferenceRow).max(20),
      differenceFingerprint: Sha256,
    }),
  },
  'approvals.review': {
    summary:
      '今の登録内容との差分を作り直し、初めから終わりまで読んで指紋を計算し直す。終わるまで承認できない',
    session: 'unlocked',
    roles: checkers,
    log: { action: '承認（差分の確認）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ batchId: BatchId }),
    output: Job,
  },
  'approvals.overview': {
    summary: '確かめた差分のまとめ：変わる項目の数と、変わり方ごとの例',
    session: 'unlocked',
    roles: checkers,
    log: { action: '承認（差分のまとめ）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ batchId: BatchId, differenceFingerprint: Sha256 }),
    output: z.strictObject({
      /** Null until it has been read to its end. */
      overview: ChangeOverview.nullable(),
      cautions: z.array(BatchCaution).max(20),
    }),
  },
  'approvals.edits': {
    summary: '申請者が直したセルを、もとの値と並べて見る',
    session: 'unlocked',
    roles: checkers,
    log: { action: '承認（修正の閲覧）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ batchId: BatchId, cursor: z.string().max(200).nullable() }),
    output: z.strictObject({
      edits: z.array(BatchEdit).max(200),
      cursor: z.string().max(200).nullable(),
    }),
  },
  'approvals.decided': {
    summary: '承認・差し戻し・取り下げ・期限切れになった申請（新しい順）',
    session: 'unlocked',
    roles: checkers,
    log: { notRecordedBecause: '申請の件数と大きさだけを返す' },
    reauthentication: false,
    input: z.strictObject({}),
    output: z.strictObject({ batches: z.array(Batch).max(200) }),
  },
  'approvals.receipt': {
    summary: '申請の受領書',
    session: 'unlocked',
    roles: checkers,
    log: { action: '承認（受領書）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ batchId: BatchId }),
    output: Receipt,
  },
  'approvals.difference': {
    summary: '申請の差分を一行ずつ見る',
    session: 'unlocked',
    roles: checkers,
    log: { action: '承認（差分の閲覧）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({
      batchId: BatchId,
      outcome: RowOutcome.nullable(),
      cursor: z.string().max(200).nullable(),
    }),
    output: DifferencePage,
  },
  'approvals.approve': {
    summary: '承認する。パスワードとワンタイムパスワードがもう一度要る',
    session: 'unlocked',
    roles: checkers,
    log: { action: '承認（承認する）', effect: 'changes' },
    reauthentication: true,
    input: z.strictObject({
      batchId: BatchId,
      fingerprint: Sha256,
      /** The difference that this person saw: what changed since goes back to be looked at again. */
      differenceFingerprint: Sha256,
      password: Password,
      oneTimePassword: OneTimePassword,
    }),
    output: Batch,
  },
  'approvals.return': {
    summary: '理由を添えて差し戻す',
    session: 'unlocked',
    roles: checkers,
    log: { action: '承認（差し戻し）', effect: 'changes' },
    reauthentication: false,
    input: z.strictObject({ batchId: BatchId, reason: z.string().trim().min(1).max(500) }),
    output: Batch,
  },
});
