import { z } from 'zod';

import { AddresseeNumber, BatchId, IsoTimestamp, Sha256 } from '../domain/identifiers.ts';
import { Severity } from '../domain/rules/severity.ts';
import { Batch, DifferenceRow, FileSource, ResultRow, RowOutcome } from '../vrs-api/batches.ts';
import { Job } from './jobs.ts';
import { defineOperations } from './operation.ts';
import { Problem } from './problem.ts';

/** A draft is what the applicant works on, from the chosen file to the receipt. The window never sees a path. */
export const DraftId = z.uuid().brand<'DraftId'>();
export type DraftId = z.infer<typeof DraftId>;

/** The kinds that can be chosen on the screen. */
export const FileKind = z.enum(['subjects', 'records', 'flags', 'ledger']);
export type FileKind = z.infer<typeof FileKind>;

export const fileKindNames: Readonly<Record<FileKind, string>> = {
  subjects: '接種対象者',
  records: '接種記録',
  flags: '転出・死亡フラグ',
  ledger: '予防接種台帳向け出力',
};

export const FileEncoding = z.enum(['utf-8', 'utf-8-bom', 'cp932', 'utf-16le', 'utf-16be']);
export type FileEncoding = z.infer<typeof FileEncoding>;

export const fileEncodingNames: Readonly<Record<FileEncoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-8-bom': 'UTF-8（BOM付き）',
  cp932: 'Shift_JIS（CP932）',
  'utf-16le': 'UTF-16（リトルエンディアン）',
  'utf-16be': 'UTF-16（ビッグエンディアン）',
};

/** Draft: 1 file chosen · 2 checked · 3 difference seen · 4 submitted · 5 ended, as the five steps on the screen. */
export const DraftStage = z.enum(['chosen', 'checking', 'checked', 'sending', 'ready', 'submitted', 'ended']);
export type DraftStage = z.infer<typeof DraftStage>;

export const Finding = z.strictObject({
  /** Line as a spreadsheet shows it: the header is line 1. */
  line: z.int().min(1),
  column: z.string().max(60).nullable(),
  code: z.string().max(60),
  severity: Severity,
  value: z.string().max(200),
  sentence: z.string().max(400),
  /** A right value; '' where none makes sense. */
  example: z.string().max(100),
  /** The value that would be right; null where that is not certain enough. */
  proposal: z.string().max(200).nullable(),
});
export type Finding = z.infer<typeof Finding>;

export const RuleCount = z.strictObject({
  code: z.string().max(60),
  severity: Severity,
  title: z.string().max(100),
  count: z.int().min(1),
  /** For so many of them there is a proposal that can be taken for all at once. What earlier releases kept does not say. */
  proposals: z.int().min(0).default(0),
  example: Finding,
});
export type RuleCount = z.infer<typeof RuleCount>;

export const CheckSummary = z.strictObject({
  rows: z.int(),
  good: z.int(),
  /** 取込不可: rows that can't be stored and are left out. */
  rejected: z.int(),
  /** Rows with at least one 要修正 (and none 取込不可). */
  mustCorrect: z.int(),
  shouldCheck: z.int(),
  /** The very same row again: skipped. */
  repeated: z.int(),
  rules: z.array(RuleCount).max(100),
  rulesVersion: z.string(),
});
export type CheckSummary = z.infer<typeof CheckSummary>;

/** A column that a layout knows. */
export const LayoutColumn = z.strictObject({
  id: z.string().max(60),
  name: z.string().max(60),
  required: z.boolean(),
});
export type LayoutColumn = z.infer<typeof LayoutColumn>;

