import { type SelfCheck, SelfCheckItem } from '../../../src-shared/contract/workstation.ts';
import { type Clock, timestampOf } from '../../../src-shared/domain/clock.ts';
import { type SecretStore, SecretStoreError, type SecretStoreFailure } from '../../keychain/secret-store.ts';
import type { CertificateFault } from '../../vrs/transport.ts';
import type { VrsClient } from '../../vrs/vrs-client.ts';
import { testConnection } from '../connection-test.ts';
import type { Profile } from '../profile.ts';
import { failed, type Finding, notChecked, passed } from './finding.ts';
import { checkDataFolder, checkDisk } from './folders.ts';
import { checkChromium, checkFont, checkInstallFolder, type Installation } from './installation.ts';

export interface SelfCheckParts {
  readonly profile: Profile;
  readonly folder: string;
  readonly secrets: SecretStore;
  readonly vrs: VrsClient;
  readonly clock: Clock;
  readonly installation: Installation;
  readonly certificateFault: () => CertificateFault | undefined;
}

/** 自己点検. Changes nothing that stays: what it writes to prove that it can, it deletes. */
export async function selfCheck(parts: SelfCheckParts): Promise<SelfCheck> {
  const { profile, clock, folder, installation } = parts;
  const [connection, keychain, disk, dataFolder, installFolder, font] = await Promise.all([
    checkConnection(parts),
    checkKeychain(parts.secrets),
    checkDisk(folder),
    checkDataFolder(folder),
    checkInstallFolder(installation),
    checkFont(installation),
  ]);
  return listOf(clock, {
    profile: passed(`設定の版 ${profile.version}、端末名 ${profile.workstation}。`),
    ...connection,
    keychain,
    disk,
    'data-folder': dataFolder,
    'install-folder': installFolder,
    font,
    chromium: checkChromium(installation),
  });
}

/** The same list for a terminal without a usable profile: what needs none is looked at, the rest can't be. */
export async function selfCheckWithoutProfile(
  why: string,
  { clock, folder, installation }: Pick<SelfCheckParts, 'clock' | 'folder' | 'installation'>,
): Promise<SelfCheck> {
  const [disk, installFolder, font] = await Promise.all([
    checkDisk(folder),
    checkInstallFolder(installation),
    checkFont(installation),
  ]);
  return listOf(clock, {
    profile: failed(why),
    disk,
    'install-folder': installFolder,
    font,
    chromium: checkChromium(installation),
  });
}

type Findings = Partial<Record<SelfCheckItem, Finding>>;

function listOf(clock: Clock, findings: Findings): SelfCheck {
  const items = SelfCheckItem.options.map((item) => {
    const { result, sentence } = findings[item] ?? notChecked('前の項目が通ってから、確かめます。');
    return { item, result, sentence: sentence.slice(0, 400) };
  });
  return { at: timestampOf(clock.now()), items };
}

const certificateAdvice: Readonly<Record<CertificateFault, string>> = {
  host: '接続先の名前と証明書の名前が違います。設定の接続先と、名前の解決（DNS）を確かめてください。',
  unreadable: '証明書を読めません。設定の認証局の証明書と、VRS の証明書を確かめてください。',
  dates:
    '証明書の期限が切れているか、まだ始まっていません。端末の時計と、VRS の証明書の期限を確かめてください。',
  weak: '証明書の鍵か署名が弱すぎます。VRS の運用者に、証明書の更新を求めてください。',
  authority:
    '証明書が、設定の認証局から出たものではありません。途中に割り込む機器がないか、設定の認証局が正しいかを確かめてください。',
  pin: '証明書の鍵が、設定のピンのどれとも合いません。VRS の鍵の交換の知らせを確かめ、新しい設定を配ってください。',
  system: 'OS がこの証明書を信頼していません。認証局の証明書を OS の証明書ストアに入れてください。',
};

/** Whoever reads the list mends the terminal: what a clerk is told would send them to themselves. */
const reachAdvice =
  'VRS に届かないか、5 秒以内に答えません。ネットワークのつながり、設定の接続先、名前の解決（DNS）、途中の機器が通信を止めていないかを確かめてください。';

async function checkConnection(parts: SelfCheckParts): Promise<Findings> {
  const { steps } = await testConnection(parts.vrs, parts.clock);
  const findings: Findings = {};
  for (const { step, passed: isPassed, detail } of steps) {
    const fault = step === 'certificate' && !isPassed ? parts.certificateFault() : undefined;
    if (isPassed) findings[step] = passed(detail === '' ? goodWords[step] : detail);
    else if (fault !== undefined) findings[step] = failed(certificateAdvice[fault]);
    else findings[step] = failed(step === 'reach' ? reachAdvice : detail);
  }
  return findings;
}

const goodWords = {
  reach: '接続先に届きます。',
  certificate: '名前・期限・認証局・ピンは、設定のとおりです。',
  'client-certificate': 'VRS が受け付けました。',
  answer: 'VRS が答えました。',
  clock: '時計は合っています。',
} as const;

const keychainAdvice: Readonly<Record<SecretStoreFailure, string>> = {
  unavailable: '資格情報ストアがありません。OS の資格情報のサービスを動かしてください。',
  locked: '資格情報ストアがロックされています。OS にサインインし直してください。',
  denied: '資格情報ストアが、このアプリを断りました。OS の方針を確かめてください。',
  timeout: '資格情報ストアが答えません。画面に出ない問い合わせを待っていないか確かめてください。',
  unknown: '資格情報ストアに書いたものを、そのまま読めません。資格情報ストアを作り直してください。',
};

async function checkKeychain(secrets: SecretStore): Promise<Finding> {
  try {
    await secrets.selfTest();
    return passed('書く・読む・消すことができます。');
  } catch (error) {
    if (!(error instanceof SecretStoreError)) throw error;
    return failed(keychainAdvice[error.failure]);
  }
}
