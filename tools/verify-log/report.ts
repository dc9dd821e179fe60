import type { Chain, Finding } from './chain.ts';
import type { Evidence } from './evidence.ts';

interface Read {
  readonly chain: Chain;
  /** The first one first. */
  readonly findings: readonly Finding[];
  readonly evidence: Evidence;
  readonly files: number;
  readonly archives: number;
  /** Segments that an archive has too. */
  readonly taken: number;
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
export function report({ chain, findings, evidence, files, archives, taken, tornBytes }: Read): string {
  const { first, last } = chain;
  return [
    '操作ログの検証',
    `  ファイル    ${figure.format(files)}（うち書庫 ${figure.format(archives)}）`,
    `  記録        ${figure.format(chain.entries)} 件（${first?.sequence ?? 0} 番 〜 ${last?.sequence ?? 0} 番）`,
    ...(chain.destroyed === 0
      ? []
      : [`  廃棄済み    ${figure.format(chain.destroyed)} 件（目録だけが残っています）`]),
    `  期間        ${timeOf(first)} 〜 ${timeOf(last)}（日本時間）`,
    `  最後の記録  ${last === undefined ? '－' : `${last.sequence}:${last.hash}`}`,
    `  封印の値    ${figure.format(chain.sealed)} 件（うち墨消し ${figure.format(chain.blackedOut)} 件）`,
    `  署名点      ${figure.format(checkpointsIn(evidence))} 件（うち記録と照らしたもの ${figure.format(chain.proven)} 件、${chain.provenUpTo} 番まで）`,
    ...evidence.keyIds.map((keyId) => `  鍵の指紋    ${keyId}`),
    ...notes(chain, evidence, tornBytes, taken).map((note) => `  注意  ${note}`),
    ...findings.slice(0, MOST_FINDINGS).map((finding) => `  異常  ${placeOf(finding)}： ${finding.why}。`),
    ...evidence.findings
      .slice(0, MOST_FINDINGS)
      .map(({ file, line, why }) => `  異常  署名点 ${line} 行目（${file}）： ${why}。`),
    ...chain.missing.first.map(
      ({ sequence, day, why }) => `  不足  ${day} の署名点がありません（${sequence} 番：${why}）。`,
    ),
    resultOf(findings, evidence, chain),
  ].join('\n');
}

function resultOf(
  [worst]: readonly Finding[],
  { findings: [damaged] }: Evidence,
  { missing: { count, first } }: Chain,
): string {
  if (worst !== undefined) return `結果： 変更されています。最初におかしいのは ${worst.at} 番の記録です。`;
  if (damaged !== undefined) {
    return `結果： 変更されています。おかしいのは署名点 ${damaged.line} 行目（${damaged.file}）です。`;
  }
  const [earliest] = first;
  if (earliest === undefined) return '結果： 変更は見つかりませんでした。';
  return `結果： 変更は見つかりませんでしたが、署名点が ${figure.format(count)} 件足りません。最初に足りないのは ${earliest.day} の分（${earliest.sequence} 番）です。`;
}

function checkpointsIn({ files }: Evidence): number {
  return files.reduce((sum, { proofs }) => sum + proofs.length, 0);
}

/** What is no change and still has to be known. */
function notes(
  { first, turnedBack, turnedBackCount }: Chain,
  evidence: Evidence,
  tornBytes: number,
  taken: number,
): readonly string[] {
  const missing = (first?.sequence ?? 1) - 1;
  const numbers = turnedBack.join('、') + (turnedBackCount > turnedBack.length ? ' ほか' : '');
  return [
    missing > 0 ? `${missing} 番までの記録は渡されていないため、調べていません。` : '',
    evidence.hasCopies
      ? ''
      : '端末の外の控えと比べていません（--checkpoints）。フォルダー全体を古いものに戻されていても、分かりません。',
    behind(evidence),
    taken > 0
      ? `書庫へ移した ${figure.format(taken)} 個のファイルが、まだ片付けられていません。書庫のほうを調べました。`
      : '',
    evidence.files.some((file) => file.tornBytes > 0)
      ? '署名点のファイルの最後の行が途中で切れています。書き込み中に止まったときの跡です。'
      : '',
    tornBytes > 0
      ? `最後の行が途中で切れています（${figure.format(tornBytes)} バイト）。書き込み中に止まったときの跡で、受け付け済みの記録ではありません。`
      : '',
    turnedBackCount > 0
      ? `時刻が前の記録より戻っている記録が ${figure.format(turnedBackCount)} 件あります（${numbers} 番）。端末の時計を確かめてください。`
      : '',
  ].filter((note) => note !== '');
}

/** A copy that is behind is no finding: what the place could not take follows when it can be written again. */
function behind({ notCopied }: Evidence): string {
  const [first] = notCopied;
  if (first === undefined) return '';
  return `端末の外の控えには、${first.day} の ${first.sequence} 番の署名点から後の ${figure.format(notCopied.length)} 件がまだありません。控え先に書けているかを確かめてください。`;
}

function timeOf(line: Chain['first']): string {
  return line === undefined ? '－' : japaneseTime.format(new Date(line.time));
}

function placeOf({ at, file }: Finding): string {
  return file === '' ? `${at} 番` : `${at} 番（${file}）`;
}
