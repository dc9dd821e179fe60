import type { OutputOf } from '../../../src-shared/contract/operations.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { useAct } from '../../app/calls.ts';
import { useSignedIn } from '../../app/signed-in.ts';
import type { Credentials } from '../../components/credential-fields.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ProofForm } from '../../components/proof-form.tsx';
import { effectiveRows } from '../../wording/batches.ts';
import { count } from '../../wording/numbers.ts';

interface ApproveDialogProps {
  readonly opened: OutputOf<'approvals.open'>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onApproved: (batch: Batch) => void;
  readonly onChanged: () => void;
}

/** Who approves proves once more who they are, for this one application. */
export function ApproveDialog(props: ApproveDialogProps) {
  return (
    <Dialog title="承認する" isOpen={props.isOpen} onClose={props.onClose}>
      <ApproveForm {...props} />
    </Dialog>
  );
}

function ApproveForm({ opened, onClose, onApproved, onChanged }: ApproveDialogProps) {
  const { user } = useSignedIn();
  const approve = useAct('approvals.approve');
  const { batch, differenceFingerprint } = opened;
  const { batchId, counts, fingerprint } = batch;
  const isReview = batch.state === 're-review';

  const submit = async (credentials: Credentials): Promise<boolean> => {
    if (fingerprint === null) return false;
    const approved = await approve.run({ batchId, fingerprint, differenceFingerprint, ...credentials });
    if (approved.ok) {
      onApproved(approved.value);
      onClose();
    } else if (approved.problem.code === 'difference-changed') onChanged();
    return approved.ok;
  };

  return (
    <ProofForm
      userId={user.userId}
      action="承認する"
      otherwise={{ label: 'やめる', onPress: onClose }}
      busy={approve.busy}
      problem={approve.problem}
      onSubmit={submit}
    >
      <p className="text-std-16N-170">
        {batch.maker.name}さんの申請「{batch.fileName}」を承認します。
        {counts &&
          (isReview
            ? `もう一度確かめた ${count(effectiveRows(counts))} 行が、VRSの登録内容に反映されます。`
            : `新規 ${count(counts.new)} 行、変更 ${count(counts.changed)} 行が、VRSの登録内容に反映されます。`)}
        承認したことは、{user.name}さんの名前で記録に残ります。
      </p>
    </ProofForm>
  );
}
