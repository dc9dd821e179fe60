import { type FormEvent, useRef, useState } from 'react';

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
import { Notice } from '../../components/notice.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Waiting } from '../../components/waiting.tsx';

/** The master key is made anew when somebody who looks after the terminal says so. */
export function KeyRotation() {
  const [isOpen, setOpen] = useState(false);
  const [isDone, setDone] = useState(false);
  return (
    <>
      <p className="text-std-16N-170">
        鍵を交換すると、資格情報ストアの主鍵が新しくなり、古い主鍵は消えます。端末内の写しも、作業中の一括登録も、そのまま使えます。
      </p>
      <div>
        <Button onPress={() => setOpen(true)}>鍵を交換する</Button>
      </div>
      {isDone && (
        <Notice kind="success" announced="politely">
          鍵を交換しました。古い主鍵は消しました。
        </Notice>
      )}
      <Dialog title="鍵を交換する" isOpen={isOpen} onClose={() => setOpen(false)}>
        <RotationForm onClose={() => setOpen(false)} onDone={() => setDone(true)} />
      </Dialog>
    </>
  );
}

interface RotationFormProps {
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function RotationForm({ onClose, onDone }: RotationFormProps) {
  const { user } = useSignedIn();
  const rotate = useAct('workstation.rotateKeys');
  const [credentials, setCredentials] = useState(noCredentials);
  const [errors, setErrors] = useState<CredentialErrors>();
  const passwordField = useRef<HTMLInputElement>(null);
  const oneTimePasswordField = useRef<HTMLInputElement>(null);
  useFocusOnArrival(passwordField);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (rotate.busy) return;
    const typed = tidied(credentials);
    const missing = missingIn(typed);
    setErrors(missing);
    if (missing) {
      (missing.password ? passwordField : oneTimePasswordField).current?.focus();
      return;
    }
    const rotated = await rotate.run(typed);
    setCredentials(noCredentials);
    if (rotated.ok) {
      onDone();
      onClose();
    } else passwordField.current?.focus();
  };

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <p className="text-std-16N-170">この操作は、あなたの名前で操作ログに残ります。</p>
      <TrainingFill userId={user.userId} onFilled={setCredentials} />
      <CredentialFields
        value={credentials}
        onChange={setCredentials}
        errors={errors}
        passwordRef={passwordField}
        oneTimePasswordRef={oneTimePasswordField}
      />
      <ProblemMessage problem={rotate.problem} />
      <div className="flex flex-wrap items-center gap-4">
        <Button look="primary" type="submit" isDisabled={rotate.busy}>
          交換する
        </Button>
        <Button onPress={onClose}>やめる</Button>
        <Waiting busy={rotate.busy} />
      </div>
    </form>
  );
}
