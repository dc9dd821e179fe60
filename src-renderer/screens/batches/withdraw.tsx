import { useState } from 'react';

import type { Draft } from '../../../src-shared/contract/batches.ts';
import { useAct } from '../../app/calls.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Waiting } from '../../components/waiting.tsx';

interface WithdrawProps {
  readonly draft: Draft;
  readonly onWithdrawn: (draft: Draft) => void;
}

/** Ends the work on a file or takes an application back, after one more question: what is erased does not come back. */
export function Withdraw({ draft, onWithdrawn }: WithdrawProps) {
  const withdraw = useAct('batches.withdraw');
  const [isAsking, setIsAsking] = useState(false);
  const isSubmitted = draft.stage === 'submitted';
  const canWithdraw = isSubmitted ? draft.batch?.state === 'submitted' : draft.stage !== 'ended';
  if (!canWithdraw) return null;
  const label = isSubmitted ? '申請を取り下げる' : '作業をやめる';
  const end = async (): Promise<void> => {
    const withdrawn = await withdraw.run({ draftId: draft.draftId });
    if (!withdrawn.ok) return;
    setIsAsking(false);
    onWithdrawn(withdrawn.value);
  };
  return (
    <>
      <Button look="danger" onPress={() => setIsAsking(true)}>
        {label}
      </Button>
      <Dialog title={`${label}か確かめます`} isOpen={isAsking} onClose={() => setIsAsking(false)}>
        <p className="text-std-16N-170">
          「{draft.fileName}」の{isSubmitted ? '申請を取り下げ' : '作業をやめ'}
          ます。検査の結果と、審査領域に預けた行は消去され、元に戻せません。VRSの登録内容とファイルは変わりません。
        </p>
        <ProblemMessage problem={withdraw.problem} />
        <Waiting busy={withdraw.busy} />
        <div className="flex flex-wrap gap-3">
          <Button look="danger" isDisabled={withdraw.busy} onPress={() => void end()}>
            {label}
          </Button>
          <Button look="plain" onPress={() => setIsAsking(false)}>
            戻る
          </Button>
        </div>
      </Dialog>
    </>
  );
}
