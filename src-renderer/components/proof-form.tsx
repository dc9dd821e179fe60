import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';

import type { Problem } from '../../src-shared/contract/problem.ts';
import type { UserId } from '../../src-shared/domain/identifiers.ts';
import { Button } from './button.tsx';
import {
  CredentialFields,
  type CredentialErrors,
  type Credentials,
  missingIn,
  noCredentials,
  tidied,
  TrainingFill,
} from './credential-fields.tsx';
import { useFocusOnArrival } from './focus.ts';
import { ProblemMessage } from './problem-message.tsx';
import { Waiting } from './waiting.tsx';

interface ProofFormProps {
  /** Whoever is to prove that it is they. */
  readonly userId: UserId;
  /** What will happen, and what else is to be chosen. */
  readonly children?: ReactNode;
  readonly action: string;
  /** `danger`: what was done can't be undone. */
  readonly look?: 'primary' | 'danger';
  readonly otherwise: { readonly label: string; readonly onPress: () => void };
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** True where it was done: whatever was typed is forgotten either way. */
  readonly onSubmit: (credentials: Credentials) => Promise<boolean>;
}

/** A step for which a person who is signed in proves once more who they are. */
export function ProofForm(props: ProofFormProps) {
  const { busy, otherwise } = props;
  const [credentials, setCredentials] = useState(noCredentials);
  const [errors, setErrors] = useState<CredentialErrors>();
  const [isFilling, setIsFilling] = useState(false);
  const [timesFilled, setTimesFilled] = useState(0);
  const passwordField = useRef<HTMLInputElement>(null);
  const oneTimePasswordField = useRef<HTMLInputElement>(null);
  const actionButton = useRef<HTMLButtonElement>(null);
  useFocusOnArrival(passwordField);
  // Once it can be pressed again: while the fields were being filled it could not take the focus.
  useEffect(() => {
    if (timesFilled > 0) actionButton.current?.focus();
  }, [timesFilled]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || isFilling) return;
    const typed = tidied(credentials);
    const missing = missingIn(typed);
    setErrors(missing);
    if (missing) {
      (missing.password ? passwordField : oneTimePasswordField).current?.focus();
      return;
    }
    const isDone = await props.onSubmit(typed);
    setCredentials(noCredentials);
    if (!isDone) passwordField.current?.focus();
  };

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {props.children}
      <CredentialFields
        value={credentials}
        onChange={setCredentials}
        errors={errors}
        passwordRef={passwordField}
        oneTimePasswordRef={oneTimePasswordField}
      />
      <TrainingFill
        userId={props.userId}
        onFilling={setIsFilling}
        onFilled={(filled) => {
          setCredentials(filled);
          setErrors(undefined);
          setTimesFilled(timesFilled + 1);
        }}
      />
      <ProblemMessage problem={props.problem} />
      <Waiting busy={busy} />
      <div className="flex flex-wrap gap-3">
        <Button
          look={props.look ?? 'primary'}
          size="large"
          type="submit"
          isDisabled={busy || isFilling}
          ref={actionButton}
        >
          {props.action}
        </Button>
        <Button look="plain" size="large" onPress={otherwise.onPress}>
          {otherwise.label}
        </Button>
      </div>
    </form>
  );
}
