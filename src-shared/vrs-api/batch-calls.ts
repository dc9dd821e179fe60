import { z } from 'zod';

import { BatchId, Sha256 } from '../domain/identifiers.ts';
import {
  Batch,
  BatchEdit,
  BatchOpening,
  BatchState,
  DifferenceRow,
  ResultRow,
  RowOutcome,
} from './batches.ts';
import { defineCalls } from './call.ts';

const makers = ['clerk', 'supervisor', 'administrator'] as const;
const checkers = ['supervisor', 'administrator'] as const;
const batchPath = z.strictObject({ batchId: BatchId });
const page = { cursor: z.string().max(200).optional(), limit: z.int().min(1).max(5000).optional() };

export const batchCalls = defineCalls({
  'batches.list': {
    summary: '申請の一覧（新しい順）',
    method: 'GET',
    route: '/v1/batches',
    access: makers,
    query: z.strictObject({
      ...page,
      state: BatchState.optional(),
      /** Batches of that very file. */
      fileSha256: Sha256.optional(),
    }),
    status: 200,
    answer: z
      .strictObject({ batches: z.array(Batch).max(5000), cursor: z.string().max(200).nullable() })
      .meta({ id: 'BatchList' }),
    problems: [],
  },
  'batches.open': {
    summary: '申請の受け付け開始。ここではまだ何も変わらない',
    method: 'POST',
    route: '/v1/batches',
    access: makers,
    body: BatchOpening,
    status: 201,
    answer: Batch,
    idempotent: true,
    problems: [],
  },
  'batches.read': {
    summary: '申請一件',
    method: 'GET',
    route: '/v1/batches/{batchId}',
    access: makers,
    path: batchPath,
    status: 200,
    answer: Batch,
    problems: ['not-found'],
  },
  'batches.sendChunk': {
    summary: '行の受け取り。JSON配列を一行ずつ、zstdかgzipで。もう一度送っても同じ',
    method: 'PUT',
    route: '/v1/batches/{batchId}/chunks/{chunk}',
    access: makers,
    path: z.strictObject({ batchId: BatchId, chunk: z.int().min(0) }),
    bodyType: 'application/jsonl',
    status: 204,
    idempotent: true,
    problems: ['not-found', 'batch-state', 'chunk-digest', 'chunk-malformed', 'chunk-changed'],
  },
  'batches.sendEdits': {
    summary:
      '行の修正（もとの値と直した値）の受け取り。JSON配列を一行ずつ、zstdかgzipで。個人番号の修正はない',
    method: 'PUT',
    route: '/v1/batches/{batchId}/edits/{chunk}',
    access: makers,
    path: z.strictObject({ batchId: BatchId, chunk: z.int().min(0) }),
    bodyType: 'application/jsonl',
    status: 204,
    idempotent: true,
    problems: ['not-found', 'batch-state', 'chunk-digest', 'chunk-malformed', 'chunk-changed'],
  },
  'batches.edits': {
    summary: '行の修正の一覧。申請者と、承認できる人だけ',
    method: 'GET',
    route: '/v1/batches/{batchId}/edits',
    access: makers,
    path: batchPath,
    query: z.strictObject(page),
    status: 200,
    answer: z
      .strictObject({ edits: z.array(BatchEdit).max(5000), cursor: z.string().max(200).nullable() })
      .meta({ id: 'BatchEdits' }),
    problems: ['not-found', 'role-not-allowed'],
  },
  'batches.computeDifference': {
    summary: '今の登録内容との差分を（もう一度）作る。すべての行が届いてから',
    method: 'POST',
    route: '/v1/batches/{batchId}/difference',
    access: makers,
    path: batchPath,
    status: 200,
    answer: Batch,
    idempotent: true,
    problems: ['not-found', 'batch-state', 'batch-incomplete'],
  },
  'batches.differenceProgress': {
    summary: '差分を作っている途中の進み具合',
    method: 'GET',
    route: '/v1/batches/{batchId}/difference/progress',
    access: makers,
    path: batchPath,
    status: 200,
    answer: z
      .strictObject({
        /** Rows compared so far by whoever began last; null while nobody is making one. */
        compared: z.int().min(0).nullable(),
      })
      .meta({ id: 'DifferenceProgress' }),
    problems: ['not-found'],
  },
  'batches.difference': {
    summary: '差分を一行ずつ。結果で絞れる',
    method: 'GET',
    route: '/v1/batches/{batchId}/difference',
    access: makers,
    path: batchPath,
    query: z.strictObject({
      ...page,
      outcome: RowOutcome.optional(),
      sample: z.int().min(1).max(100).optional(),
    }),
    status: 200,
    answer: z
      .strictObject({
        differenceFingerprint: Sha256,
        rows: z.array(DifferenceRow).max(5000),
        cursor: z.string().max(200).nullable(),
      })
      .meta({ id: 'Difference' }),
    problems: ['not-found', 'batch-state'],
  },
  'batches.submit': {
    summary: '申請。ここで内容が凍結される',
    method: 'POST',
    route: '/v1/batches/{batchId}/submission',
    access: makers,
    path: batchPath,
    body: z
      .strictObject({
        comment: z.string().max(500),
        /** Why 要修正 rows stand, in words that the approver will read; empty where there are none. */
        acknowledgementReason: z.string().max(200),
        fingerprint: Sha256,
        differenceFingerprint: Sha256,
      })
      .meta({ id: 'Submission' }),
    status: 200,
    answer: Batch,
    idempotent: true,
    problems: ['not-found', 'batch-state', 'fingerprint-mismatch', 'difference-changed'],
  },
  'batches.approve': {
    summary: '承認。申請者とは別の人が、見た差分の指紋と再認証の証しを添えて',
    method: 'POST',
    route: '/v1/batches/{batchId}/approval',
    access: checkers,
    path: batchPath,
    body: z
      .strictObject({
        proof: z.string().min(32).max(256),
        fingerprint: Sha256,
        differenceFingerprint: Sha256,
      })
      .meta({ id: 'Approval' }),
    status: 202,
    answer: Batch,
    idempotent: true,
    problems: [
      'not-found',
      'own-batch',
      'batch-state',
      'batch-expired',
      'fingerprint-mismatch',
      'difference-changed',
      'reauthentication-needed',
    ],
  },
  'batches.return': {
    summary: '差し戻し。理由を添えて',
    method: 'POST',
    route: '/v1/batches/{batchId}/return',
    access: checkers,
    path: batchPath,
    body: z.strictObject({ reason: z.string().min(1).max(500) }).meta({ id: 'Return' }),
    status: 200,
    answer: Batch,
    idempotent: true,
    problems: ['not-found', 'own-batch', 'batch-state', 'batch-expired'],
  },
  'batches.withdraw': {
    summary: '申請者による取り下げ',
    method: 'POST',
    route: '/v1/batches/{batchId}/withdrawal',
    access: makers,
    path: batchPath,
    status: 200,
    answer: Batch,
    idempotent: true,
    problems: ['not-found', 'batch-state', 'role-not-allowed'],
  },
  'batches.result': {
    summary: '一行ごとの結果',
    method: 'GET',
    route: '/v1/batches/{batchId}/result',
    access: makers,
    path: batchPath,
    query: z.strictObject(page),
    status: 200,
    answer: z
      .strictObject({ rows: z.array(ResultRow).max(5000), cursor: z.string().max(200).nullable() })
      .meta({ id: 'BatchResult' }),
    problems: ['not-found', 'batch-state'],
  },
  'batches.reverse': {
    summary: '反映した申請の取り消しを、新しい申請として作る。承認が要る。30日以内',
    method: 'POST',
    route: '/v1/batches/{batchId}/reversal',
    access: makers,
    path: batchPath,
    body: z.strictObject({ reason: z.string().min(1).max(500) }).meta({ id: 'Reversal' }),
    status: 201,
    answer: Batch,
    idempotent: true,
    problems: ['not-found', 'batch-state', 'reversal-too-late'],
  },
});
