import { useEffect, useRef, useState } from 'react';

import type { Problem } from '../../src-shared/contract/problem.ts';
import type { RememberedScreen, SessionView } from '../../src-shared/contract/session.ts';
import { Button } from '../components/button.tsx';
import { ProblemMessage } from '../components/problem-message.tsx';
import { ReadProblem } from '../components/read-problem.tsx';
import { Waiting } from '../components/waiting.tsx';
import { useAct } from './calls.ts';
import { DoorPage } from './door-page.tsx';
import { Frame } from './frame.tsx';
import { LockScreen } from './lock-screen.tsx';
import { PasswordChange } from './password-change.tsx';
import { OnScreenContext } from './remembered.ts';
import { SignIn } from './sign-in.tsx';
import { useLookAgain, useTell, useWorkstation, useWorkstationState } from './workstation.tsx';

/** The whole window: a page for each way the session can stand. */
export function App() {
  const { view, startProblem } = useWorkstationState();
  const lookAgain = useLookAgain();
  if (view) return <SessionPage />;
  return (
    <main className="mx-auto max-w-[34rem] p-8">
      <h1 className="mb-4 text-std-24B-150">接種記録ワークステーション</h1>
      <ReadProblem of={{ value: undefined, problem: startProblem, busy: false, askAgain: lookAgain }} />
      <Waiting busy={!startProblem} from="アプリの本体" />
    </main>
  );
}

interface Leaving {
  readonly how: 'lock' | 'sign-out';
  readonly remembered: RememberedScreen | null;
  readonly problem: Problem | undefined;
}

function SessionPage() {
  const { session } = useWorkstation();
  const tell = useTell();
  const lock = useAct('session.lock');
  const signOut = useAct('session.signOut');
  const onScreen = useRef<RememberedScreen | null>(null);
  const [setOnScreen] = useState(() => (screen: RememberedScreen) => {
    onScreen.current = screen;
  });
  const [leaving, setLeaving] = useState<Leaving>();
  // What stood there when leaving failed; good for that session at that screen only.
  const [cameBack, setCameBack] = useState<{
    readonly to: SessionView;
    readonly screen: RememberedScreen | null;
  }>();
  const [passwordChanged, setPasswordChanged] = useState(false);

  // SECURITY: H71 — what was typed leaves this page's memory with the session.
  const isWorking = session.state === 'signed-in';
  useEffect(() => {
    if (!isWorking) onScreen.current = null;
  }, [isWorking]);

  const leave = async (how: Leaving['how']): Promise<void> => {
    // SECURITY: H71 — the residents leave the page at once, before the main process has answered.
    const remembered = onScreen.current;
    setLeaving({ how, remembered, problem: undefined });
    setPasswordChanged(false);
    const outcome = await (how === 'lock' ? lock.run({ remembered }) : signOut.run({}));
    if (outcome.ok) {
      tell({ type: 'session', session: outcome.value });
      setLeaving(undefined);
    } else {
      setLeaving({ how, remembered, problem: outcome.problem });
    }
  };

  if (leaving) {
    return (
      <DoorPage title={leaving.how === 'lock' ? '画面ロック' : 'サインアウト'} plain>
        <p>住民の情報は画面から消しました。</p>
        <Waiting busy={!leaving.problem} from="アプリの本体" />
        <ProblemMessage problem={leaving.problem}>
          <Button onPress={() => void leave(leaving.how)}>もう一度行う</Button>
          <Button
            look="plain"
            onPress={() => {
              setCameBack({ to: session, screen: leaving.remembered });
              setLeaving(undefined);
            }}
          >
            元の画面に戻る
          </Button>
        </ProblemMessage>
      </DoorPage>
    );
  }

  switch (session.state) {
    case 'signed-out':
      return <SignIn endedBecause={session.endedBecause} passwordChanged={passwordChanged} />;
    case 'password-expired':
      return (
        <DoorPage title="パスワードの変更">
          <p className="text-std-16N-170">
            {session.isInitial
              ? `${session.user.name} さんのパスワードは、渡された最初のものです。自分だけが知っている新しいパスワードに変更すると、もう一度サインインできます。`
              : `${session.user.name} さんのパスワードは有効期限が切れています。新しいパスワードに変更すると、もう一度サインインできます。`}
          </p>
          <PasswordChange
            userId={session.user.userId}
            onChanged={(after) => {
              setPasswordChanged(true);
              tell({ type: 'session', session: after });
            }}
            onCancel={() => void leave('sign-out')}
            cancelLabel="サインアウト"
          />
        </DoorPage>
      );
    case 'locked':
      return <LockScreen session={session} onSignOut={() => void leave('sign-out')} />;
    case 'signed-in':
  }
  return (
    <OnScreenContext value={setOnScreen}>
      <Frame
        key={session.user.userId}
        session={session}
        before={cameBack?.to === session ? cameBack.screen : session.remembered}
        onLock={() => void leave('lock')}
        onSignOut={() => void leave('sign-out')}
      />
    </OnScreenContext>
  );
}
