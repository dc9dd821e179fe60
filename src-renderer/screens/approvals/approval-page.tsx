import { useCallback, useRef, useState } from 'react';

import { batchStateNames } from '../../../src-shared/contract/batches.ts';
import type { OutputOf } from '../../../src-shared/contract/operations.ts';
import { problem } from '../../../src-shared/contract/problem.ts';
import type { BatchId } from '../../../src-shared/domain/identifiers.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { useAnswer, useForget } from '../../app/calls.ts';
import { useSignedIn } from '../../app/signed-in.ts';
import { Badge } from '../../components/badge.tsx';
import { BatchFacts } from '../../components/batch-facts.tsx';
import { Button } from '../../components/button.tsx';
import { DifferenceBrowser } from '../../components/difference-browser.tsx';
import { DifferenceTable } from '../../components/difference-table.tsx';
import { useFocusOnArrival } from '../../components/focus.ts';
import { Icon } from '../../components/icon.tsx';
import { Notice } from '../../components/notice.tsx';
import { OutcomeNumbers } from '../../components/outcome-numbers.tsx';
import { ReadProblem } from '../../components/read-problem.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { allRows, batchKindNames, batchStateTones, effectiveRows } from '../../wording/batches.ts';
import { count } from '../../wording/numbers.ts';
import { ApproveDialog } from './approve-dialog.tsx';
import { EditList } from './edit-list.tsx';
import { Overview } from './overview.tsx';
import { ReturnDialog } from './return-dialog.tsx';
import { type Review, useReview } from './review.ts';

type Opened = OutputOf<'approvals.open'>;

interface ApprovalPageProps {
  readonly batchId: BatchId;
  /** Of a return, as far as it is written. */
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly onBack: () => void;
}

/** One application: what it would change, at a glance first and row by row below. */
export function ApprovalPage({ batchId, reason, onReason, onBack }: ApprovalPageProps) {
  const answer = useAnswer('approvals.open', { batchId });
  const { value, busy, askAgain } = answer;
  const forget = useForget();
  const [decided, setDecided] = useState<Batch>();
  const lookAnew = useCallback((): void => {
    forget('approvals.difference');
    askAgain();
  }, [forget, askAgain]);
  return (
    <>
      <div className="flex grow flex-col gap-3 px-6 py-2">
        <div className="-mb-2 -ml-3">
          <Button size="small" look="plain" onPress={onBack}>
            <Icon name="back" className="size-4" />
            一覧に戻る（Esc）
          </Button>
        </div>
        <ReadProblem of={answer} />
        <Waiting busy={busy} lines={value ? 0 : 6} />
        {decided && <Decided batch={decided} />}
        {value && !decided && (
          <Judgement
            opened={value}
            reason={reason}
            onReason={onReason}
            onDecided={setDecided}
            onChanged={lookAnew}
          />
        )}
      </div>
    </>
  );
}

/** What is judged, and the judgement. */
function Judgement(props: Omit<DecisionProps, 'review'>) {
  const review = useReview(props.opened, props.onChanged);
  return (
    <>
      <Content opened={props.opened} review={review} />
      <Decision {...props} review={review} />
    </>
  );
}

interface ContentProps {
  readonly opened: Opened;
  readonly review: Review;
}