export const Draft = z.strictObject({
  draftId: DraftId,
  stage: DraftStage,
  fileName: z.string().max(255),
  fileBytes: z.int(),
  fileSha256: Sha256,
  source: FileSource,
  chosenAt: IsoTimestamp,
  kind: FileKind,
  layoutId: z.string().max(40),
  layoutVersion: z.int().min(1),
  layoutName: z.string().max(40),
  /** What a column of the file may be taken for. */
  layoutColumns: z.array(LayoutColumn).max(300),
  encoding: FileEncoding,
  /** The header line as read: which of its columns is which of the layout's, by id and name; null where it is ignored. */
  columns: z
    .array(
      z.strictObject({
        header: z.string().max(100),
        id: z.string().max(60).nullable(),
        column: z.string().max(60).nullable(),
      }),
    )
    .max(200),
  /** Who says which column is which: the headers, the person, or the person when such a file came before. */
  mappedBy: z.enum(['headers', 'person', 'memory']),
  /** What must be put right before the rows can be checked; null where nothing must. */
  readingProblem: Problem.nullable(),
  /** A list of errors that this app wrote, with its own columns behind those of the file. */
  isFindingsList: z.boolean(),
  /** The first lines under the header, to see by eye that characters and columns are right. */
  preview: z.array(z.array(z.string().max(100)).max(200)).max(5),
  check: CheckSummary.nullable(),
  batch: Batch.nullable(),
  /** The undoing of the applied batch, if somebody asked for that. */
  reversal: Batch.nullable(),
});
export type Draft = z.infer<typeof Draft>;

/** A draft in the list: how far it is, and nothing of what the file holds. */
export const DraftSummary = z.strictObject({
  ...Draft.omit({ columns: true, layoutColumns: true, preview: true, check: true }).shape,
  /** Rows found by the check; null before it. */
  rows: z.int().nullable(),
});
export type DraftSummary = z.infer<typeof DraftSummary>;

export const batchStateNames = {
  receiving: '送信中',
  ready: '申請前',
  submitted: '承認待ち',
  applying: '反映中',
  're-review': '再確認待ち',
  applied: '反映済み',
  returned: '差し戻し',
  withdrawn: '取り下げ',
  expired: '期限切れ',
} as const;

export const rowOutcomeNames: Readonly<Record<RowOutcome, string>> = {
  new: '新規',
  changed: '変更',
  unchanged: '変更なし',
  conflicting: '矛盾',
  locked: '確認済みのため不可',
  stale: '表示後に変わった',
};

const makers = ['clerk', 'supervisor', 'administrator'] as const;
const onDraft = z.strictObject({ draftId: DraftId });

export const DifferencePage = z.strictObject({
  differenceFingerprint: Sha256,
  rows: z.array(DifferenceRow).max(200),
  cursor: z.string().max(200).nullable(),
});
export type DifferencePage = z.infer<typeof DifferencePage>;

