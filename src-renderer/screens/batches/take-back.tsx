import type { Draft } from '../../../src-shared/contract/batches.ts';
import { useAct, useForget } from '../../app/calls.ts';
import { Button } from '../../components/button.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';

interface TakeBackProps {
  readonly draft: Draft;
  readonly onTakenBack: (draft: Draft) => void;
}

/** The way back from the difference to the rows: what was sent is taken back, and can be put right. */
export function TakeBack({ draft, onTakenBack }: TakeBackProps) {
  const takeBack = useAct('batches.takeBack');
  const forget = useForget();
  const run = async (): Promise<void> => {
    const taken = await takeBack.run({ draftId: draft.draftId });
    if (!taken.ok) return;
    // What was read of it is the difference of rows that are no longer sent.
    forget('batches.difference');
    onTakenBack(taken.value);
  };
  return (
    <>
      <Button isDisabled={takeBack.busy} onPress={() => void run()}>
        送った行を引き取って直す
      </Button>
      <div className="order-last basis-full empty:hidden">
        <ProblemMessage problem={takeBack.problem} />
      </div>
    </>
  );
}
