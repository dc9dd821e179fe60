import type { WorkstationStatus } from '../../../src-shared/contract/workstation.ts';
import { useAnswer } from '../../app/calls.ts';
import { useNow } from '../../app/now.tsx';
import { useRemember } from '../../app/remembered.ts';
import { Badge, type BadgeTone } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { ChainStateView } from '../../components/chain-state.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { ReadProblem } from '../../components/read-problem.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { dayAndTime } from '../../wording/dates.ts';
import { bytes, count } from '../../wording/numbers.ts';
import { Card } from './card.tsx';
import { ConnectionTestCard } from './connection-test-card.tsx';
import { DiagnosticsCard } from './diagnostics-card.tsx';
import { KeyRotation } from './key-rotation.tsx';
import { ProfileCard } from './profile-card.tsx';
import { SelfCheckCard } from './self-check-card.tsx';

/** 端末設定: the terminal, its connection and what it keeps. No resident is on this screen. */
export function WorkstationScreen() {
  const answer = useAnswer('workstation.status', {}, { isFresh: true });
  const { value, busy, askAgain } = answer;
  useRemember('workstation', {});
  return (
    <div className="flex flex-col gap-4 px-6 py-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <h1 className="text-std-20B-150">端末設定</h1>
          <p className="text-std-16N-170">この画面に住民の情報は表示されません。</p>
        </div>
        <Button size="small" isDisabled={busy} onPress={askAgain}>
          表示を更新
        </Button>
      </div>
      <ReadProblem of={answer} />
      <Waiting busy={busy && !value} from="アプリの本体" lines={6} />
      {value && <Status status={value} onChanged={askAgain} />}
    </div>
  );
}

const keychainStates: Readonly<
  Record<WorkstationStatus['keychain'], { name: string; tone: BadgeTone; sentence: string }>
> = {
  available: {
    name: '使えます',
    tone: 'green',
    sentence: '写しの鍵は、OSの資格情報ストアにあります。アプリは鍵をファイルに書きません。',
  },
  'memory-only': {
    name: 'メモリーのみ',
    tone: 'orange',
    sentence:
      'OSの資格情報ストアがないため、鍵はメモリーだけにあります。アプリを閉じると、写しは破棄されます。',
  },
  unavailable: {
    name: '使えません',
    tone: 'solidRed',
    sentence: 'OSの資格情報ストアから返事がありません。サービスが動いているか確かめてください。',
  },
  locked: {
    name: 'ロック中',
    tone: 'solidRed',
    sentence: 'OSの資格情報ストアがロックされています。OSにサインインし直してください。',
  },
};

interface StatusProps {
  readonly status: WorkstationStatus;
  readonly onChanged: () => void;
}

function Status({ status, onChanged }: StatusProps) {
  const { profile, versions, keychain, log, freeBytes } = status;
  const key = keychainStates[keychain];
  return (
    <div className="grid items-start gap-4 desk:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <ConnectionTestCard origin={profile.vrsOrigin} />
        <SelfCheckCard />
        <Card title="版">
          <Facts>
            <Fact name="アプリ">{versions.app}</Fact>
            <Fact name="Electron">{versions.electron}</Fact>
            <Fact name="Chromium">{versions.chromium}</Fact>
            <Fact name="Node.js">{versions.node}</Fact>
            <Fact name="OS">{versions.platform}</Fact>
          </Facts>
        </Card>
        <DiagnosticsCard />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <ProfileCard profile={profile} />
        <Card title="端末内の写しと鍵">
          <Facts>
            <Fact name="資格情報ストア">
              <Badge tone={key.tone}>{key.name}</Badge>
            </Fact>
            <Fact name="写し">
              <CopyWords cache={status.cache} />
            </Fact>
            <Fact name="空き容量">{bytes(freeBytes)}</Fact>
          </Facts>
          <p className="text-std-16N-170">{key.sentence}</p>
          {status.keys === 'lost' && (
            <Notice kind="caution" title="前の鍵がありませんでした">
              端末内の写しと、この端末で作業中だった一括登録を破棄しました。写しは、サインインするとVRSから取り直します。前の鍵で封印した操作ログの宛名番号は、もう読めません。
            </Notice>
          )}
          {keychain === 'available' && <KeyRotation />}
        </Card>
        <Card title="操作ログ">
          <ChainStateView chain={log} onVerified={onChanged} />
        </Card>
      </div>
    </div>
  );
}

function CopyWords({ cache }: { readonly cache: WorkstationStatus['cache'] }) {
  const now = useNow();
  switch (cache.state) {
    case 'closed':
      return <Badge tone="gray">閉じています</Badge>;
    case 'filling':
      return (
        <>
          <Badge tone="blue">取得中</Badge> {count(cache.done)} / {count(cache.total)}人
        </>
      );
    case 'ready':
      return (
        <>
          <Badge tone="green">そろっています</Badge> {count(cache.people)}人・{dayAndTime(cache.asOf, now)}{' '}
          時点
        </>
      );
    case 'unavailable':
  }
  return <Badge tone="solidRed">使えません（{cache.code}）</Badge>;
}
