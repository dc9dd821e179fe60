import { type Measure, met, partly } from '../measure.ts';

const PREFERENCES =
  'unit/shell/main-window.test.ts › the window of a released app has every preference written out, and none can be changed';
const HOST_REFUSES =
  'chromium-host/strict.spec.ts › a window with insecure preferences, or with the basics not written out, cannot be made';
const WEAKENED = 'unit/security/source.test.ts › never say %s';
const MACHINE = 'e2e/window.spec.ts › the page has the bridge and nothing else of the machine';
const INPUTS =
  'e2e/inputs.spec.ts › no field of any screen is completed, corrected or looked up by the browser';

/** B2.a: the process, and what the window may do. */
export const windowMeasures: readonly Measure[] = [
  met(
    'H01',
    'すべての画面をサンドボックスに入れる（`app.enableSandbox()` と `sandbox: true`）',
    PREFERENCES,
    HOST_REFUSES,
    WEAKENED,
  ),
  met(
    'H02',
    'ページとプリロードの世界を分ける（`contextIsolation: true`）',
    PREFERENCES,
    HOST_REFUSES,
    MACHINE,
  ),
  met('H03', 'ページ・ワーカー・フレームに Node を入れない', PREFERENCES, HOST_REFUSES, MACHINE),
  met('H04', '`webSecurity` などの既定を、既定でも書いておく', PREFERENCES, WEAKENED),
  met('H05', '中クリックで窓を開かない（`Auxclick`）', PREFERENCES),
  met(
    'H06',
    '`webview` を使わない、付けさせない',
    PREFERENCES,
    'unit/shell/contents.test.ts › opens no window and attaches no webview',
  ),
  met('H07', 'プラグイン・WebGL・ページのダイアログを使わない', PREFERENCES),
  met(
    'H08',
    'ファイルを落としても移動せず、読まれもしない',
    PREFERENCES,
    'e2e/window.spec.ts › a file dropped on the window goes nowhere',
  ),
  met(
    'H09',
    '開発者ツールは、配布物では開かない',
    PREFERENCES,
    'unit/shell/contents.test.ts › closes the developer tools as soon as they open',
  ),
  met(
    'H10',
    'メニューを置かず、ブラウザーのものであるキー（印刷、再読み込み、保存、ソース）をページに渡さない',
    'unit/shell/contents.test.ts › that a browser would take for itself does not reach the page: %s %j',
  ),
  met('H11', '窓は一つ、設定は固定', 'unit/security/source.test.ts › is made in one place', PREFERENCES),
  met(
    'H12',
    'プリロードは一つの CommonJS ファイルで、40行未満、通り道は二つ',
    'unit/contract/bridge.test.ts › the preload script stays under 40 lines and exposes one name',
    'unit/shell/preload.test.ts › the bridge asks and listens, never waits in place, and hands over no event object',
  ),
  met(
    'H13',
    '拡張機能も、ほかのプリロードも読み込まない',
    'unit/shell/ui-session.test.ts › has no extension, no preload script of its own and no service worker',
    WEAKENED,
  ),
  partly(
    'H14',
    '画面の録画から外す（配布物）',
    '助言的な対策。OS が従うかは、本体のある Windows でしか見られない',
    'unit/shell/main-window.test.ts › the window is kept out of screen recordings, shown with its first picture, and keeps its title',
  ),
  met(
    'H15',
    '綴りの検査をしない。辞書を取りに行かない',
    'unit/shell/ui-session.test.ts › checks no spelling and fetches no dictionary',
    INPUTS,
  ),
  partly(
    'H16',
    'ロックで住民の情報を画面から消す',
    '画面と、ページの持つ答えは消える。ページのプロセスは作り直さないので、消えた文字列がそのメモリーに残りうる（JavaScript の文字列は消せない）。作り直すと、ロックの画面が 0.3〜0.5 秒消え、打ちかけのパスワードも失われる（Chromium host で測った）',
    'e2e/lock.spec.ts › the lock takes the residents out of the page at once and brings the same screen back',
  ),
];
