import type { Draft } from '../../../src-shared/contract/batches.ts';
import type { Batch, ResultRow } from '../../../src-shared/vrs-api/batches.ts';
import { useAnswer } from '../../app/calls.ts';
import { Badge } from '../../components/badge.tsx';
import { Meter } from '../../components/meter.tsx';
import { Notice } from '../../components/notice.tsx';
import { OutcomeNumbers } from '../../components/outcome-numbers.tsx';
import { Pager, usePages } from '../../components/pager.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { PrintReceipt, ReceiptSheet } from '../../components/receipt.tsx';
import { type Column, ReadTable } from '../../components/table.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { effectiveRows, resultNames } from '../../wording/batches.ts';
import { count } from '../../wording/numbers.ts';
import { Reversal } from './reversal.tsx';

interface ResultStepProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onLookAgain: () => void;
}

/** Step 5: what became of it, row by row, and the receipt. */
export function ResultStep({ draft, onDraft, onLookAgain }: ResultStepProps) {
  const { batch } = draft;
  if (!batch) {
    return (
      <Notice kind="information" title="作業を終わりました">
        VRSには何も送っていません。この端末に置いた検査用のデータは消去しました。
      </Notice>
    );
  }
  return (
    <section aria-label="結果" className="flex flex-col gap-5">
      <StateOfBatch batch={batch} />
      {batch.counts && <OutcomeNumbers counts={batch.counts} isApplied={batch.state === 'applied'} />}
      <ReceiptSection draft={draft} />
      <Reversal draft={draft} onDraft={onDraft} onLookAgain={onLookAgain} />
      {hasResults(batch) && <ResultRows batch={batch} />}
    </section>
  );
}

function ReceiptSection({ draft }: { readonly draft: Draft }) {
  const { draftId, stage } = draft;
  const { value, problem, busy } = useAnswer('batches.receipt', { draftId });
  return (
    <section
      aria-label="受領書"
      className="flex max-w-[60rem] flex-col gap-3 rounded-8 border border-solid-gray-420 p-5"
    >
      <ProblemMessage problem={problem} />
      <Waiting busy={busy && !value} lines={5} />
      {value && <ReceiptSheet receipt={value} />}
      <div className="flex flex-wrap items-center gap-4">
        {value && <PrintReceipt receipt={value} />}
        <p className="text-std-16N-170">
          {stage === 'ended'
            ? 'この端末に置いた審査用のデータは消去しました。'
            : 'この端末に置いた審査用のデータは、終わったときに消去し、消去したことを操作ログに残します。'}
        </p>
      </div>
    </section>
  );
}

function hasResults(batch: Batch): boolean {
  return batch.state === 'applied' || batch.state === 're-review' || batch.appliedCount > 0;
}

function StateOfBatch({ batch }: { readonly batch: Batch }) {
  const wanted = batch.counts ? effectiveRows(batch.counts) : batch.rowCount;
  // A second round counts its own rows only.
  const effective = Math.max(wanted, batch.appliedCount);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-std-18B-160">
        <output>{stateSentences[batch.state]}</output>
      </p>
      {batch.state === 'applying' && (
        <div className="max-w-[40rem]">
          <p>
            {count(batch.appliedCount)} / {count(effective)}行を反映しました
          </p>
          <Meter label="VRSへの反映" done={batch.appliedCount} total={effective} />
        </div>
      )}
      {batch.state === 'returned' && (
        <Notice kind="caution" title="差し戻しの理由">
          {batch.returnReason}
        </Notice>
      )}
    </div>
  );
}

const stateSentences: Readonly<Record<Batch['state'], string>> = {
  receiving: '行をVRSの審査領域に送っています。',
  ready: 'まだ申請していません。',
  submitted: '承認を待っています。VRSの登録内容はまだ変わっていません。',
  applying: '承認されました。VRSが反映しています。',
  're-review': '反映した後、登録内容が変わっていた行だけが、もう一度の承認を待っています。',
  applied: 'VRSの登録内容に反映されました。',
  returned: '差し戻されました。VRSの登録内容は変わっていません。ファイルを直して、選び直してください。',
  withdrawn: '取り下げました。VRSの登録内容は変わっていません。',
  expired: '期限までに承認されませんでした。VRSの登録内容は変わっていません。もう一度申請してください。',
};

const columns: readonly Column<ResultRow>[] = [
  {
    id: 'line',
    title: '行',
    isRowHeader: true,
    isNumber: true,
    className: 'w-32',
    cell: (row) => count(row.line) + (row.doseNumber === null ? '' : `（${row.doseNumber}回目）`),
  },
  {
    id: 'result',
    title: '結果',
    cell: (row) => <Badge tone={resultNames[row.result].tone}>{resultNames[row.result].name}</Badge>,
  },
];

function ResultRows({ batch }: { readonly batch: Batch }) {
  const pages = usePages<string | null>(null);
  const { value, problem, busy } = useAnswer(
    'batches.result',
    { batchId: batch.batchId, cursor: pages.cursor },
    { keepsLast: true },
  );
  return (
    <section aria-labelledby="result-rows" className="flex flex-col gap-3">
      <h3 id="result-rows" className="text-std-18B-160">
        一行ごとの結果
      </h3>
      <ProblemMessage problem={problem} />
      <Waiting busy={busy && !value} lines={5} />
      {value && (
        <div className="max-w-[32rem]">
          <ReadTable
            label="一行ごとの結果"
            columns={columns}
            rows={value.rows}
            keyOf={(row) => `${row.line}/${row.doseNumber ?? ''}`}
          />
        </div>
      )}
      <Pager label="結果のページ" pages={pages} next={value?.cursor} isBusy={busy} />
    </section>
  );
}