function Content({ opened, review }: ContentProps) {
  const { batch, sample } = opened;
  const cautions = [...opened.cautions, ...review.cautions];
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOnArrival(heading);
  const { counts } = batch;
  const isReview = batch.state === 're-review';
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <h1 ref={heading} tabIndex={-1} className="text-std-24B-150">
          {batch.maker.name}さんの申請：{batchKindNames[batch.kind]} {count(batch.rowCount)}行
        </h1>
        <Badge tone={batchStateTones[batch.state]}>{batchStateNames[batch.state]}</Badge>
      </div>
      {isReview && counts && (
        <Notice kind="caution" title={`もう一度確かめる行は ${count(allRows(counts))} 行だけです`}>
          前の承認の後、反映するまでの間に登録内容が変わっていた行です。そのほかの行は反映済みで、この承認では変わりません。
        </Notice>
      )}
      {cautions.length > 0 && (
        <Notice kind="caution" title="はじめに確かめること">
          <ul className="list-disc pl-6">
            {cautions.map((caution) => (
              <li key={caution.code}>{caution.sentence}</li>
            ))}
          </ul>
        </Notice>
      )}
      {counts && (
        <section aria-labelledby="effect" className="flex flex-col gap-2">
          <div className="flex flex-wrap items-center gap-3">
            <h2 id="effect" className="text-std-18B-160">
              承認すると、VRSの登録内容が {count(effectiveRows(counts))} 行ぶん変わります
            </h2>
            <Verified review={review} />
          </div>
          <OutcomeNumbers counts={counts} />
        </section>
      )}
      <Overview review={review} />
      {batch.editedRowCount > 0 && <EditList batch={batch} />}
      <section aria-labelledby="application" className="flex flex-col gap-2">
        <h2 id="application" className="text-std-18B-160">
          申請の内容
        </h2>
        <BatchFacts batch={batch} />
      </section>
      {sample.length > 0 && (
        <section aria-labelledby="sample" className="flex flex-col gap-2">
          <h2 id="sample" className="text-std-18B-160">
            無作為に選んだ{sample.length}行
          </h2>
          <DifferenceTable label="無作為に選んだ行" rows={sample} />
        </section>
      )}
      {counts && (
        <section aria-labelledby="all-rows" className="flex flex-col gap-2">
          <h2 id="all-rows" className="text-std-18B-160">
            一行ずつ見る
          </h2>
          <DifferenceBrowser
            key={opened.differenceFingerprint}
            counts={counts}
            fingerprint={opened.differenceFingerprint}
            of={{ batchId: batch.batchId }}
            startAt={counts.stale > 0 ? 'stale' : 'nothing'}
          />
        </section>
      )}
    </>
  );
}

/** Whether the figures were found right here, from every single row, or are VRS's word so far. */
function Verified({ review }: { readonly review: Review }) {
  const [tone, word] = review.overview
    ? (['green', '照合済み'] as const)
    : review.problem
      ? (['red', '照合できていません'] as const)
      : (['orange', '照合中'] as const);
  return (
    <output>
      <Badge tone={tone}>{word}</Badge>
    </output>
  );
}

interface DecisionProps {
  readonly opened: Opened;
  readonly review: Review;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly onDecided: (batch: Batch) => void;
  /** What stands in VRS has changed: it has to be looked at anew. */
  readonly onChanged: () => void;
}

/** The two buttons, always in reach at the bottom. */
function Decision({ opened, review, reason, onReason, onDecided, onChanged }: DecisionProps) {
  const { user } = useSignedIn();
  const [asking, setAsking] = useState<'approve' | 'return'>();
  const { batch } = opened;
  // SECURITY: P6 — told here; the main process and VRS refuse as well.
  const isOwn = [batch.maker, batch.lastEditor].some(
    (actor) => actor?.userId === user.userId || actor?.personId === user.personId,
  );
  const isRead = review.overview !== undefined;
  const close = (): void => setAsking(undefined);
  return (
    <section
      aria-label="承認の判断"
      className="bottom-0 z-[2] flex flex-wrap items-center gap-4 border-t desk:sticky border-solid-gray-420 bg-white px-6 py-3"
    >
      <Button look="primary" size="large" isDisabled={isOwn || !isRead} onPress={() => setAsking('approve')}>
        承認する
      </Button>
      <Button look="danger" size="large" isDisabled={isOwn} onPress={() => setAsking('return')}>
        差し戻す
      </Button>
      <p className="min-w-0 grow basis-80 text-std-16N-170">
        {isOwn
          ? problem('own-batch').sentence
          : isRead
            ? '承認には、パスワードとワンタイムパスワードがもう一度必要です。'
            : '差分を終わりまで確かめると、承認できます。'}
      </p>
      <ApproveDialog
        opened={opened}
        isOpen={asking === 'approve'}
        onClose={close}
        onApproved={onDecided}
        onChanged={onChanged}
      />
      <ReturnDialog
        batch={batch}
        reason={reason}
        onReason={onReason}
        isOpen={asking === 'return'}
        onClose={close}
        onReturned={onDecided}
      />
    </section>
  );
}

function Decided({ batch }: { readonly batch: Batch }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOnArrival(heading);
  const isReturned = batch.state === 'returned';
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="text-std-24B-150">
        {isReturned ? '差し戻しました' : '承認しました'}
      </h1>
      <Notice kind="success">
        {isReturned
          ? `VRSの登録内容は変わりません。理由は ${batch.maker.name} さんの画面に表示されます。`
          : 'VRSが登録内容に反映しています。途中で登録内容が変わった行があれば、その行だけがもう一度ここに届きます。'}
      </Notice>
      <BatchFacts batch={batch} />
    </>
  );
}
