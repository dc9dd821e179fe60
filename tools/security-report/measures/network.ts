import { type Measure, met } from '../measure.ts';

const UI = 'unit/shell/ui-session.test.ts › ';
const VRS = 'unit/shell/vrs-network.test.ts › ';
const PROCESS = 'unit/shell/process.test.ts › ';
const WRONG_CERTIFICATE =
  'e2e/faults.spec.ts › a server with a certificate that is ${flaw} gets nothing, not even a password';
const IMPOSTOR =
  'e2e/hostile-vrs.spec.ts › a server that can not show that it is VRS is asked nothing, over real TLS, until it can';

/** B2.e: the network. */
export const networkMeasures: readonly Measure[] = [
  met(
    'H37',
    '画面のセッションには通信がない',
    `${UI}makes no request of %s: %s`,
    'e2e/window.spec.ts › a hostile script in the page reaches no network, no other page and no other window',
  ),
  met(
    'H38',
    'VRS とは、メモリー上の専用セッションで話す',
    `${VRS}is one of its own, in memory alone`,
    `${VRS}follows no redirect, keeps nothing, and goes past no handler`,
  ),
  met(
    'H39',
    '接続先は設定の一つだけ。移送に従わない',
    `${VRS}asks the profile’s origin and no other: %s`,
    'unit/vrs/vrs-client.test.ts › never leaves the profile’s origin, whatever stands in a path',
  ),
  met(
    'H40',
    '名前の解決は OS に任せる（DoH を使わない）',
    'unit/security/source.test.ts › leaves names to the system',
  ),
  met(
    'H41',
    'TLS 1.2 以上',
    `${VRS}speaks TLS 1.2 or newer, and tells nobody who is signed in to the system`,
    IMPOSTOR,
  ),
  met(
    'H42',
    'サーバーの証明書は、設定の認証局から出て、設定のピンに合うものだけ',
    'unit/shell/certificate-check.test.ts › refuses a chain of the right authority that has none of them',
    'unit/shell/certificate-check.test.ts › refuses a certificate that the system trusts from another authority',
    WRONG_CERTIFICATE,
    IMPOSTOR,
  ),
  met(
    'H43',
    'クライアント証明書は、発行者で選ぶ。合うものがなければ送らない',
    'unit/shell/client-certificate.test.ts › is the one of the profile’s authority, and for VRS alone',
    'chromium-host/network.spec.ts › a certificate of another authority is not even offered',
  ),
  met(
    'H44',
    'Chromium が断った証明書を、受け入れることはない',
    `${PROCESS}whose certificate Chromium refuses is refused, whatever the address`,
    WRONG_CERTIFICATE,
  ),
  met(
    'H45',
    'サーバーにもプロキシーにも、名前とパスワードを渡さない',
    `${PROCESS}that asks for a name and a password gets neither (a proxy: %s)`,
    `${VRS}speaks TLS 1.2 or newer, and tells nobody who is signed in to the system`,
  ),
  met(
    'H46',
    'プロキシーは設定か方針の定めるものだけ。起動引数と環境変数では変えられない',
    `${VRS}goes by the proxy that profile or policy name, and by no other`,
    `${UI}has a proxy that is not there, so that nothing would get out past the guards`,
    'unit/shell/launch-arguments.test.ts › does not start with %s',
    'unit/shell/launch-arguments.test.ts › loses what would switch off TLS checks or bend the network, and nothing else',
  ),
  met(
    'H47',
    'TLS や通信を曲げる環境変数を、最初に消す。本体で Node の通信を使わない',
    'unit/shell/launch-arguments.test.ts › loses what would switch off TLS checks or bend the network, and nothing else',
    'unit/layers/layers.test.ts › %s must not import %s',
  ),
  met(
    'H48',
    'Chromium の裏の通信を止める',
    `${PROCESS}asks the internet for nothing by itself and writes no dumps`,
  ),
  met(
    'H49',
    '失効を自分からは問い合わせず、問い合わせが届かなくても検証を弱めない。失効させる手順は、手引きの「導入」にある',
    'unit/shell/certificate-check.test.ts › lets Chromium’s verdict stand where the certificate comes from the profile’s authority',
    'unit/documents/handbook.test.ts › SECURITY H49: says what IT does about a certificate that must count no more',
  ),
  met(
    'H50',
    '起動してからの60秒に、VRS のほかへ一つのパケットも出ない（画面を通した試験のあいだも。Chromium host の上で）',
    'traffic/idle.spec.ts › an app that was started and is left alone asks nobody',
    'traffic/verdict.spec.ts › every packet of every start of the app went to the VRS origin of its profile, and no name was asked for',
    'integration/traffic/recorder.test.ts › sees an app that asks %s',
    'integration/traffic/recorder.test.ts › finds nothing where Node reports on itself, as it does when the database is loaded',
  ),
];
