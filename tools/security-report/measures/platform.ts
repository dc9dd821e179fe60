import { type Measure, met, partly } from '../measure.ts';

const SOURCE = 'unit/security/source.test.ts › never say %s';

/** Against a packed app: skipped where there is none, because it needs Electron's binary. */
const PACKED = 'integration/packaged-app/packaged-app.test.ts › ';

/** B2.g: launch, packaging, platform. */
export const platformMeasures: readonly Measure[] = [
  met(
    'H64',
    '起動引数は、端末管理者のコマンドのほかは何も受け付けない',
    'unit/shell/launch-arguments.test.ts › does not start with %s',
    'unit/shell/launch-arguments.test.ts › does nothing with %j',
    `${PACKED}ends with code 64 when it is started with %s`,
  ),
  partly(
    'H65',
    'ヒューズ九つを、書いて、読み返す',
    '書くことと読み返すことは、代わりの実行ファイルで確かめている。本体がそれに従うことは、本体のあるところでしか見られない',
    'unit/package/fuses.test.ts › are nine, and each is set',
    'integration/package/packing.test.ts › has all nine fuses as they must be, in the binary and in the record',
    `${PACKED}is no Node, whatever the environment says`,
  ),
  partly(
    'H66',
    'asar の改ざんの検知',
    '検知のもとになる値を Windows の実行ファイルに入れるところまで。断ることは Windows の本体でしか見られず、Linux にはない。画面のファイルは H18 が一つずつ確かめる',
    'integration/package/packing.test.ts › carries the digest of the archive’s header in the program, for Electron to refuse another',
  ),
  met(
    'H67',
    '決めたファイルだけを配る',
    'integration/package/packing.test.ts › holds the files of the golden list and no other',
    'integration/package/packing.test.ts › holds nothing of sources, maps, tests, settings and the tools, in no file',
  ),
  partly(
    'H68',
    '実行ファイルと部品に署名する',
    '署名の鍵は、配る組織が環境で渡す。署名したものを確かめるのは Windows の本体でしかできない',
    'unit/package/configuration.test.ts › sign native code too, and hold no certificate and no password',
  ),
  met(
    'H69',
    '管理者だけが書ける場所に導入し、書き換えられる場所なら自己点検が知らせる',
    'unit/package/configuration.test.ts › install by %s for the machine, where only an administrator writes',
    'unit/provisioning/self-check.test.ts › that others may write fails the check',
  ),
  met(
    'H70',
    '二重に起動しない',
    'e2e/window.spec.ts › a second start on the same data brings the first to the front and ends',
  ),
  met(
    'H71',
    '離席と OS のロックで、画面をロックする',
    'e2e/lock.spec.ts › the operating system’s lock locks the app too',
    'unit/shell/power.test.ts › locks after so many idle minutes, and at once with the system',
  ),
  met(
    'H72',
    '自分では更新しない。新しい版が書いた写しは開かない',
    SOURCE,
    'integration/cache/encrypted-database.test.ts › of a newer release is refused and left alone',
  ),
  met(
    'H73',
    '使う部品の版を固定し、導入のときに何も実行しない',
    'unit/dependencies/dependencies.test.ts › are pinned exactly',
    'unit/dependencies/dependencies.test.ts › ship two packages and no more',
    'unit/security/source.test.ts › runs no script of a package that is not named',
  ),
  met(
    'H74',
    '書いてはならないことを、規則として確かめる',
    SOURCE,
    'unit/layers/layers.test.ts › %s must not import %s',
  ),
  met(
    'H75',
    '操作ログ：追記だけ、鎖、先に書く、届いてから答える',
    'unit/verify-log/tampering.test.ts › that was removed is missed, whichever it was',
    'integration/operation-log/faults.test.ts › refuses the whole group that was written with it',
    'unit/gateway/gateway.test.ts › keeps the answer back where the entry cannot be written',
  ),
  met(
    'H76',
    '断るときは、符号と、次にすることを日本語で言う',
    'unit/contract/problems.test.ts › %s is said in whole Japanese sentences',
  ),
];
