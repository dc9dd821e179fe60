import { type Measure, met } from '../measure.ts';

const UI = 'unit/shell/ui-session.test.ts › ';
const CONTENTS = 'unit/shell/contents.test.ts › ';
const HOSTILE =
  'e2e/window.spec.ts › a hostile script in the page reaches no network, no other page and no other window';

/** B2.b and B2.c: what a page is made of, where it may go, and what it may use. */
export const contentMeasures: readonly Measure[] = [
  met(
    'H17',
    '`file://` ではなく自分の `app://`。特権は最小',
    'unit/shell/asset-server.test.ts › does not know %s, and reads nothing',
    'unit/security/source.test.ts › gives our scheme no privilege but to be standard and secure',
  ),
  met(
    'H18',
    '組み立てたときの一覧にあるファイルだけを、ハッシュを確かめて出す',
    'unit/shell/asset-server.test.ts › does not hand out a file that is not as it was built',
  ),
  met(
    'H19',
    'CSP をすべての応答のヘッダーに。インライン・評価・通信・フレームなし、Trusted Types',
    'unit/shell/content-policy.test.ts › allows no inline code, no evaluation, no network and no frame',
    HOSTILE,
  ),
  met(
    'H20',
    'COOP・COEP・CORP・nosniff・no-referrer・no-store・Permissions-Policy',
    'unit/shell/asset-server.test.ts › serves a built file with the policy and without a cache',
  ),
  met(
    'H21',
    'ページからの移動を断る',
    `${CONTENTS}becomes our page and no other: %s`,
    `${CONTENTS}has no frame, not even of our own page, and follows no redirect`,
    HOSTILE,
  ),
  met(
    'H22',
    '新しい窓を断る。外のプログラムも開かない',
    `${CONTENTS}opens no window and attaches no webview`,
    'unit/security/source.test.ts › never say %s',
    HOSTILE,
  ),
  met(
    'H23',
    'ほかのスキーム（`file`・`http`・`https`・`ftp`）は、画面のセッションでは何も答えない',
    `${UI}serves our own scheme, and answers no other: 403`,
    `${UI}makes no request of %s: %s`,
  ),
  met(
    'H24',
    'ダウンロードを断る。ファイルは本体のダイアログからだけ',
    `${UI}downloads nothing and reaches no file of the page’s own`,
    HOSTILE,
  ),
  met(
    'H25',
    'サービスワーカーも、ページの保存領域も使わない',
    'e2e/window.spec.ts › the page keeps nothing of its own: no storage, no cookie, no worker',
    'unit/security/source.test.ts › never say %s',
  ),
  met(
    'H26',
    '権限の要求も検査も、すべて断る',
    `${UI}grants nothing, neither asked nor looked up: %s`,
    'chromium-host/requests.spec.ts › permissions are denied',
  ),
  met(
    'H27',
    '機器（HID・シリアル・USB・Bluetooth・画面共有）を断る',
    `${UI}gives no device, no pairing and no screen`,
  ),
  met(
    'H28',
    'ブラウザーの持つ生成モデル（Prompt API）を渡さない',
    'unit/security/source.test.ts › never say %s',
  ),
  met('H29', 'WebRTC の直接の UDP を断る', `${CONTENTS}speaks no UDP past the proxy`),
];
