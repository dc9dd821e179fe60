import { type FormEvent, useRef, useState } from 'react';

import type { SessionView } from '../../src-shared/contract/session.ts';
import { Button } from '../components/button.tsx';
import {
  CredentialFields,
  type CredentialErrors,
  missingIn,
  noCredentials,
  tidied,
  TrainingFill,
} from '../components/credential-fields.tsx';
import { useFocusOnArrival } from '../components/focus.ts';
import { ProblemMessage } from '../components/problem-message.tsx';
import { Waiting } from '../components/waiting.tsx';
import { timeOrDay } from '../wording/dates.ts';
import { useAct } from './calls.ts';
import { DoorPage } from './door-page.tsx';
import { useNow } from './now.tsx';
import { useTell } from './workstation.tsx';

interface LockScreenProps {
  readonly session: Extract<SessionView, { state: 'locked' }>;
  readonly onSignOut: () => void;
}

/** Who, since when, and the fields. Nothing of any resident is in the page while this stands. SECURITY: H71. */
export function LockScreen({ session, onSignOut }: LockScreenProps) {
  const now = useNow();
  const tell = useTell();
  const unlock = useAct('session.unlock');
  const [credentials, setCredentials] = useState(noCredentials);
  const [errors, setErrors] = useState<CredentialErrors>();
  const passwordField = useRef<HTMLInputElement>(null);
  const oneTimePasswordField = useRef<HTMLInputElement>(null);
  const unlockButton = useRef<HTMLButtonElement>(null);
  const { user, since } = session;
  useFocusOnArrival(passwordField);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (unlock.busy) return;
    const typed = tidied(credentials);
    const missing = missingIn(typed);
    setErrors(missing);
    if (missing) {
      (missing.password ? passwordField : oneTimePasswordField).current?.focus();
      return;
    }
    const outcome = await unlock.run(typed);
    setCredentials(noCredentials);
    if (outcome.ok) tell({ type: 'session', session: outcome.value });
    else passwordField.current?.focus();
  };

  return (
    <DoorPage title="画面ロック中" plain>
      <p className="text-std-16N-170">
        <b>{user.name}</b> さんが使用中です（{timeOrDay(since, now)} にロック）。
        住民の情報は画面から消してあります。解除すると、同じ画面に戻ります。
      </p>
      <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
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
            unlockButton.current?.focus();
          }}
        />
        <ProblemMessage problem={unlock.problem} />
        <div className="flex flex-wrap gap-3">
          <Button look="primary" size="large" type="submit" ref={unlockButton}>
            ロックを解除
          </Button>
          <Button look="plain" size="large" onPress={onSignOut}>
            サインアウト
          </Button>
        </div>
        <Waiting busy={unlock.busy} />
      </form>
    </DoorPage>
  );
}
