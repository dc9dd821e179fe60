import { z } from 'zod';

import { Severity } from '../domain/rules/severity.ts';
import { CheckSummary, Draft, DraftId, Finding } from './batches.ts';
import { Job } from './jobs.ts';
import { defineOperations } from './operation.ts';

/** Which rows of a checked file are looked at; all that is given must hold. */
export const RowFilter = z.strictObject({
  /** Rows in which this rule found something. */
  code: z.string().max(60).nullable(),
  /** Rows whose worst finding is of this severity. */
  severity: Severity.nullable(),
  /** Anywhere in a cell, whatever the width and case of it; '' for every row. */
  text: z.string().max(100),
  /** Only rows that somebody has edited here. */
  edited: z.boolean(),
});
export type RowFilter = z.infer<typeof RowFilter>;

export const GridCell = z.strictObject({
  text: z.string().max(400),
  /** What the file says, where the cell was edited; it stays beside the edit for ever. */
  original: z.string().max(400).nullable(),
});
export type GridCell = z.infer<typeof GridCell>;

export const GridRow = z.strictObject({
  /** Line as a spreadsheet shows it: the header is line 1. */
  line: z.int().min(1),
  /** The worst that was found in it; null where there is nothing worse than a note. */
  severity: Severity.nullable(),
  /** The very same row stands further up: it is skipped. */
  repeated: z.boolean(),
  /** False where the line can't be told into the cells of the header (an open quote, too many or few cells): it has no cell to put right. */
  editable: z.boolean(),
  /** In the order of the header line. A 個人番号 is never among them: its cell says only whether there is one. */
  cells: z.array(GridCell).max(200),
  findings: z.array(Finding).max(50),
});
export type GridRow = z.infer<typeof GridRow>;

export const RowWindow = z.strictObject({
  /** Rows that the filter leaves. */
  total: z.int().min(0),
  /**
   * How much of the file the text was looked for in, up to 1. Below 1 the answer is a part: `total` still grows, and whoever wants more
   * asks the same again, which goes on from here.
   */
  searched: z.number().min(0).max(1),
  offset: z.int().min(0),
  rows: z.array(GridRow).max(200),
});
export type RowWindow = z.infer<typeof RowWindow>;

/** Lines one after another: 5–4,210. */
export const LineRange = z.strictObject({ from: z.int().min(1), to: z.int().min(1) });
export type LineRange = z.infer<typeof LineRange>;

export const CellEdit = z.strictObject({
  line: z.int().min(1),
  /** Place in the header line, from 0. */
  cell: z.int().min(0).max(199),
  text: z.string().max(400),
});
export type CellEdit = z.infer<typeof CellEdit>;

/** What was done last and can be taken back, and what was taken back and can be done again, in words. */
export const EditState = z.strictObject({
  editedRows: z.int().min(0),
  undo: z.string().max(120).nullable(),
  redo: z.string().max(120).nullable(),
});
export type EditState = z.infer<typeof EditState>;

/** The check as it stands after an edit: every count is of the rows as they are now. */
export const Rechecked = z.strictObject({
  check: CheckSummary,
  edits: EditState,
  /** So many rows depend on the edit that a job goes on with it: until it ends, nothing is changed. Null otherwise. */
  job: Job.nullable(),
});
export type Rechecked = z.infer<typeof Rechecked>;

/** One change of many rows. */
export const RowFix = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('set'), cell: z.int().min(0).max(199), text: z.string().max(400) }),
  z.strictObject({
    kind: z.literal('replace'),
    cell: z.int().min(0).max(199),
    from: z.string().min(1).max(400),
    to: z.string().max(400),
  }),
  /** Takes what the rule proposes wherever it proposes something. */
  z.strictObject({ kind: z.literal('accept-proposals'), code: z.string().min(1).max(60) }),
]);
export type RowFix = z.infer<typeof RowFix>;

const makers = ['clerk', 'supervisor', 'administrator'] as const;
const onDraft = z.strictObject({ draftId: DraftId });

export const batchRowOperations = defineOperations({
  'batches.rows': {
    summary: '検査した行を一覧で見る。規則・程度・文字で絞れる',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（行の閲覧）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({
      draftId: DraftId,
      filter: RowFilter,
      offset: z.int().min(0),
      limit: z.int().min(1).max(200),
    }),
    output: RowWindow,
  },
  'batches.rowRanges': {
    summary: '規則が当たった行の範囲。多いときは初めの範囲だけ',
    session: 'unlocked',
    roles: makers,
    log: { notRecordedBecause: '行番号だけを返す' },
    reauthentication: false,
    input: z.strictObject({ draftId: DraftId, code: z.string().max(60) }),
    output: z.strictObject({ ranges: z.array(LineRange).max(50), more: z.boolean() }),
  },
  'batches.placeOfLine': {
    summary: '行番号が、絞り込んだ一覧の何番目にあるか',
    session: 'unlocked',
    roles: makers,
    log: { notRecordedBecause: '一覧の中の位置だけを返す' },
    reauthentication: false,
    input: z.strictObject({ draftId: DraftId, filter: RowFilter, line: z.int().min(1) }),
    /** Place from 0 of the first row at or after the line; of the last row where there is none after it. */
    output: z.strictObject({ offset: z.int().min(0) }),
  },
  'batches.edits': {
    summary: '直した行の数と、取り消せる操作',
    session: 'unlocked',
    roles: makers,
    log: { notRecordedBecause: '件数と操作の名前だけを返す' },
    reauthentication: false,
    input: onDraft,
    output: EditState,
  },
  'batches.editCells': {
    summary: 'セルを直し、その行と、それにかかわる行を検査し直す',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（セルの修正）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ draftId: DraftId, edits: z.array(CellEdit).min(1).max(200) }),
    output: Rechecked,
  },
  'batches.fixRows': {
    summary: '絞り込んだ行の一つの列をまとめて直す、または規則の修正案をまとめて受け入れる',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（まとめて修正）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ draftId: DraftId, filter: RowFilter, fix: RowFix }),
    output: Job,
  },
  'batches.undoEdit': {
    summary: '最後の修正を取り消す',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（修正の取り消し）', effect: 'reads' },
    reauthentication: false,
    input: onDraft,
    output: Job,
  },
  'batches.redoEdit': {
    summary: '取り消した修正をもう一度行う',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（修正のやり直し）', effect: 'reads' },
    reauthentication: false,
    input: onDraft,
    output: Job,
  },
  'batches.takeBack': {
    summary: '審査領域に送った行を申請の前に引き取り、検査の段階に戻す。直した内容は残る',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（送った行の引き取り）', effect: 'changes' },
    reauthentication: false,
    input: onDraft,
    output: Draft,
  },
  'batches.exportFindings': {
    summary: 'エラー一覧を出力する：もとの列とバイトに、行番号・列・規則・文を加えたCSV',
    session: 'unlocked',
    roles: makers,
    log: { action: '一括登録（エラー一覧の出力）', effect: 'reads' },
    reauthentication: false,
    input: onDraft,
    output: Job,
  },
});
