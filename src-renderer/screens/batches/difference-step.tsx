import type { Draft } from '../../../src-shared/contract/batches.ts';
import { Button } from '../../components/button.tsx';
import { DifferenceBrowser } from '../../components/difference-browser.tsx';
import { OutcomeNumbers } from '../../components/outcome-numbers.tsx';
import { TakeBack } from './take-back.tsx';

interface DifferenceStepProps {
  readonly draft: Draft;
  readonly onNext: () => void;
  readonly onTakenBack: (draft: Draft) => void;
}

/** Step 3: what an approval would do to what stands in VRS, in counts and row by row. */
export function DifferenceStep({ draft, onNext, onTakenBack }: DifferenceStepProps) {
  const { batch } = draft;
  if (!batch?.counts) return <p>差分はまだありません。</p>;
  return (
    <section aria-label="内容確認" className="flex flex-col gap-4">
      <p className="text-std-16N-170">
        {draft.stage === 'ready'
          ? '今のVRSの登録内容と一行ずつ比べました。承認されると、次のようになります。登録内容はまだ変わっていません。'
          : 'VRSの登録内容と比べたときの差分です。'}
        差分はVRSが作り、この端末でも送った行と突き合わせて確かめます。反映する前に登録内容が変わった行は、もう一度の承認を待ちます。
      </p>
      <OutcomeNumbers counts={batch.counts} />
      {draft.stage === 'ready' && (
        <div className="flex flex-wrap items-center gap-3">
          <Button look="primary" size="large" onPress={onNext}>
            申請へ進む
          </Button>
          <TakeBack draft={draft} onTakenBack={onTakenBack} />
        </div>
      )}
      <DifferenceBrowser
        key={batch.differenceFingerprint}
        counts={batch.counts}
        fingerprint={batch.differenceFingerprint}
        of={{ draftId: draft.draftId }}
      />
    </section>
  );
}
