import type { ReactNode } from 'react';

import type { PolicyValue, WorkstationStatus } from '../../../src-shared/contract/workstation.ts';
import { Badge } from '../../components/badge.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { Card } from './card.tsx';

const proxies: Readonly<Record<WorkstationStatus['profile']['proxy'], string>> = {
  system: 'OSの設定',
  direct: '使わない',
  fixed: '設定のプロキシー',
};

/** 端末の設定: each value, and which of them the policy of the machine decided. */
export function ProfileCard({ profile }: { readonly profile: WorkstationStatus['profile'] }) {
  const decided = (value: PolicyValue, words: ReactNode): ReactNode =>
    profile.fromPolicy.includes(value) ? (
      <>
        {words} <Badge tone="blue">方針</Badge>
      </>
    ) : (
      words
    );
  return (
    <Card title="端末の設定">
      <Facts>
        <Fact name="端末名">{profile.workstation}</Fact>
        <Fact name="モード">{profile.kind === 'training' ? '研修' : '本番'}</Fact>
        <Fact name="設定の版">{profile.version}</Fact>
        <Fact name="市区町村">
          {profile.municipalityName}（{profile.municipalityCode}）
        </Fact>
        <Fact name="接続先">{decided('vrsOrigin', profile.vrsOrigin)}</Fact>
        <Fact name="自動でロックするまで">{decided('idleMinutes', `${profile.idleMinutes}分`)}</Fact>
        <Fact name="プロキシー">{decided('proxy', proxies[profile.proxy])}</Fact>
        <Fact name="画面の録画からの除外">
          {decided('contentProtection', profile.contentProtection ? 'する' : 'しない')}
        </Fact>
        <Fact name="ログの控えの第二の置き場所">
          {decided('logSecondPlace', profile.logSecondPlace ?? 'なし')}
        </Fact>
        <Fact name="証明書のピン">{profile.pins === 0 ? 'なし' : `${profile.pins}個`}</Fact>
        <Fact name="認証局の証明書の指紋（SHA-256）" isWide>
          <span className="font-mono text-mono-14N-150">{profile.caFingerprint}</span>
        </Fact>
        <Fact name="設定の署名鍵の指紋（SHA-256）" isWide>
          {decided(
            'trustedProfileKey',
            profile.signedBy === null ? (
              '署名なし（研修）'
            ) : (
              <span className="font-mono text-mono-14N-150 break-all">{profile.signedBy}</span>
            ),
          )}
        </Fact>
      </Facts>
      {profile.fromPolicy.length > 0 && (
        <p className="text-std-16N-170">
          「方針」の値は、この端末の管理者が定めたもので、設定より優先します。
        </p>
      )}
    </Card>
  );
}
