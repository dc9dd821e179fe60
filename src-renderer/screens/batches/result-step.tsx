import type { Draft } from '../../../src-shared/contract/batches.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { useAnswer } from '../../app/calls.ts';
import { Meter } from '../../components/meter.tsx';
import { Notice } from '../../components/notice.tsx';
import { OutcomeNumbers } from '../../components/outcome-numbers.tsx';
import { ReadProblem } from '../../components/read-problem.tsx';
import { PrintReceipt, ReceiptSheet } from '../../components/receipt.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { effectiveRows } from '../../wording/batches.ts';
import { count } from '../../wording/numbers.ts';
import { ResultRows } from './result-rows.tsx';
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
  const answer = useAnswer('batches.receipt', { draftId });
  const { value, busy } = answer;
  return (
    <section
      aria-label="受領書"
      className="flex max-w-[60rem] flex-col gap-3 rounded-8 border border-solid-gray-420 p-5"
    >
      <ReadProblem of={answer} />
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
