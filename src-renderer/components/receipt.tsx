import type { ReactNode } from 'react';

import type { Receipt } from '../../src-shared/contract/approvals.ts';
import { batchStateNames, rowOutcomeNames } from '../../src-shared/contract/batches.ts';
import { timestampOf } from '../../src-shared/domain/clock.ts';
import { type Batch, RowOutcome } from '../../src-shared/vrs-api/batches.ts';
import { useNow } from '../app/now.tsx';
import { batchKindNames, sourceName } from '../wording/batches.ts';
import { exactTime } from '../wording/dates.ts';
import { count, fingerprintGroups } from '../wording/numbers.ts';
import { Button } from './button.tsx';
import { PrintPage, usePrinting } from './print-page.tsx';
import { ProblemMessage } from './problem-message.tsx';
import { SheetHead, type SheetLine, SheetLines } from './sheet.tsx';

/** 受領書: what became of an application, under its fingerprints. It names no resident. */
export function ReceiptSheet({ receipt }: { readonly receipt: Receipt }) {
  const { reversal } = receipt;
  const now = useNow();
  return (
    <>
      <SheetHead title="受領書" at={timestampOf(now)} done="表示" />
      <SheetLines lines={linesOf(receipt)} />
      {reversal && (
        <>
          <h4 className="mt-4 mb-2 text-std-16B-170">反映の取り消し</h4>
          <SheetLines lines={reversalLines(reversal)} />
        </>
      )}
    </>
  );
}

function linesOf({ batch, erasure }: Receipt): readonly SheetLine[] {
  const { maker, checker, counts } = batch;
  return [
    ['申請番号', batch.batchId],
    ['状態', batchStateNames[batch.state]],
    ['種類', batchKindNames[batch.kind]],
    ['ファイル', `${batch.fileName}（${sourceName(batch.source)}）`],
    ['ファイルの指紋（SHA-256）', grouped(batch.fileSha256)],
    ['様式・規則', `${batch.layoutId}（第${batch.layoutVersion}版）・${batch.rulesVersion}`],
    ['申請の指紋', grouped(batch.fingerprint)],
    ['差分の指紋', grouped(batch.differenceFingerprint)],
    ['申請者', `${maker.name}（${maker.userId}）`],
    ['申請日時', batch.submittedAt === null ? '申請していません' : exactTime(batch.submittedAt)],
    [
      batch.state === 'returned' ? '差し戻した人' : '承認者',
      checker ? `${checker.name}（${checker.userId}）　${exactTime(checker.at)}` : 'なし',
    ],
    ['反映日時', batch.appliedAt === null ? 'なし' : exactTime(batch.appliedAt)],
    ['申請した行', `${count(batch.rowCount)}行（うち直した行 ${count(batch.editedRowCount)}行）`],
    ['除いた行（取込不可）', `${count(batch.leftOutCount)}行`],
    ['反映した行', `${count(batch.appliedCount)}行`],
    [
      '行の結果',
      counts
        ? RowOutcome.options
            .filter((outcome) => outcome !== 'stale' || counts.stale > 0)
            .map((outcome) => `${rowOutcomeNames[outcome]} ${count(counts[outcome])}`)
            .join('　')
        : 'なし',
    ],
    [
      '審査用データの消去',
      erasure
        ? `${exactTime(erasure.at)}　${erasure.recorded ? '操作ログに記録済み' : '操作ログへの記録待ち'}`
        : '申請者の端末の操作ログに記録されます',
    ],
  ];
}

function reversalLines(reversal: Batch): readonly SheetLine[] {
  const { maker, checker } = reversal;
  return [
    ['申請番号', reversal.batchId],
    ['状態', batchStateNames[reversal.state]],
    ['申請者', `${maker.name}（${maker.userId}）　${exactTime(maker.at)}`],
    ['理由', reversal.comment],
    ['承認者', checker ? `${checker.name}（${checker.userId}）　${exactTime(checker.at)}` : 'なし'],
    ['元に戻した行', `${count(reversal.appliedCount)}行`],
  ];
}

function grouped(hash: string | null): ReactNode {
  return hash === null ? 'なし' : <span className="font-mono">{fingerprintGroups(hash).join(' ')}</span>;
}

/** Prints a receipt on A4. */
export function PrintReceipt({ receipt }: { readonly receipt: Receipt }) {
  const { isPrinting, problem, begin, ended } = usePrinting();
  return (
    <>
      <Button isDisabled={isPrinting} onPress={begin}>
        受領書を印刷
      </Button>
      <ProblemMessage problem={problem} />
      {isPrinting && (
        <PrintPage sheet="receipt" about={receipt.batch.batchId} onEnded={ended}>
          <ReceiptSheet receipt={receipt} />
        </PrintPage>
      )}
    </>
  );
}
