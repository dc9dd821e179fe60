import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { useAct } from '../../app/calls.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ReasonForm } from '../../components/reason-form.tsx';

interface ReturnFormProps {
  readonly batch: Batch;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly onClose: () => void;
  readonly onReturned: (batch: Batch) => void;
}

/** Back to the applicant, with the reason. */
export function ReturnDialog(props: ReturnFormProps & { readonly isOpen: boolean }) {
  return (
    <Dialog title="差し戻す" isOpen={props.isOpen} onClose={props.onClose}>
      <ReturnForm {...props} />
    </Dialog>
  );
}

function ReturnForm({ batch, reason, onReason, onClose, onReturned }: ReturnFormProps) {
  const giveBack = useAct('approvals.return');
  const submit = async (given: string): Promise<boolean> => {
    const returned = await giveBack.run({ batchId: batch.batchId, reason: given });
    if (returned.ok) onReturned(returned.value);
    return returned.ok;
  };
  return (
    <ReasonForm
      label="差し戻しの理由"
      hint="何をどう直せばよいか。申請した人の画面に表示されます。"
      reason={reason}
      onReason={onReason}
      action="差し戻す"
      busy={giveBack.busy}
      problem={giveBack.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      {batch.maker.name}さんに差し戻します。VRSの登録内容は変わりません。
    </ReasonForm>
  );
}
