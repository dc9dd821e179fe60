import { type FormEvent, useRef, useState } from 'react';

import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import { useAct } from '../../app/calls.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useFocusOnArrival } from '../../components/focus.ts';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Waiting } from '../../components/waiting.tsx';

interface ReturnDialogProps {
  readonly batch: Batch;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onReturned: (batch: Batch) => void;
}

/** Back to the applicant, with the reason. */
export function ReturnDialog(props: ReturnDialogProps) {
  return (
    <Dialog title="差し戻す" isOpen={props.isOpen} onClose={props.onClose}>
      <ReturnForm {...props} />
    </Dialog>
  );
}

function ReturnForm({ batch, reason, onReason, onClose, onReturned }: ReturnDialogProps) {
  const giveBack = useAct('approvals.return');
  const [lacks, setLacks] = useState(false);
  const reasonField = useRef<HTMLTextAreaElement>(null);

  useFocusOnArrival(reasonField);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (giveBack.busy) return;
    setLacks(reason.trim() === '');
    if (reason.trim() === '') {
      reasonField.current?.focus();
      return;
    }
    const returned = await giveBack.run({ batchId: batch.batchId, reason: reason.trim() });
    if (!returned.ok) return;
    onReturned(returned.value);
    onClose();
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <p className="text-std-16N-170">{batch.maker.name}さんに差し戻します。VRSの登録内容は変わりません。</p>
      <TextField
        label="差し戻しの理由"
        hint="何をどう直せばよいか。申請した人の画面に表示されます。"
        lines={4}
        maxLength={500}
        value={reason}
        onChange={onReason}
        error={lacks && reason.trim() === '' ? '理由を入力してください。' : undefined}
        areaRef={reasonField}
      />
      <ProblemMessage problem={giveBack.problem} />
      <Waiting busy={giveBack.busy} />
      <div className="flex flex-wrap gap-3">
        <Button look="danger" size="large" type="submit" isDisabled={giveBack.busy}>
          差し戻す
        </Button>
        <Button look="plain" size="large" onPress={onClose}>
          やめる
        </Button>
      </div>
    </form>
  );
}
