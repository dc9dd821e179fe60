import { type ReactNode, useRef, useState } from 'react';

import { type Draft, type DraftId, fileKindNames } from '../../../src-shared/contract/batches.ts';
import { useForget } from '../../app/calls.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { useFocusOnArrival } from '../../components/focus.ts';
import { Icon } from '../../components/icon.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ReadProblem } from '../../components/read-problem.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { sourceName, stateName, stateTone } from '../../wording/batches.ts';
import { bytes } from '../../wording/numbers.ts';
import type { BatchForm } from './batch-form.ts';
import { CheckStep } from './check-step.tsx';
import { DifferenceStep } from './difference-step.tsx';
import { type OpenDraft, useDraft } from './draft.ts';
import { ReadingStep } from './reading-step.tsx';
import { FindingsSoFar } from './findings-so-far.tsx';
import { ResultStep } from './result-step.tsx';
import type { RowsForm } from './rows/rows-form.ts';
import { type Step, standingOf, StepBar } from './steps.tsx';
import { SubmitStep } from './submit-step.tsx';
import { SubmittedStep } from './submitted-step.tsx';
import { Withdraw } from './withdraw.tsx';

interface DraftPageProps {
  readonly draftId: DraftId;
  readonly form: BatchForm;
  readonly onChange: (form: BatchForm) => void;
  readonly onRows: (change: Partial<RowsForm>) => void;
  readonly onBack: () => void;
}

/** One file on its way through the five steps. */
export function DraftPage({ draftId, form, onChange, onRows, onBack }: DraftPageProps) {
  const open = useDraft(draftId);
  const draft = open.value;
  const standing = standingOf(draft?.stage ?? 'chosen');
  // The step goes on by itself with the draft; in between one may look back.
  const [looked, setLooked] = useState<Step>();
  const [lookedDuring, setLookedDuring] = useState(draft?.stage);
  if (draft && draft.stage !== lookedDuring) {
    setLookedDuring(draft.stage);
    setLooked(undefined);
  }
  const step = looked ?? standing.at;
  const goTo = (to: Step): void => setLooked(to);
  const [isComparedAnew, setComparedAnew] = useState(false);

  const back = (
    <Button look="plain" onPress={onBack}>
      <Icon name="back" className="size-4" />
      一覧に戻る（Esc）
    </Button>
  );
  return (
    <div className="flex flex-col gap-3">
      <StepBar current={step} furthest={standing.furthest} onStep={goTo} />
      {!draft && <div>{back}</div>}
      <ReadProblem of={open} />
      <Waiting busy={open.busy && !draft} from="アプリの本体" lines={5} />
      {draft && (
        <>
          <DraftHeading key={step} draft={draft}>
            {back}
            <Withdraw draft={draft} onWithdrawn={open.put} />
          </DraftHeading>
          {isComparedAnew && <ComparedAnew draft={draft} />}
          <UnderWay open={open} draft={draft} />
          <StepContent
            step={step}
            draft={draft}
            open={open}
            form={form}
            onChange={onChange}
            onRows={onRows}
            onStep={goTo}
            onComparedAnew={() => setComparedAnew(true)}
          />
        </>
      )}
    </div>
  );
}

interface DraftHeadingProps {
  readonly draft: Draft;
  readonly children: ReactNode;
}

/** The focus comes here with every step, so that what is read aloud begins at the beginning. */
function DraftHeading({ draft, children }: DraftHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOnArrival(heading);
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <div>
        <div className="flex flex-wrap items-center gap-3">
          <h2 ref={heading} tabIndex={-1} className="scroll-mt-24 text-std-20B-150">
            {draft.fileName}
          </h2>
          <Badge tone={stateTone(draft)}>{stateName(draft)}</Badge>
        </div>
        <p className="text-dns-14N-130 text-solid-gray-700">
          {fileKindNames[draft.kind]}・{bytes(draft.fileBytes)}・{sourceName(draft.source)}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-3">{children}</div>
    </div>
  );
}

/** Work that runs on this draft, or how the last one stopped. */
function UnderWay({ open, draft }: { readonly open: OpenDraft; readonly draft: Draft }) {
  const { stage, draftId } = draft;
  const { job, stopped } = open;
  const kind = (job ?? stopped)?.kind;
  // These stand beside the rows.
  if (kind === 'edit-rows' || kind === 'export-findings') return null;
  if (job) {
    return (
      <div className="flex flex-col gap-2 rounded-8 border border-solid-gray-300 p-4">
        {job.kind === 'send-batch' && (
          <p className="text-std-16N-170">
            VRSの審査領域に預けています。承認されるまで登録内容は変わりません。
          </p>
        )}
        <JobProgress job={job} />
        <p className="text-dns-14N-130 text-solid-gray-700">
          待つ間、ほかの画面を使えます。進み具合は下の帯にも表示されます。
        </p>
        {job.kind === 'check-file' && <FindingsSoFar key={job.jobId} draftId={draftId} job={job} />}
      </div>
    );
  }
  if (stopped?.problem) return <ProblemMessage problem={stopped.problem} />;
  if (stopped?.state === 'cancelled') {
    return (
      <Notice kind="caution" announced="politely">
        中止しました。ここまでの内容は残っています。もう一度始められます。
      </Notice>
    );
  }
  // The work runs, but its first sign has not come yet, or the app was started again in the middle of it.
  return <Waiting busy={stage === 'checking' || stage === 'sending'} from="アプリの本体" />;
}

/** Why the application did not go through and the screen is at the difference again. */
function ComparedAnew({ draft: { stage } }: { readonly draft: Draft }) {
  if (stage !== 'sending' && stage !== 'ready') return null;
  return (
    <Notice kind="caution" announced="politely">
      {stage === 'sending'
        ? '差分を表示してから登録内容が変わったため、差分を作り直しています。申請はまだしていません。'
        : '差分を表示してから登録内容が変わったため、差分を作り直しました。内容を確かめて、もう一度申請してください。'}
    </Notice>
  );
}

interface StepContentProps {
  readonly step: Step;
  readonly draft: Draft;
  readonly open: OpenDraft;
  readonly form: BatchForm;
  readonly onChange: (form: BatchForm) => void;
  readonly onRows: (change: Partial<RowsForm>) => void;
  readonly onStep: (step: Step) => void;
  readonly onComparedAnew: () => void;
}

function StepContent(props: StepContentProps) {
  const { step, draft, open, form, onChange, onRows, onStep, onComparedAnew } = props;
  const forget = useForget();
  const isRunning = open.job !== undefined || draft.stage === 'checking' || draft.stage === 'sending';
  switch (step) {
    case 1:
      return <ReadingStep draft={draft} onDraft={open.put} onCheckStarted={open.follow} />;
    case 2:
      return draft.check === null && isRunning ? null : (
        <CheckStep draft={draft} open={open} rows={form.rows} onRows={onRows} />
      );
    case 3:
      return isRunning ? null : (
        <DifferenceStep draft={draft} onNext={() => onStep(4)} onTakenBack={open.put} />
      );
    case 4:
      return draft.stage === 'ready' || !draft.batch ? (
        <SubmitStep
          draft={draft}
          form={form}
          onChange={onChange}
          onSubmitted={open.put}
          onDifferenceChanged={() => {
            forget('batches.difference');
            onComparedAnew();
            open.follow();
          }}
        />
      ) : (
        <SubmittedStep batch={draft.batch} />
      );
    case 5:
  }
  return <ResultStep draft={draft} onDraft={open.put} onLookAgain={open.askAgain} />;
}
