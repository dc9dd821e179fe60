import { parseArgs } from 'node:util';

import { FileEncoding, FileKind } from '../../src-shared/contract/batches.ts';
import { IsoDate, MunicipalityCode } from '../../src-shared/domain/identifiers.ts';

export interface CheckFileOptions {
  readonly file: string;
  /** As somebody said; null to find it out. */
  readonly kind: FileKind | null;
  /** The name of a layout, or a file that says one. */
  readonly layout: string | null;
  readonly encoding: FileEncoding | null;
  /** A folder whose people the rows are held against; null: the file by itself. */
  readonly against: string | null;
  readonly json: boolean;
  readonly limit: number;
  readonly showValues: boolean;
  readonly today: IsoDate | null;
  readonly municipality: MunicipalityCode | null;
}

/** A command line that can't be understood; the message says how it should be. */
export class UsageError extends Error {}

export const DEFAULT_LIMIT = 1000;
const MOST_FINDINGS = 10_000_000;

export const usage = `使い方: npm run check-file -- ファイル [選択肢]

  一括登録のファイルを、アプリと同じ規則で検査します。画面も、VRSへの接続も要りません。
  ファイルは読むだけで、検査のあいだに作るものは暗号化し、終わるときに消します。

  --kind ${FileKind.options.join('|')}   ファイルの種類（省略時は見出しから見分ける）
  --layout 名前またはファイル   様式の名前（records-1 など）、または様式のJSONファイル
  --encoding ${FileEncoding.options.join('|')}
                        文字コード（省略時はファイルから見分ける）
  --against フォルダー   登録済みの内容とも突き合わせる：端末のデータフォルダー、または研修用VRSのフォルダー
  --against none         ファイルの中だけを検査する（既定）
  --json                 結果を一つのJSONで出力する
  --limit 件数           一つずつ出す検査結果の上限（既定 ${DEFAULT_LIMIT}）。件数の集計には影響しません
  --show-values          値と説明も出す（個人情報を含みます）
  --today YYYY-MM-DD     今日の日付（省略時はこの端末の日付）
  --municipality 番号    市町村コード6桁（省略時は --against のもの、なければファイルの最初の行のもの）
  --help                 これを表示する

終了コード  0：取り込める（お知らせだけの場合も）  1：取込不可・要修正・要確認がある  2：検査できない
`;

/** Undefined where only help is wanted. Throws a UsageError. */
export function readOptions(words: readonly string[]): CheckFileOptions | undefined {
  const { values, positionals } = parsed(words);
  if (values.help === true) return undefined;
  const [file, ...more] = positionals;
  if (file === undefined || file === '' || more.length > 0) {
    throw new UsageError('検査するファイルを一つ指定してください。');
  }
  return {
    file,
    kind:
      values.kind === undefined ? null : given('--kind', FileKind.safeParse(values.kind), FileKind.options),
    layout: values.layout ?? null,
    encoding:
      values.encoding === undefined
        ? null
        : given('--encoding', FileEncoding.safeParse(values.encoding.toLowerCase()), FileEncoding.options),
    against: values.against === undefined || values.against === 'none' ? null : values.against,
    json: values.json === true,
    limit: limitOf(values.limit),
    showValues: values['show-values'] === true,
    today:
      values.today === undefined
        ? null
        : given('--today', IsoDate.safeParse(values.today), ['2024-03-31 の形']),
    municipality:
      values.municipality === undefined
        ? null
        : given('--municipality', MunicipalityCode.safeParse(values.municipality), [
            '検査数字を含む6桁（例：131237）',
          ]),
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        kind: { type: 'string' },
        layout: { type: 'string' },
        encoding: { type: 'string' },
        against: { type: 'string' },
        json: { type: 'boolean' },
        limit: { type: 'string' },
        'show-values': { type: 'boolean' },
        today: { type: 'string' },
        municipality: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (thrown) {
    const option = /'(--?[^ '=]+)/.exec(thrown instanceof Error ? thrown.message : '')?.[1] ?? '';
    throw new UsageError(`選択肢 ${option} を読み取れません。使い方を確かめてください（--help）。`);
  }
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^[0-9]{1,8}$/.test(text) ? Number(text) : Number.NaN;
  if (!(limit <= MOST_FINDINGS)) throw notOneOf('--limit', [`0 から ${MOST_FINDINGS} までの整数`]);
  return limit;
}

function given<Value>(
  option: string,
  read: { readonly success: true; readonly data: Value } | { readonly success: false },
  expected: readonly string[],
): Value {
  if (!read.success) throw notOneOf(option, expected);
  return read.data;
}

function notOneOf(option: string, expected: readonly string[]): UsageError {
  return new UsageError(`${option} は、次のように指定してください：${expected.join('、')}`);
}
