import type { SessionView } from '../../src-shared/contract/session.ts';
import { ProofForm } from '../components/proof-form.tsx';
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
  const { user, since } = session;
  return (
    <DoorPage title="画面ロック中" plain>
      <ProofForm
        userId={user.userId}
        action="ロックを解除"
        otherwise={{ label: 'サインアウト', onPress: onSignOut }}
        busy={unlock.busy}
        problem={unlock.problem}
        onSubmit={async (credentials) => {
          const outcome = await unlock.run(credentials);
          if (outcome.ok) tell({ type: 'session', session: outcome.value });
          return outcome.ok;
        }}
      >
        <p className="text-std-16N-170">
          <b>{user.name}</b> さんが使用中です（{timeOrDay(since, now)} にロック）。
          住民の情報は画面から消してあります。解除すると、同じ画面に戻ります。
        </p>
      </ProofForm>
    </DoorPage>
  );
}
