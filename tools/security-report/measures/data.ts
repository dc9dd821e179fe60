import { type Measure, met, notApplicable, partly } from '../measure.ts';

const KEYS = 'unit/keychain/open-data-keys.test.ts › ';
const SOURCE = 'unit/security/source.test.ts › never say %s';
const CANARY =
  'e2e/canary.spec.ts › nothing that was typed, shown or loaded lies on the disk in the clear, not even after a power cut';

/** B2.f: data at rest, keys, memory, devices. */
export const dataMeasures: readonly Measure[] = [
  met(
    'H51',
    '画面のセッションはメモリーだけ',
    'unit/shell/ui-session.test.ts › is in memory alone and keeps no cache',
    CANARY,
  ),
  met(
    'H52',
    'データは、この端末の、この利用者のフォルダーだけ（0700）',
    'integration/cache/open-cache.test.ts › belongs to this user alone',
    'integration/operation-log/appending.test.ts › keeps file and folder to this user',
  ),
  met(
    'H53',
    '写しと審査用データは SQLCipher で暗号化。WAL も一時領域も',
    'integration/cache/encrypted-database.test.ts › SECURITY H53: has every setting that keeps clear text off the disk',
    'integration/cache/open-cache.test.ts › is in the clear in any file, while it is open or afterwards',
    CANARY,
  ),
  met(
    'H54',
    '鍵は OS の資格情報ストア。なければ閉じる（研修だけは、メモリーの鍵で続けて、そう表示する）',
    `${KEYS}refuses a production profile: %s → %s`,
    'integration/keychain/keyring-secret-store.test.ts › lets no production profile start',
  ),
  notApplicable(
    'H55',
    '鍵を開くのに、人の持つ二つ目の秘密を要する',
    '公開の取り決めに、鍵の半分を預かる口が VRS にない。端末だけの PIN は、共用の端末で貼り紙になる。同じ利用者の権限で動く悪いプログラムは防げないと、docs/security.md に書いてある',
  ),
  met(
    'H56',
    '端末ごとの番号に鍵を結び付け、写しを持ち出しても読めない',
    `${KEYS}differ by purpose and by installation, and have 256 bits`,
  ),
  met(
    'H57',
    '自分の持つ鍵のバイトを、使い終わったら消す',
    `${KEYS}are overwritten in memory when they are forgotten`,
  ),
  met(
    'H58',
    'メモリーの写し（クラッシュダンプ）を作らない。落ちたことは、符号と場所だけを書く',
    'unit/shell/process.test.ts › asks the internet for nothing by itself and writes no dumps',
    'unit/shell/process.test.ts › is written down by kind, reason and code',
    'integration/packaged-app/packaged-app.test.ts › leaves no dump of its memory when it is killed by a fault',
    'unit/shell/process.test.ts › by an error of ours is written down without its message, and ends with code 70',
    SOURCE,
  ),
  met(
    'H59',
    '通信の記録・トレース・ヒープの写しへの道がない',
    'unit/shell/launch-arguments.test.ts › does not start with %s',
    SOURCE,
  ),
  partly(
    'H60',
    'ページは自分ではクリップボードに触れない',
    'コピーのボタンはない。人が選んで Ctrl+C で写したものは、クリップボードに残る',
    'unit/shell/ui-session.test.ts › grants nothing, neither asked nor looked up: %s',
    SOURCE,
  ),
  met(
    'H61',
    '印刷は、操作の表を通って本体からだけ。紙より先にログへ書き、利用者ID・端末名・時刻を、余白に本体が、紙面に透かしで入れる。ページは印刷の窓を開けない（方針に modals なし、Ctrl+P は断る）',
    'unit/shell/contents.test.ts › that a browser would take for itself does not reach the page: %s %j',
    'unit/shell/content-policy.test.ts › SECURITY H61: lets the page open no dialog of the browser, printing included',
    'unit/printing/printing.test.ts › puts on the paper who prints, on which terminal and when, whatever the page says',
    'unit/security/source.test.ts › never print by themselves',
    'integration/application/printing.test.ts › SECURITY H61: who prints what is on disk before anything goes to the printer',
    'e2e/printing.spec.ts › SECURITY H61: the page opens no dialog of the browser',
    'e2e/findings.spec.ts › the printed result names the file, the rules and the lines, and no resident',
  ),
  met(
    'H62',
    'ファイルは本体のダイアログで選び、リンクとネットワーク上のものを断り、大きさを限り、ワーカーの中で読む。平文の一時ファイルを作らない',
    'unit/batches/chosen-place.test.ts › a link may not be chosen: %s',
    'unit/batches/chosen-place.test.ts › a file of a server may not be chosen: %s',
    'integration/batches/canary.test.ts › at any step from the chosen file to the applied batch',
    'e2e/bad-files.spec.ts › ${what} is refused with a sentence that says what to do',
  ),
  met(
    'H63',
    '入力欄は、補完も、訂正も、履歴も使わない（IME の学習は、OS の設定による）',
    'e2e/inputs.spec.ts › no field of any screen is completed, corrected or looked up by the browser',
    'unit/security/source.test.ts › has its fields in three places',
  ),
];
