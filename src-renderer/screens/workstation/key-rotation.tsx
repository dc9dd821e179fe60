import { useState } from 'react';

import { useAct } from '../../app/calls.ts';
import { useSignedIn } from '../../app/signed-in.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProofForm } from '../../components/proof-form.tsx';

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
  return (
    <ProofForm
      userId={user.userId}
      action="交換する"
      otherwise={{ label: 'やめる', onPress: onClose }}
      busy={rotate.busy}
      problem={rotate.problem}
      onSubmit={async (credentials) => {
        const rotated = await rotate.run(credentials);
        if (rotated.ok) {
          onDone();
          onClose();
        }
        return rotated.ok;
      }}
    >
      <p className="text-std-16N-170">
        新しい主鍵を作り、古い主鍵を消します。交換したことは、{user.name}さんの名前で記録に残ります。
      </p>
    </ProofForm>
  );
}
