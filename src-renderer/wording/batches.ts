import { batchStateNames, type DraftStage } from '../../src-shared/contract/batches.ts';
import { layouts } from '../../src-shared/domain/rules/layouts.ts';
import type { Severity } from '../../src-shared/domain/rules/severity.ts';
import type {
  Batch,
  BatchKind,
  DifferenceCounts,
  FileSource,
  ResultRow,
  RowOutcome,
} from '../../src-shared/vrs-api/batches.ts';
import type { BadgeTone } from '../components/badge.tsx';

export const batchKindNames: Readonly<Record<BatchKind, string>> = {
  subjects: '接種対象者',
  records: '接種記録',
  flags: '転出・死亡フラグ',
  reversal: '取り消し',
};

export function sourceName(source: FileSource): string {
  return source.kind === 'office' ? '庁内' : `媒体（媒体管理簿 ${source.custodyNumber}）`;
}

const stageNames: Readonly<Record<DraftStage, string>> = {
  chosen: '検査前',
  checking: '検査中',
  checked: '検査済み',
  sending: '送信中',
  ready: '申請前',
  submitted: '申請済み',
  ended: '終了',
};

interface OnTheWay {
  readonly stage: DraftStage;
  readonly batch: Batch | null;
}

/** How far a draft is, in one word: by its batch once there is one that was submitted. */
export function stateName({ stage, batch }: OnTheWay): string {
  return batch && (stage === 'submitted' || stage === 'ended')
    ? batchStateNames[batch.state]
    : stageNames[stage];
}

export function stateTone({ stage, batch }: OnTheWay): BadgeTone {
  if (stage !== 'submitted' && stage !== 'ended') return 'blue';
  return batch ? batchStateTones[batch.state] : 'gray';
}

export const batchStateTones: Readonly<Record<Batch['state'], BadgeTone>> = {
  receiving: 'blue',
  ready: 'blue',
  submitted: 'orange',
  applying: 'blue',
  're-review': 'orange',
  applied: 'green',
  returned: 'red',
  withdrawn: 'gray',
  expired: 'gray',
};

export const severityTones: Readonly<Record<Severity, BadgeTone>> = {
  reject: 'solidRed',
  'must-correct': 'red',
  'should-check': 'orange',
  note: 'gray',
};

export const outcomeTones: Readonly<Record<RowOutcome, BadgeTone>> = {
  new: 'green',
  changed: 'blue',
  unchanged: 'gray',
  conflicting: 'red',
  locked: 'solidGray',
  stale: 'orange',
};

/** What each outcome means for what stands in VRS. */
export const outcomeMeanings: Readonly<Record<RowOutcome, string>> = {
  new: 'まだ登録のない内容を加えます',
  changed: '登録済みの内容を書き換えます',
  unchanged: '登録済みと同じです。何も起こりません',
  conflicting: '発行していない券番号などです。反映されません',
  locked: '確認済みの記録に当たります。反映されません',
  stale: '前に表示した後に登録内容が変わりました。もう一度確かめてから反映します',
};

export const resultNames: Readonly<Record<ResultRow['result'], { name: string; tone: BadgeTone }>> = {
  applied: { name: '反映しました', tone: 'green' },
  unchanged: { name: '変更なし', tone: 'gray' },
  'skipped-locked': { name: '確認済みのため反映せず', tone: 'solidGray' },
  'skipped-conflicting': { name: '矛盾のため反映せず', tone: 'red' },
  waiting: { name: '再確認待ち', tone: 'orange' },
};

const columns = new Map<string, string>(
  // The first that has a column names it: a ledger has other names for some.
  layouts.toReversed().flatMap((layout) => layout.columns.map((column) => [column.id, column.name] as const)),
);
const codes = new Map<string, string>(
  layouts.flatMap((layout) =>
    layout.columns.flatMap((column) =>
      (column.codes ?? []).map((code) => [`${column.id} ${code.sent}`, code.meaning] as const),
    ),
  ),
);

/** Rows that an approval would put in force. */
export function effectiveRows(counts: DifferenceCounts): number {
  return counts.new + counts.changed + counts.stale;
}

export function allRows(counts: DifferenceCounts): number {
  return Object.values(counts).reduce((sum, rows) => sum + rows, 0);
}

/** The name of a field as the files have it; what VRS calls it where it is not in any file. */
export function fieldName(field: string): string {
  return columns.get(field) ?? field;
}

/** A value as people read it: codes in words, days with slashes. */
export function fieldValue(field: string, value: string): string {
  const meaning = codes.get(`${field} ${value}`);
  if (meaning !== undefined) return meaning;
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) ? value.replaceAll('-', '/') : value;
}
