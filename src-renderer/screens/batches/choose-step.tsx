import { type RefObject, useRef, useState } from 'react';

import type { Draft } from '../../../src-shared/contract/batches.ts';
import { problem } from '../../../src-shared/contract/problem.ts';
import type { FileSource } from '../../../src-shared/vrs-api/batches.ts';
import { useAct, useAnswer } from '../../app/calls.ts';
import { Button } from '../../components/button.tsx';
import { RadioGroup } from '../../components/choice.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { BatchForm } from './batch-form.ts';

interface ChooseStepProps {
  readonly form: BatchForm;
  readonly onChange: (form: BatchForm) => void;
  readonly onChosen: (draft: Draft) => void;
}

/** Step 1: where the file comes from, and which it is. */
export function ChooseStep({ form, onChange, onChosen }: ChooseStepProps) {
  const choose = useAct('batches.chooseFile');
  const [lacks, setLacks] = useState(false);
  const custodyField = useRef<HTMLInputElement>(null);
  const source = sourceOf(form);
  // Closing the dialog is no mistake: it is said quietly.
  const hasChosenNone = choose.problem?.code === 'file-not-chosen';

  const chooseFile = async (): Promise<void> => {
    setLacks(source === undefined);
    if (source === undefined) {
      focus(custodyField);
      return;
    }
    const chosen = await choose.run({ source });
    if (chosen.ok) onChosen(chosen.value);
  };

  return (
    <section aria-label="ファイル" className="flex flex-col gap-4">
      <p className="max-w-[52rem] text-std-16N-170">
        選んだファイルは、まずこの端末の中で検査します。責任者が承認するまで、VRSの登録内容は変わりません。
      </p>
      <div className="flex flex-wrap items-start gap-x-8 gap-y-3">
        <RadioGroup
          label="ファイルの出どころ"
          options={[
            { value: 'office', name: '庁内' },
            { value: 'medium', name: '媒体', note: '媒体管理簿に記載したもの' },
          ]}
          value={form.source}
          onChange={(kind) => onChange({ ...form, source: kind })}
        />
        {form.source === 'medium' && (
          <TextField
            label="媒体管理簿の番号"
            maxLength={20}
            value={form.custodyNumber}
            onChange={(custodyNumber) => onChange({ ...form, custodyNumber })}
            error={lacks && source === undefined ? custodyError(form.custodyNumber) : undefined}
            inputRef={custodyField}
            className="w-64"
          />
        )}
      </div>
      <RefusedLayouts />
      <ProblemMessage problem={hasChosenNone ? undefined : choose.problem} />
      <div className="flex flex-wrap items-center gap-4">
        <Button look="primary" size="large" isDisabled={choose.busy} onPress={() => void chooseFile()}>
          ファイルを選択
        </Button>
        {choose.busy && (
          <output className="text-std-16N-170 text-solid-gray-700">
            ファイルを選んでください。選んだ後、大きなファイルは読み取りに少しかかります。
          </output>
        )}
        {hasChosenNone && !choose.busy && (
          <output className="text-std-16N-170">{choose.problem?.sentence}</output>
        )}
      </div>
    </section>
  );
}

/** A municipality's own layout that can't be used: its files would be read by another one. */
function RefusedLayouts() {
  const { value } = useAnswer('batches.layouts', {});
  return value?.refused.map((refused) => <ProblemMessage key={refused.sentence} problem={refused} />);
}

function focus(field: RefObject<HTMLElement | null>): void {
  field.current?.focus();
}

const custodyNumber = /^[0-9A-Za-z-]{1,20}$/;

function sourceOf(form: BatchForm): FileSource | undefined {
  if (form.source === 'office') return { kind: 'office' };
  const number = form.custodyNumber.normalize('NFKC').trim();
  return custodyNumber.test(number) ? { kind: 'medium', custodyNumber: number } : undefined;
}

function custodyError(typed: string): string {
  return typed.trim() === ''
    ? problem('custody-number-missing').sentence
    : '番号は、英数字とハイフンで入力してください（例：R8-0142）。';
}
