import { useState } from 'react';

import { batchStateNames, type Draft } from '../../../src-shared/contract/batches.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { useAct, useForget } from '../../app/calls.ts';
import { useNow } from '../../app/now.tsx';
import { Badge } from '../../components/badge.tsx';
import { BatchFacts } from '../../components/batch-facts.tsx';
import { Button } from '../../components/button.tsx';
import { DifferenceBrowser } from '../../components/difference-browser.tsx';
import { Notice } from '../../components/notice.tsx';
import { OutcomeNumbers } from '../../components/outcome-numbers.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { batchStateTones } from '../../wording/batches.ts';
import { ResultRows } from './result-rows.tsx';
import { ReverseDialog } from './reverse-dialog.tsx';

/** Days after which an applied batch is what stands, and is corrected like anything else. */
const REVERSIBLE_DAYS = 30;
const DAY = 86_400_000;

interface ReversalProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onLookAgain: () => void;
}

/** The undoing of what was applied: asking for it, and what came of that. */
export function Reversal({ draft, onDraft, onLookAgain }: ReversalProps) {
  const [isAsking, setIsAsking] = useState(false);
  const now = useNow();
  const { batch, reversal } = draft;
  if (!batch || batch.appliedCount === 0 || draft.stage !== 'ended') return null;
  const isOver = reversal !== null && reversal.appliedCount === 0 && cameToNothing.has(reversal.state);
  const isInTime =
    batch.appliedAt !== null && now.getTime() - Date.parse(batch.appliedAt) <= REVERSIBLE_DAYS * DAY;
  return (
    <section aria-labelledby="reversal" className="flex flex-col gap-3">
      <h3 id="reversal" className="text-std-18B-160">
        反映の取り消し
      </h3>
      {reversal && (
        <ReversalState draft={draft} reversal={reversal} onDraft={onDraft} onLookAgain={onLookAgain} />
      )}
      {(reversal === null || isOver) &&
        (isInTime ? (
          <div className="flex flex-wrap items-center gap-4">
            <Button look="danger" onPress={() => setIsAsking(true)}>
              反映を取り消す
            </Button>
            <p className="text-std-16N-170">
              反映から{REVERSIBLE_DAYS}
              日以内なら、まとめて元に戻す申請ができます。ほかの責任者の承認が要ります。
            </p>
          </div>
        ) : (
          <p className="text-solid-gray-700">
            反映から{REVERSIBLE_DAYS}日を過ぎたため、まとめて取り消すことはできません。
          </p>
        ))}
      <ReverseDialog
        draft={draft}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onReversed={onDraft}
      />
    </section>
  );
}

const cameToNothing: ReadonlySet<Batch['state']> = new Set(['returned', 'withdrawn', 'expired']);

interface ReversalStateProps extends ReversalProps {
  readonly reversal: Batch;
}

function ReversalState({ draft, reversal, onDraft, onLookAgain }: ReversalStateProps) {
  const withdraw = useAct('batches.withdrawReversal');
  const forget = useForget();
  const { counts, state } = reversal;
  const isWaiting = state === 'submitted' || state === 're-review';
  const lookAgain = (): void => {
    forget('batches.reversalDifference');
    onLookAgain();
  };
  const takeBack = async (): Promise<void> => {
    const withdrawn = await withdraw.run({ draftId: draft.draftId });
    if (withdrawn.ok) onDraft(withdrawn.value);
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <Badge tone={batchStateTones[state]}>{batchStateNames[state]}</Badge>
        <Button size="small" onPress={lookAgain}>
          今の状態を確かめる
        </Button>
        {isWaiting && (
          <Button size="small" look="danger" isDisabled={withdraw.busy} onPress={() => void takeBack()}>
            取り消しの申請を取り下げる
          </Button>
        )}
      </div>
      <ProblemMessage problem={withdraw.problem} />
      {state === 'returned' && (
        <Notice kind="caution" title="差し戻しの理由">
          {reversal.returnReason}
        </Notice>
      )}
      {counts && <OutcomeNumbers counts={counts} isApplied={state === 'applied'} />}
      <BatchFacts batch={reversal} />
      {reversal.appliedCount > 0 && <ResultRows batch={reversal} title="取り消しの一行ごとの結果" />}
      {counts && (
        <DifferenceBrowser
          key={reversal.differenceFingerprint}
          counts={counts}
          fingerprint={reversal.differenceFingerprint}
          of={{ reversalOf: draft.draftId }}
          startAt="nothing"
        />
      )}
    </>
  );
}
