import type { Chain, Finding } from './chain.ts';

interface Read {
  readonly chain: Chain;
  /** The first one first. */
  readonly findings: readonly Finding[];
  readonly files: number;
  readonly tornBytes: number;
}

const MOST_FINDINGS = 20;
const figure = new Intl.NumberFormat('ja-JP');
const japaneseTime = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Tokyo',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** What was read and what came of it, for the person who has to answer for the log. */
export function report({ chain, findings, files, tornBytes }: Read): string {
  const { first, last } = chain;
  const [worst] = findings;
  return [
    '操作ログの検証',
    `  ファイル    ${figure.format(files)}`,
    `  記録        ${figure.format(chain.entries)} 件（${first?.sequence ?? 0} 番 〜 ${last?.sequence ?? 0} 番）`,
    `  期間        ${timeOf(first)} 〜 ${timeOf(last)}（日本時間）`,
    `  最後の記録  ${last === undefined ? '－' : `${last.sequence}:${last.hash}`}`,
    `  封印の値    ${figure.format(chain.sealed)} 件（うち墨消し ${figure.format(chain.blackedOut)} 件）`,
    ...notes(chain, tornBytes).map((note) => `  注意  ${note}`),
    ...findings.slice(0, MOST_FINDINGS).map((finding) => `  異常  ${placeOf(finding)}： ${finding.why}。`),
    worst === undefined
      ? '結果： 変更は見つかりませんでした。'
      : `結果： 変更されています。最初におかしいのは ${worst.at} 番の記録です。`,
  ].join('\n');
}

/** What is no change and still has to be known. */
function notes({ first, turnedBack, turnedBackCount }: Chain, tornBytes: number): readonly string[] {
  const missing = (first?.sequence ?? 1) - 1;
  const numbers = turnedBack.join('、') + (turnedBackCount > turnedBack.length ? ' ほか' : '');
  return [
    missing > 0 ? `${missing} 番までの記録は渡されていないため、調べていません。` : '',
    tornBytes > 0
      ? `最後の行が途中で切れています（${figure.format(tornBytes)} バイト）。書き込み中に止まったときの跡で、受け付け済みの記録ではありません。`
      : '',
    turnedBackCount > 0
      ? `時刻が前の記録より戻っている記録が ${figure.format(turnedBackCount)} 件あります（${numbers} 番）。端末の時計を確かめてください。`
      : '',
  ].filter((note) => note !== '');
}

function timeOf(line: Chain['first']): string {
  return line === undefined ? '－' : japaneseTime.format(new Date(line.time));
}

function placeOf({ at, file }: Finding): string {
  return file === '' ? `${at} 番` : `${at} 番（${file}）`;
}
