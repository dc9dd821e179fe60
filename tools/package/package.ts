import path from 'node:path';
import { parseArgs } from 'node:util';

import { buildIfNeeded } from '../prepare/build.ts';
import { complain, say } from '../prepare/say.ts';
import { pack, type PackPlatform } from './pack.ts';

const usage = `使い方: npm run package -- [選択肢]

  アプリを組み立てて配布物にし、ヒューズの記録、部品表（SBOM）、ライセンス、SHA-256の一覧をそばに置きます。

  --platform NAME        linux または win（なければ、この端末のもの）
  --target NAME          dir、deb、AppImage、nsis、msi。繰り返せます（なければ electron-builder.yml のもの）
  --electron-dist PLACE  取り寄せておいた Electron のアーカイブ、またはそれを置いたフォルダー
  --output FOLDER        置き場所（なければ dist）。中身は先に消します
  --signed               署名できないものがあれば失敗にする
  --help                 これを表示する

  APP_E2E_BUILD=1 なら、名前とIDの違う試験用の配布物を作ります。くわしくは docs/packaging.md
`;

function platformOf(name: string | undefined): PackPlatform | undefined {
  if (name === undefined) return process.platform === 'win32' ? 'win' : 'linux';
  return name === 'linux' || name === 'win' ? name : undefined;
}

const { values } = parseArgs({
  options: {
    platform: { type: 'string' },
    target: { type: 'string', multiple: true, default: [] },
    'electron-dist': { type: 'string' },
    output: { type: 'string', default: 'dist' },
    signed: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const platform = platformOf(values.platform);

if (values.help) {
  process.stdout.write(usage);
} else if (platform === undefined) {
  complain('配布物', '--platform は linux か win です。');
  process.exitCode = 64;
} else {
  buildIfNeeded();
  const place = values['electron-dist'];
  try {
    await pack({
      projectDir: path.resolve('.'),
      platform,
      targets: values.target,
      output: path.resolve(values.output),
      electronDist: place === undefined ? undefined : path.resolve(place),
      signed: values.signed,
    });
    say('配布物', `${path.resolve(values.output)} に作りました。一覧は SHA256SUMS です。`);
  } catch (error) {
    complain('配布物', `作れませんでした：${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 70;
  }
}