export const batchOperations = defineOperations({
  'batches.chooseFile': {
    summary: 'ファイルを選び、種類・文字コード・列を読み取る',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（ファイルの選択）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ source: FileSource }),
    output: Draft,
  },
  'batches.readAs': {
    summary: '読み取った種類や文字コードを直す',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（読み取り方の変更）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ draftId: DraftId, kind: FileKind, encoding: FileEncoding }),
    output: Draft,
  },
  'batches.mapColumns': {
    summary: 'ファイルのどの列がどの項目かを、人が決める。同じ見出しのファイルで次から使う',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（列の対応づけ）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({
      draftId: DraftId,
      /** For every column of the file the id of the layout's column, or null to pass it over. */
      columns: z.array(z.string().max(60).nullable()).min(1).max(200),
    }),
    output: Draft,
  },
  'batches.layouts': {
    summary: 'この端末で使える様式と、使えなかった様式のファイル',
    session: 'unlocked',
    roles: makers,
    log: { notRecordedBecause: '様式の名前と版だけを返す' },
    reauthentication: false,
    input: z.strictObject({}),
    output: z.strictObject({
      layouts: z
        .array(
          z.strictObject({
            id: z.string().max(40),
            version: z.int().min(1),
            kind: FileKind,
            name: z.string().max(40),
            /** The municipality's own, from the folder of the workstation. */
            own: z.boolean(),
            sha256: Sha256,
          }),
        )
        .max(200),
      refused: z.array(Problem).max(100),
    }),
  },
  'batches.check': {
    summary: 'すべての行を規則で検査する',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（検査）', effect: 'reads' },
    reauthentication: false,
    input: onDraft,
    output: Job,
  },
  'batches.checkSoFar': {
    summary: '検査の途中で、ここまでに見つかったものを規則ごとに一つずつ見る',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（検査途中の閲覧）', effect: 'reads' },
    reauthentication: false,
    input: onDraft,
    /** In the order in which rules found something first; empty where no check runs. */
    output: z.strictObject({ rules: z.array(RuleCount).max(100) }),
  },
  'batches.findings': {
    summary: '検査で見つかったものを一つずつ見る',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（検査結果の閲覧）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({
      draftId: DraftId,
      code: z.string().max(60).nullable(),
      after: z.int().min(0),
      limit: z.int().min(1).max(200),
    }),
    output: z.strictObject({ findings: z.array(Finding).max(200), next: z.int().nullable() }),
  },
  'batches.send': {
    summary: '行をVRSの審査領域に預け、今の登録内容との差分を作る。まだ何も変わらない',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（審査領域への送信）', effect: 'changes' },
    reauthentication: false,
    input: onDraft,
    output: Job,
  },
  'batches.difference': {
    summary: '差分を一行ずつ見る',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（差分の閲覧）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({
      draftId: DraftId,
      outcome: RowOutcome.nullable(),
      cursor: z.string().max(200).nullable(),
    }),
    output: DifferencePage,
  },
  'batches.submit': {
    summary: '申請する。ここから内容は変えられない',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（申請）', effect: 'changes' },
    reauthentication: false,
    input: z.strictObject({
      draftId: DraftId,
      comment: z.string().max(500),
      leaveOutRejected: z.boolean(),
      mustCorrectReason: z.string().max(200),
      /** The difference that the applicant saw. */
      differenceFingerprint: Sha256,
    }),
    output: Draft,
  },
  'batches.list': {
    summary: '自分の申請と作業中のファイル',
    session: 'unlocked',
    roles: makers,
    log: { notRecordedBecause: '自分の作業の名前・段階・件数だけを返す' },
    reauthentication: false,
    input: z.strictObject({}),
    output: z.strictObject({ drafts: z.array(DraftSummary).max(200) }),
  },
  'batches.read': {
    summary: '自分の申請または作業中のファイル一件',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（作業の表示）', effect: 'reads' },
    reauthentication: false,
    input: onDraft,
    output: Draft,
  },
  'batches.withdraw': {
    summary: '作業をやめる、または申請を取り下げる。端末の審査用データは消える',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（取り下げ）', effect: 'changes' },
    reauthentication: false,
    input: onDraft,
    output: Draft,
  },
  'batches.result': {
    summary: '反映の結果を一行ずつ見る',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（結果の閲覧）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ batchId: BatchId, cursor: z.string().max(200).nullable() }),
    output: z.strictObject({ rows: z.array(ResultRow).max(200), cursor: z.string().max(200).nullable() }),
  },
  'batches.receipt': {
    summary: '自分の申請の受領書',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（受領書）', effect: 'reads' },
    reauthentication: false,
    input: onDraft,
    output: z.strictObject({
      batch: Batch,
      reversal: Batch.nullable(),
      /** When the data at this terminal were destroyed, and whether the operation log says so. */
      erasure: z.strictObject({ at: IsoTimestamp, recorded: z.boolean() }).nullable(),
    }),
  },
  'batches.reverse': {
    summary: '反映を取り消す申請。後から変わった記録と確認済みの記録は残る。ほかの人の承認が要る',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（反映の取り消しの申請）', effect: 'changes' },
    reauthentication: false,
    input: z.strictObject({ draftId: DraftId, reason: z.string().trim().min(1).max(500) }),
    output: Draft,
  },
  'batches.reversalDifference': {
    summary: '反映の取り消しで何が変わるかを一行ずつ見る',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（取り消しの差分の閲覧）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({
      draftId: DraftId,
      outcome: RowOutcome.nullable(),
      cursor: z.string().max(200).nullable(),
    }),
    output: DifferencePage,
  },
  'batches.withdrawReversal': {
    summary: '反映の取り消しの申請を取り下げる',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（取り消しの取り下げ）', effect: 'changes' },
    reauthentication: false,
    input: onDraft,
    output: Draft,
  },
});

/** People on a page of a difference, for the log: each once, unknown ones left out. */
export function subjectsOf(rows: readonly DifferenceRow[]): AddresseeNumber[] {
  const known = rows.flatMap((row) => {
    const parsed = AddresseeNumber.safeParse(row.addresseeNumber);
    return parsed.success ? [parsed.data] : [];
  });
  return [...new Set(known)];
}
