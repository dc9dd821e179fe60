import { parseArgs } from 'node:util';

import { plantableErrors } from '../../src-training/batch-files/make-batch-file.ts';
import {
  type BatchFileKind,
  type BatchFileWanted,
  type FileEncoding,
  readMix,
} from '../../src-training/batch-files/wanted.ts';

export interface MakeFileOptions {
  readonly wanted: BatchFileWanted;
  readonly out: string;
  readonly truth: string | null;
  /** For which check the list of errors is: one that knows what stands in VRS, or one of the file by itself. */
  readonly knowsStanding: boolean;
}

export class UsageError extends Error {}

const kinds: readonly BatchFileKind[] = ['records', 'subjects', 'flags', 'ledger'];
const encodings: readonly FileEncoding[] = ['utf-8', 'utf-8-bom', 'cp932', 'utf-16le', 'utf-16be'];
const quotes = ['needed', 'all'] as const;
const lineEnds = { crlf: '\r\n', lf: '\n' } as const;

const MOST_ROWS = 10_000_000;

export const usage = `使い方: npm run make-file -- --rows 行数 --out ファイル [選択肢]

  研修用VRSの架空の住民に合う一括登録のファイルを作ります。同じ指定からは同じファイルができます。

  --kind ${kinds.join('|')}   ファイルの種類（既定 records）
  --encoding ${encodings.join('|')}   文字コード（既定 cp932）
  --errors none                わざと入れる誤り：なし（既定）
           all または all:0.05  すべての種類を、行の2%（または指定の割合）に
           規則=件数,規則=件数   例：date-invalid=3,ticket-not-issued=1
  --truth ファイル              入れた誤りの一覧（.csv はCSV、ほかは一行一つのJSON）
  --against none|vrs           一覧を、ファイルだけの検査（既定）と、登録内容と突き合わせる検査のどちらに合わせるか
  --seed 種                    住民と同じ種（既定 1）
  --people 人数                研修用VRSの住民の数（省略時は行数に要るだけ）
  --mess 割合                  全角や元号など、誤りではない表記の揺れのある行（既定 0.02）
  --quote ${quotes.join('|')}           引用符：要るところだけ（既定）、すべてのセル
  --eol ${Object.keys(lineEnds).join('|')}                改行（既定 crlf）
  --help                       これを表示する
`;

/** Undefined where only help is wanted. Throws a UsageError. */
export function readOptions(words: readonly string[]): MakeFileOptions | undefined {
  const values = parsed(words);
  if (values.help === true) return undefined;
  const { out, truth = null, rows: rowsText = '' } = values;
  const rows = wholeNumber('--rows', rowsText, MOST_ROWS);
  if (out === undefined) throw new UsageError('--out で、作るファイルを指定してください。');
  const kind = oneOf('--kind', values.kind ?? 'records', kinds);
  const plantable = plantableErrors(kind);
  const errors = readMix(values.errors ?? 'none', rows, plantable);
  if (!errors) {
    throw new UsageError(
      `--errors は、none、all、all:0.05、または 規則=件数 を指定してください。${kind} に入れられる規則：${plantable.join('、')}`,
    );
  }
  const wanted: BatchFileWanted = {
    kind,
    rows,
    errors,
    encoding: oneOf('--encoding', values.encoding ?? 'cp932', encodings),
    seed: values.seed ?? '1',
    ...(values.people === undefined ? {} : { people: wholeNumber('--people', values.people, MOST_ROWS) }),
    mess: share('--mess', values.mess ?? '0.02'),
    quoteAll: oneOf('--quote', values.quote ?? 'needed', quotes) === 'all',
    lineEnd: lineEnds[oneOf('--eol', values.eol ?? 'crlf', ['crlf', 'lf'] as const)],
  };
  const against = oneOf('--against', values.against ?? 'none', ['none', 'vrs'] as const);
  return { wanted, out, truth, knowsStanding: against === 'vrs' };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        rows: { type: 'string' },
        seed: { type: 'string' },
        kind: { type: 'string' },
        encoding: { type: 'string' },
        errors: { type: 'string' },
        truth: { type: 'string' },
        out: { type: 'string' },
        people: { type: 'string' },
        mess: { type: 'string' },
        quote: { type: 'string' },
        eol: { type: 'string' },
        against: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (thrown) {
    const option = /'(--?[^ '=]+)/.exec(thrown instanceof Error ? thrown.message : '')?.[1] ?? '';
    throw new UsageError(`選択肢 ${option} を読み取れません。使い方を確かめてください（--help）。`);
  }
}

function oneOf<Value extends string>(option: string, text: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === text.toLowerCase());
  if (found === undefined)
    throw new UsageError(`${option} は、次のように指定してください：${values.join('、')}`);
  return found;
}

function wholeNumber(option: string, text: string, most: number): number {
  const number = /^[0-9]{1,8}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most)
    throw new UsageError(`${option} は、1 から ${most} までの整数で指定してください。`);
  return number;
}

function share(option: string, text: string): number {
  if (!/^(?:0|1|0?\.[0-9]+)$/.test(text))
    throw new UsageError(`${option} は、0 から 1 までの数で指定してください。`);
  return Number(text);
}
