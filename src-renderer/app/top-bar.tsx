import type { Connection } from '../../src-shared/contract/session.ts';
import { roleNames } from '../../src-shared/domain/roles.ts';
import { Button } from '../components/button.tsx';
import { dayAndTime } from '../wording/dates.ts';
import { useNow } from './now.tsx';
import type { SignedIn } from './signed-in.ts';
import { useWorkstation } from './workstation.tsx';

interface TopBarProps {
  readonly session: SignedIn;
  readonly onLock: () => void;
  readonly onSignOut: () => void;
}

export function TopBar({ session, onLock, onSignOut }: TopBarProps) {
  const { profile, connection } = useWorkstation();
  const now = useNow();
  const { user, previousAccess } = session;
  return (
    <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-solid-gray-300 bg-white px-4 py-2">
      <p className="mr-auto text-dns-16B-130">
        接種記録ワークステーション
        <span className="block text-dns-14N-130 text-solid-gray-700">{profile.municipalityName}</span>
      </p>
      <ConnectionState connection={connection} />
      <p className="text-dns-14N-130 text-solid-gray-700">
        前回のアクセス
        <span className="block text-solid-gray-900">
          {previousAccess === null ? 'なし（初めて）' : dayAndTime(previousAccess, now)}
        </span>
      </p>
      <p className="text-dns-14N-130 text-solid-gray-700">
        <span className="block text-dns-16B-130 text-solid-gray-900">{user.name}</span>
        {roleNames[user.role]}
      </p>
      <div className="flex gap-2">
        <Button onPress={onLock}>画面ロック</Button>
        <Button onPress={onSignOut}>サインアウト</Button>
      </div>
    </header>
  );
}

const states: Readonly<Record<Connection, { words: string; dot: string }>> = {
  unknown: { words: 'VRS 確認中', dot: 'bg-solid-gray-420' },
  connected: { words: 'VRS 接続中', dot: 'bg-success-1' },
  'no-answer': { words: 'VRS 応答なし', dot: 'bg-error-1' },
  busy: { words: 'VRS 混雑', dot: 'bg-warning-orange-1' },
};

function ConnectionState({ connection }: { readonly connection: Connection }) {
  const { words, dot } = states[connection];
  return (
    <output aria-label="VRSとの接続" className="flex items-center gap-2 text-dns-16N-130">
      <span aria-hidden="true" className={`size-3 rounded-full ${dot}`} />
      {words}
    </output>
  );
}
