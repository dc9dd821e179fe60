import { type FormEvent, useRef, useState } from 'react';

import type { OutputOf } from '../../../src-shared/contract/operations.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { useAct } from '../../app/calls.ts';
import { useSignedIn } from '../../app/signed-in.ts';
import { Button } from '../../components/button.tsx';
import {
  CredentialFields,
  type CredentialErrors,
  missingIn,
  noCredentials,
  tidied,
  TrainingFill,
} from '../../components/credential-fields.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useFocusOnArrival } from '../../components/focus.ts';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Waiting } from '../../components/waiting.tsx';
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
  const [credentials, setCredentials] = useState(noCredentials);
  const [errors, setErrors] = useState<CredentialErrors>();
  const passwordField = useRef<HTMLInputElement>(null);
  const oneTimePasswordField = useRef<HTMLInputElement>(null);
  const approveButton = useRef<HTMLButtonElement>(null);
  useFocusOnArrival(passwordField);
  const { batch, differenceFingerprint } = opened;
  const { counts, fingerprint } = batch;
  const isReview = batch.state === 're-review';

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (approve.busy || fingerprint === null) return;
    const typed = tidied(credentials);
    const missing = missingIn(typed);
    setErrors(missing);
    if (missing) {
      (missing.password ? passwordField : oneTimePasswordField).current?.focus();
      return;
    }
    const { batchId } = batch;
    const approved = await approve.run({ batchId, fingerprint, differenceFingerprint, ...typed });
    setCredentials(noCredentials);
    if (approved.ok) {
      onApproved(approved.value);
      onClose();
    } else {
      passwordField.current?.focus();
      if (approved.problem.code === 'difference-changed') onChanged();
    }
  };

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <p className="text-std-16N-170">
        {batch.maker.name}さんの申請「{batch.fileName}」を承認します。
        {counts &&
          (isReview
            ? `もう一度確かめた ${count(effectiveRows(counts))} 行が、VRSの登録内容に反映されます。`
            : `新規 ${count(counts.new)} 行、変更 ${count(counts.changed)} 行が、VRSの登録内容に反映されます。`)}
        承認したことは、{user.name}さんの名前で記録に残ります。
      </p>
      <CredentialFields
        value={credentials}
        onChange={setCredentials}
        errors={errors}
        passwordRef={passwordField}
        oneTimePasswordRef={oneTimePasswordField}
      />
      <TrainingFill
        userId={user.userId}
        onFilled={(filled) => {
          setCredentials(filled);
          approveButton.current?.focus();
        }}
      />
      <ProblemMessage problem={approve.problem} />
      <Waiting busy={approve.busy} />
      <div className="flex flex-wrap gap-3">
        <Button look="primary" size="large" type="submit" isDisabled={approve.busy} ref={approveButton}>
          承認する
        </Button>
        <Button look="plain" size="large" onPress={onClose}>
          やめる
        </Button>
      </div>
    </form>
  );
}
