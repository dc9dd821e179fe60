import { z } from 'zod';

import { BatchId, Sha256 } from '../domain/identifiers.ts';
import { Batch, DifferenceRow, RowOutcome } from '../vrs-api/batches.ts';
import { OneTimePassword, Password } from '../vrs-api/session.ts';
import { DifferencePage } from './batches.ts';
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
  ]),
  sentence: z.string().max(300),
});
export type BatchCaution = z.infer<typeof BatchCaution>;

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
    summary: '申請を開き、今の登録内容との差分を作り直して見る',
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
