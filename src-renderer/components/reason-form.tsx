import { type FormEvent, type ReactNode, useRef, useState } from 'react';

import type { Problem } from '../../src-shared/contract/problem.ts';
import { Button } from './button.tsx';
import { useFocusOnArrival } from './focus.ts';
import { ProblemMessage } from './problem-message.tsx';
import { TextField } from './text-field.tsx';
import { Waiting } from './waiting.tsx';

interface ReasonFormProps {
  /** What will happen, in a sentence or two. */
  readonly children: ReactNode;
  /** Of the field, and who will read it. */
  readonly label: string;
  readonly hint: string;
  /** Kept outside where it is to survive the dialog. */
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly action: string;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** With the reason, blanks around it removed. True where it was done. */
  readonly onSubmit: (reason: string) => Promise<boolean>;
  /** Done, or given up. */
  readonly onClose: () => void;
}

/** The inside of a dialog for a step whose reason somebody else will read. Without a reason it is not taken. */
export function ReasonForm(props: ReasonFormProps) {
  const { busy, onClose } = props;
  const reason = props.reason.trim();
  const [lacks, setLacks] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useFocusOnArrival(field);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setLacks(reason === '');
    if (reason === '') field.current?.focus();
    else if (await props.onSubmit(reason)) onClose();
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <p className="text-std-16N-170">{props.children}</p>
      <TextField
        label={props.label}
        hint={props.hint}
        lines={4}
        maxLength={500}
        value={props.reason}
        onChange={props.onReason}
        error={lacks && reason === '' ? '理由を入力してください。' : undefined}
        areaRef={field}
      />
      <ProblemMessage problem={props.problem} />
      <Waiting busy={busy} />
      <div className="flex flex-wrap gap-3">
        <Button look="danger" size="large" type="submit" isDisabled={busy}>
          {props.action}
        </Button>
        <Button look="plain" size="large" onPress={onClose}>
          やめる
        </Button>
      </div>
    </form>
  );
}
