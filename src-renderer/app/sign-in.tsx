import { type FormEvent, useRef, useState } from 'react';

import { problem, type Problem } from '../../src-shared/contract/problem.ts';
import type { SessionView } from '../../src-shared/contract/session.ts';
import { Button } from '../components/button.tsx';
import {
  CredentialFields,
  type CredentialErrors,
  missingIn,
  noCredentials,
  tidied,
} from '../components/credential-fields.tsx';
import { useFocusOnArrival } from '../components/focus.ts';
import { Notice } from '../components/notice.tsx';
import { ProblemMessage } from '../components/problem-message.tsx';
import { TextField } from '../components/text-field.tsx';
import { Waiting } from '../components/waiting.tsx';
import { useAct } from './calls.ts';
import { DoorPage } from './door-page.tsx';
import { TrainingAccounts } from './training-accounts.tsx';
import { useTell, useWorkstation } from './workstation.tsx';

interface SignInProps {
  readonly endedBecause: Extract<SessionView, { state: 'signed-out' }>['endedBecause'];
  readonly passwordChanged: boolean;
}

/** サインイン: three fields, and in the training profile the people to try it with. */
export function SignIn({ endedBecause, passwordChanged }: SignInProps) {
  const { profile } = useWorkstation();
  const tell = useTell();
  const signIn = useAct('session.signIn');
  const [userId, setUserId] = useState('');
  const [credentials, setCredentials] = useState(noCredentials);
  const [errors, setErrors] = useState<CredentialErrors & { readonly userId?: string }>();
  const userIdField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const oneTimePasswordField = useRef<HTMLInputElement>(null);
  const submitButton = useRef<HTMLButtonElement>(null);
  useFocusOnArrival(userIdField);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (signIn.busy) return;
    const typed = tidied(credentials);
    const missing = {
      ...missingIn(typed),
      ...(userId.trim() === '' ? { userId: '利用者IDを入力してください。' } : {}),
    };
    if (Object.keys(missing).length > 0) {
      setErrors(missing);
      const first = missing.userId ? userIdField : missing.password ? passwordField : oneTimePasswordField;
      first.current?.focus();
      return;
    }
    setErrors(undefined);
    const outcome = await signIn.run({ userId, ...typed });
    // After any attempt the fields keep the user ID alone.
    setCredentials(noCredentials);
    if (outcome.ok) tell({ type: 'session', session: outcome.value });
    else passwordField.current?.focus();
  };

  return (
    <DoorPage
      title="サインイン"
      beside={
        profile.kind === 'training' && (
          <TrainingAccounts
            onFilled={(filledUser, filled) => {
              setUserId(filledUser);
              setCredentials(filled);
              setErrors(undefined);
              signIn.forget();
              submitButton.current?.focus();
            }}
          />
        )
      }
    >
      {passwordChanged && (
        <Notice kind="success" announced="politely">
          パスワードを変更しました。新しいパスワードでサインインしてください。
        </Notice>
      )}
      {!signIn.problem && <SessionEnded because={endedBecause} />}
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <TextField
          label="利用者ID"
          maxLength={64}
          value={userId}
          onChange={setUserId}
          error={errors?.userId}
          inputRef={userIdField}
        />
        <CredentialFields
          value={credentials}
          onChange={setCredentials}
          errors={errors}
          passwordRef={passwordField}
          oneTimePasswordRef={oneTimePasswordField}
        />
        <ProblemMessage problem={signIn.problem} />
        <Button look="primary" size="large" type="submit" ref={submitButton}>
          サインイン
        </Button>
        <Waiting busy={signIn.busy} />
      </form>
    </DoorPage>
  );
}

function SessionEnded({ because }: { readonly because: SignInProps['endedBecause'] }) {
  const reasons: Readonly<Record<SignInProps['endedBecause'], Problem | undefined>> = {
    '': undefined,
    replaced: problem('session-replaced'),
    expired: problem('session-ended'),
    stopped: problem('session-stopped'),
    'period-over': problem('session-period-over'),
  };
  return <ProblemMessage problem={reasons[because]} />;
}
