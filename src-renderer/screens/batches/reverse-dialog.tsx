import { type FormEvent, useRef, useState } from 'react';

import type { Draft } from '../../../src-shared/contract/batches.ts';
import { useAct } from '../../app/calls.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useFocusOnArrival } from '../../components/focus.ts';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { count } from '../../wording/numbers.ts';

interface ReverseDialogProps {
  readonly draft: Draft;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onReversed: (draft: Draft) => void;
}

/** Applies for the undoing of what was applied. */
export function ReverseDialog(props: ReverseDialogProps) {
  return (
    <Dialog title="反映を取り消す" isOpen={props.isOpen} onClose={props.onClose}>
      <ReverseForm {...props} />
    </Dialog>
  );
}

function ReverseForm({ draft, onClose, onReversed }: ReverseDialogProps) {
  const reverse = useAct('batches.reverse');
  const [reason, setReason] = useState('');
  const [lacks, setLacks] = useState(false);
  const reasonField = useRef<HTMLTextAreaElement>(null);
  useFocusOnArrival(reasonField);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (reverse.busy) return;
    setLacks(reason.trim() === '');
    if (reason.trim() === '') {
      reasonField.current?.focus();
      return;
    }
    const reversed = await reverse.run({ draftId: draft.draftId, reason: reason.trim() });
    if (!reversed.ok) return;
    onReversed(reversed.value);
    onClose();
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <p className="text-std-16N-170">
        この申請で反映した {count(draft.batch?.appliedCount ?? 0)} 行を、反映する前の内容に戻す申請をします。
        後から変わった記録と、確認済みの記録は、そのまま残ります。自分以外の責任者が承認するまで、何も変わりません。
      </p>
      <TextField
        label="取り消しの理由"
        hint="承認する人に表示されます。"
        lines={3}
        maxLength={500}
        value={reason}
        onChange={setReason}
        error={lacks && reason.trim() === '' ? '理由を入力してください。' : undefined}
        areaRef={reasonField}
      />
      <ProblemMessage problem={reverse.problem} />
      <Waiting busy={reverse.busy} />
      <div className="flex flex-wrap gap-3">
        <Button look="danger" size="large" type="submit" isDisabled={reverse.busy}>
          反映の取り消しを申請する
        </Button>
        <Button look="plain" size="large" onPress={onClose}>
          やめる
        </Button>
      </div>
    </form>
  );
}
