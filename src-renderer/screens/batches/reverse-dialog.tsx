import { useState } from 'react';

import type { Draft } from '../../../src-shared/contract/batches.ts';
import { useAct } from '../../app/calls.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ReasonForm } from '../../components/reason-form.tsx';
import { count } from '../../wording/numbers.ts';

interface ReverseFormProps {
  readonly draft: Draft;
  readonly onClose: () => void;
  readonly onReversed: (draft: Draft) => void;
}

/** Applies for the undoing of what was applied. */
export function ReverseDialog(props: ReverseFormProps & { readonly isOpen: boolean }) {
  return (
    <Dialog title="反映を取り消す" isOpen={props.isOpen} onClose={props.onClose}>
      <ReverseForm {...props} />
    </Dialog>
  );
}

function ReverseForm({ draft, onClose, onReversed }: ReverseFormProps) {
  const reverse = useAct('batches.reverse');
  const [reason, setReason] = useState('');
  const submit = async (given: string): Promise<boolean> => {
    const reversed = await reverse.run({ draftId: draft.draftId, reason: given });
    if (reversed.ok) onReversed(reversed.value);
    return reversed.ok;
  };
  return (
    <ReasonForm
      label="取り消しの理由"
      hint="承認する人に表示されます。"
      reason={reason}
      onReason={setReason}
      action="反映の取り消しを申請する"
      busy={reverse.busy}
      problem={reverse.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      この申請で反映した {count(draft.batch?.appliedCount ?? 0)} 行を、反映する前の内容に戻す申請をします。
      後から変わった記録と、確認済みの記録は、そのまま残ります。自分以外の責任者が承認するまで、何も変わりません。
    </ReasonForm>
  );
}
