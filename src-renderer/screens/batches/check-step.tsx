import { useState } from 'react';

import type { CheckSummary, Draft } from '../../../src-shared/contract/batches.ts';
import { useAct } from '../../app/calls.ts';
import { useNow } from '../../app/now.tsx';
import { useTell } from '../../app/workstation.tsx';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { usePrinting } from '../../components/print-page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { count } from '../../wording/numbers.ts';
import { CheckCounts } from './check-counts.tsx';
import { CheckPrintout } from './check-printout.tsx';
import type { OpenDraft } from './draft.ts';
import { FindingsExport } from './findings-export.tsx';
import { useRanges } from './rule-ranges.ts';
import { RuleTable } from './rule-table.tsx';
import { everyRow, type RowsForm } from './rows/rows-form.ts';
import { RowsSection } from './rows/rows-section.tsx';
import { TakeBack } from './take-back.tsx';

/** Findings of one rule that can be looked at with their sentence. */
const ONE_BY_ONE = 10_000;

interface CheckStepProps {
  readonly draft: Draft;
  readonly open: OpenDraft;
  readonly rows: RowsForm;
  readonly onRows: (change: Partial<RowsForm>) => void;
}

/** Step 2, after the check: counts, rules, and every row, to see and to put right. */
export function CheckStep({ draft, open, rows, onRows }: CheckStepProps) {
  return draft.check ? (
    <Checked draft={draft} check={draft.check} open={open} rows={rows} onRows={onRows} />
  ) : (
    <Waiting busy from="アプリの本体" lines={5} />
  );
}

function Checked({ draft, check, open, rows, onRows }: CheckStepProps & { readonly check: CheckSummary }) {
  const tell = useTell();
  const now = useNow();
  const send = useAct('batches.send');
  const [chosen, setChosen] = useState(0);
  const { isPrinting, problem: printProblem, begin: print, ended: printed } = usePrinting();
  const hasRows = draft.stage !== 'ended';
  const ranges = useRanges(draft.draftId, hasRows ? check.rules : []);

  const startSending = async (): Promise<void> => {
    const started = await send.run({ draftId: draft.draftId });
    if (!started.ok) return;
    tell({ type: 'job', job: started.value });
    open.follow();
  };
  return (
    <section aria-label="検査の結果" className="flex flex-col gap-4">
      <CheckCounts check={check} />
      <ProblemMessage problem={printProblem} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {draft.stage === 'checked' && (
          <Button
            look="primary"
            size="large"
            isDisabled={send.busy || open.job !== undefined}
            onPress={() => void startSending()}
          >
            内容確認へ進む
          </Button>
        )}
        {draft.stage === 'ready' && <TakeBack draft={draft} onTakenBack={open.put} />}
        {hasRows && check.rejected + check.mustCorrect + check.shouldCheck > 0 && (
          <FindingsExport draft={draft} open={open} />
        )}
        <Button isDisabled={isPrinting} onPress={print}>
          検査結果の印刷
        </Button>
        <p className="min-w-0 grow basis-80 text-dns-16N-130 text-solid-gray-700">
          {draft.stage === 'checked' &&
            '内容確認へ進むと、行をVRSの審査領域に預け、今の登録内容との差分を作ります。登録内容はまだ変わりません。'}
          {draft.stage === 'ready' &&
            '行はVRSの審査領域に送ってあります。引き取ると、この検査の段階に戻って直せます。登録内容は変わりません。'}
        </p>
      </div>
      <ProblemMessage problem={send.problem} />
      {check.rules.length === 0 ? (
        <Notice kind="success">確かめる点は見つかりませんでした。</Notice>
      ) : (
        <section aria-labelledby="rules" className="flex flex-col gap-2">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <h3 id="rules" className="text-std-18B-160">
              検査項目ごとの件数
            </h3>
            <p className="text-dns-14N-130 text-solid-gray-700">検査規則の版 {check.rulesVersion}</p>
          </div>
          {hasRows && (
            <p className="text-dns-16N-130 text-solid-gray-700">
              検査項目を選ぶと、当たった行だけが下の一覧に並びます。
              {check.rules.some((rule) => rule.count > ONE_BY_ONE) &&
                `一つの項目につき${count(ONE_BY_ONE)}件まで一件ずつ理由を示します。数と行は全部です。`}
            </p>
          )}
          <RuleTable
            rules={check.rules}
            ranges={ranges}
            onPick={
              hasRows
                ? ({ code, example }) => {
                    const place = draft.columns.findIndex(({ column }) => column === example.column);
                    const column = Math.max(0, place);
                    onRows({ filter: { ...everyRow, code }, column, edit: undefined });
                    setChosen((before) => before + 1);
                  }
                : undefined
            }
          />
        </section>
      )}
      {hasRows ? (
        <RowsSection draft={draft} check={check} open={open} form={rows} onForm={onRows} chosen={chosen} />
      ) : (
        <p className="text-std-16N-170">
          一行ごとの検査の結果は、終わったときに消去しました。件数だけが残っています。
        </p>
      )}
      {isPrinting && <CheckPrintout draft={draft} check={check} ranges={ranges} at={now} onEnded={printed} />}
    </section>
  );
}
