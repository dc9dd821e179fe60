import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';

import { fileKindNames } from '../../src-shared/contract/batches.ts';
import { findingsColumns } from '../../src-shared/domain/layouts/findings-columns.ts';
import {
  canonicalProfile,
  type ColumnProfile,
  LayoutProfile,
} from '../../src-shared/domain/layouts/layout-profile.ts';
import { shippedProfiles } from '../../src-shared/domain/rules/layouts.ts';
import { rules } from '../../src-shared/domain/rules/table.ts';

const FILE = new URL('../../docs/layouts.md', import.meta.url);

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '&#124;')).join(' | ')} |`;

const table = (headers: readonly string[], rows: readonly string[]): string =>
  [row(...headers), row(...headers.map(() => '---')), ...rows].join('\n');

const typeNames: Readonly<Record<ColumnProfile['type'], string>> = {
  'municipality-code': '市町村コード（検査数字を含む6桁）',
  'addressee-number': '英数字',
  'individual-number': '個人番号（12桁）',
  'ticket-number': '数字10桁',
  'dose-number': '1〜7',
  date: '日付',
  code: 'コード',
  text: '文字',
  maker: 'メーカーか製品の名前',
  lot: 'ロット番号',
};

function columnRow({
  id,
  name,
  aliases,
  type,
  width,
  required,
  key,
  codes,
  whenEmpty,
}: ColumnProfile): string {
  const marks = [required ? '必須' : '', key ? 'キー' : ''].filter((mark) => mark !== '').join('・');
  const list = codes?.map(({ given, meaning }) => `${given} ${meaning}`).join('、') ?? '';
  const empty = whenEmpty === undefined || whenEmpty === '' ? '' : whenEmpty;
  const isNamed = codes?.find(({ given, sent = given }) => sent === empty);
  return row(
    name,
    aliases.join('、'),
    `\`${id}\``,
    typeNames[type],
    String(width),
    marks,
    list,
    isNamed?.given ?? empty,
  );
}

const HEADERS = ['列', '別の見出し', 'id', '型', '桁数', '必須・キー', 'コード', '空欄は'];

function layoutSection(profile: LayoutProfile): string {
  const { id, version, kind, name, columns, blocks, dateFormats, rules: settings } = profile;
  const digest = createHash('sha256').update(canonicalProfile(profile)).digest('hex');
  const changed = Object.entries(settings?.levels ?? {}).map(([code, level]) =>
    level === 'off' ? `\`${code}\` は調べません` : `\`${code}\` は ${level}`,
  );
  return `## ${name}（\`${id}\`、第${version}版）

種類：${fileKindNames[kind]}（\`${kind}\`）。日付の書き方：${dateFormats.join('、')}。SHA-256：\`${digest}\`

${table(HEADERS, columns.map(columnRow))}${
    blocks
      ? `

回ごとの列（${blocks.most}回目まで。\`{n}\` は回数。使わない回の列は、空でも、なくてもかまいません）

${table(HEADERS, blocks.columns.map(columnRow))}`
      : ''
  }${changed.length > 0 ? `\n\n規則：${changed.join('、')}。` : ''}`;
}

/** docs/layouts.md: the layouts that ship with the product, and how a municipality brings its own. */
export function layoutsDocument(): string {
  const profiles = shippedProfiles.map((json) => LayoutProfile.parse(json));
  const added = Object.values(findingsColumns).map((header) => `「${header}」`);
  return `# 様式

\`src-shared/domain/layouts/*.json\` から \`npm run documents\` で作られます。手で直さないでください。

VRSのアップロード用ファイルの列の並びや値は公開されていません。項目と桁数は審査会の資料（江戸川区、令和3年4月13日）と「接種記録データの確認方法」（政府CIOポータル）により、見出しの名前とコードの値はこの製品のものです。

## 読み方

- 見出しは、全角・半角、空白、大文字・小文字の違いを問わずに読みます。列の順は自由です。様式にない列は読み飛ばし、お知らせに出します。
- 見出しが違うファイルは、画面で列ごとに項目を選んで読めます。対応は、見出し行と種類ごとに端末内の写し（暗号化）に覚え、次から使います。
- エラー一覧を出力すると、もとの列の後ろに${added.join('')}が付きます。直したエラー一覧は、そのまま選べます。これらの列は読み飛ばします。
- 別の種類のファイル、見出しのないファイル、はじめの1,000行のほとんどがほかの市区町村のものであるファイルは、検査の前に断ります。
- 様式のid・版・SHA-256は、申請の指紋に含まれます。

## 市区町村の様式

端末のデータのフォルダーの \`layouts\` に、JSON（UTF-8）のファイルを置きます。起動のときに読みます。下の様式の一つを写し、\`id\` と \`name\` を変え、見出し（\`name\`、\`aliases\`）、コード（\`codes\`）、桁数（\`width\`）、日付の書き方（\`dateFormats\`）、規則（\`rules\`）を直してください。直すたびに \`version\` を上げます。

形が正しくないファイル、VRSが受け付けない値を送ることになるファイル、ほかの様式と同じ \`id\` のファイルは使いません。一括登録の画面に、ファイルの名前と項目を示します。

| 項目 | 内容 |
| --- | --- |
| \`id\` | 半角の英小文字・数字・ハイフン、40字まで。ほかの様式と同じにできません |
| \`version\` | 1からの整数 |
| \`kind\` | ${Object.entries(fileKindNames)
    .map(([kind, name]) => `\`${kind}\` ${name}`)
    .join('、')} |
| \`name\` | 画面に示す名前、40字まで |
| \`dateFormats\` | \`YYYYMMDD\`、\`YYYY-MM-DD\`（「/」「.」も）、\`YYYY年M月D日\`、\`和暦\`（令和3年6月1日、R3.6.1、R030601）のうち使うもの |
| \`columns\` | 列。\`id\`（下の表のもの）、\`name\`、\`aliases\`、\`type\`、\`width\`、\`required\`、\`key\`、\`codes\`、\`whenEmpty\` |
| \`blocks\` | 台帳だけ。回ごとの列。\`most\` は回数の上限、\`columns\` は列で、名前に \`{n}\` を入れます |
| \`rules\` | 規則の程度と限度。\`levels\` は \`{ "コード": "reject"・"must-correct"・"should-check"・"note"・"off" }\`。コードは [rules.md](rules.md)（${Object.keys(rules).length}件） |

${profiles.map(layoutSection).join('\n\n')}

台帳の一行は、空でない回ごとに一件の接種記録として登録します。市町村コードは自分の市区町村、券種は1（接種）、接種回数はその回です。接種履歴登録日時は読むだけで、登録しません。
`;
}

if (import.meta.main) writeFileSync(FILE, layoutsDocument());
