import { parseArgs } from 'node:util';

export interface StartOptions {
  readonly headless: boolean;
  readonly offline: boolean;
  readonly installPackages: boolean;
  readonly screenshot: string | undefined;
  readonly people: number;
  readonly data: string;
  readonly help: boolean;
}

export const usage = `使い方: ./start [選択肢]

  研修用のVRS（架空の住民2万人）をこの端末の中に立ち上げ、アプリをつないで起動します。
  終わるときは、ウィンドウを閉じるか Ctrl-C を押します。

  --headless           画面を出さずに動かす（サインイン画面が出たら知らせる）
  --offline            Electron本体を取り寄せに行かない
  --screenshot FILE    最初の画面をPNGに写して、そのまま続ける
  --people N           架空の住民の数（最初の起動のときだけ。既定 20000）
  --data DIR           研修用のデータを置くフォルダー（既定 .training）
  --install-packages   足りないDebianのパッケージを入れる（rootなら言わなくても入れる）
  --help               これを表示する
`;

/** Reads the command line; throws where an option is unknown, so that a slip does not start something else. */
export function readOptions(argv: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      headless: { type: 'boolean', default: false },
      offline: { type: 'boolean', default: false },
      'install-packages': { type: 'boolean', default: false },
      screenshot: { type: 'string' },
      people: { type: 'string', default: '20000' },
      data: { type: 'string', default: '.training' },
      help: { type: 'boolean', default: false },
    },
  });
  const people = Number(values.people);
  if (!Number.isSafeInteger(people) || people < 1 || people > 5_000_000) {
    throw new RangeError('--people は 1 から 5000000 までの整数です。');
  }
  return {
    headless: values.headless,
    offline: values.offline,
    installPackages: values['install-packages'],
    screenshot: values.screenshot,
    people,
    data: values.data,
    help: values.help,
  };
}
