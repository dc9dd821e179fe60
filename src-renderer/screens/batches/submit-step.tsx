import { type FormEvent, useRef, useState } from 'react';

import type { Draft } from '../../../src-shared/contract/batches.ts';
import { type Problem, problem } from '../../../src-shared/contract/problem.ts';
import { useAct } from '../../app/calls.ts';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/choice.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { count } from '../../wording/numbers.ts';
import type { BatchForm } from './batch-form.ts';

interface SubmitStepProps {
  readonly draft: Draft;
  readonly form: BatchForm;
  readonly onChange: (form: BatchForm) => void;
  readonly onSubmitted: (draft: Draft) => void;
  /** The difference is another one now: it has to be looked at again. */
  readonly onDifferenceChanged: () => void;
}

/** Step 4: the application. From here on nobody can change what is in it. */
export function SubmitStep(props: SubmitStepProps) {
  const { draft, form, onChange, onSubmitted, onDifferenceChanged } = props;
  const submit = useAct('batches.submit');
  const [lacks, setLacks] = useState<Problem>();
  const reasonField = useRef<HTMLInputElement>(null);
  const { check, batch } = draft;
  const rejected = check?.rejected ?? 0;
  const mustCorrect = check?.mustCorrect ?? 0;

  const apply = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (submit.busy || !batch?.differenceFingerprint) return;
    const lacking =
      rejected > 0 && !form.leavesOut
        ? problem('error-rows-not-left-out')
        : mustCorrect > 0 && form.reason.trim() === ''
          ? problem('must-correct-reason-missing')
          : undefined;
    setLacks(lacking);
    if (lacking) {
      if (lacking.code === 'must-correct-reason-missing') reasonField.current?.focus();
      return;
    }
    const submitted = await submit.run({
      draftId: draft.draftId,
      comment: form.comment.trim(),
      leaveOutRejected: form.leavesOut,
      mustCorrectReason: mustCorrect > 0 ? form.reason.trim() : '',
      differenceFingerprint: batch.differenceFingerprint,
    });
    if (submitted.ok) onSubmitted(submitted.value);
    else if (submitted.problem.code === 'difference-changed') onDifferenceChanged();
  };

  return (
    <section aria-label="申請" className="max-w-[52rem]">
      <form noValidate onSubmit={(event) => void apply(event)} className="flex flex-col gap-5">
        <p className="text-std-16N-170">
          申請すると、内容は指紋（改ざんを見つけるための値）とともに固定され、だれも変えられなくなります。
          自分以外の責任者が承認して、はじめてVRSの登録内容が変わります。承認されるまでは取り下げられます。
        </p>
        <TextField
          label="コメント"
          hint="承認する人に伝えること（どこから届いた、いつの分か など）"
          lines={2}
          maxLength={500}
          value={form.comment}
          onChange={(comment) => onChange({ ...form, comment })}
        />
        {rejected > 0 && (
          <Checkbox
            label="取込不可の行を除いて申請する"
            isSelected={form.leavesOut}
            onChange={(leavesOut) => onChange({ ...form, leavesOut })}
            hint={`取込不可の ${count(rejected)} 行は登録されません。除かないときは、直したファイルを選び直してください。`}
          />
        )}
        {mustCorrect > 0 && (
          <TextField
            label="要修正の行を残す理由"
            hint={`要修正の ${count(mustCorrect)} 行をそのまま申請する理由。承認する人に表示されます。`}
            maxLength={200}
            value={form.reason}
            onChange={(reason) => onChange({ ...form, reason })}
            inputRef={reasonField}
          />
        )}
        <ProblemMessage problem={lacks ?? submit.problem} />
        <div className="flex flex-wrap items-center gap-4">
          <Button look="primary" size="large" type="submit" isDisabled={submit.busy}>
            申請する
          </Button>
          <Waiting busy={submit.busy} />
        </div>
      </form>
    </section>
  );
}
